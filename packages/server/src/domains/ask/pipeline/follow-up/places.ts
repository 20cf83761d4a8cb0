import type { Entity } from './entities.ts';

/** The text without its places. */
export function cutPlaces(text: string, places: readonly Entity[]): string {
  return places.reduce((rest, place) => rest.replace(wholeWord(place.text), ' '), text);
}

/** A new place takes the place of an old one of its kind. */
export function mergePlaces(old: readonly Entity[], added: readonly Entity[]): readonly Entity[] {
  return [...old.filter(({ label }) => !added.some((entity) => entity.label === label)), ...added];
}

export function placeWords(places: readonly Entity[]): string {
  return places.length === 0 ? '' : ` of ${places.map(({ text }) => text).join(' ')}`;
}

/** Puts the new places where the old ones of their kind stood, however those were spelled. */
export function replacePlaces(words: string, old: readonly Entity[], added: readonly Entity[]): string {
  const kinds = Map.groupBy(added, ({ label }) => label);
  return [...kinds].reduce((text, [label, entities]) => {
    const names = entities.map((entity) => entity.text).join(' and ');
    const known = old.find((entity) => entity.label === label)?.text;
    if (known === undefined) return `${text} for ${names}`;
    return text.replace(wholeWord(known), () => names);
  }, words);
}

function wholeWord(word: string): RegExp {
  return new RegExp(`(?<![\\w-])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
}
