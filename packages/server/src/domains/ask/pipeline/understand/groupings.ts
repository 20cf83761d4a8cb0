import type { MaskedText } from './masked-text.ts';
import { anyOf } from './pattern.ts';

export interface Groupings {
  /** Words after by / per / for each, nearest first. */
  readonly groupings: string[];
  /** Those of them that may be who did it ("handled by cart") rather than a grouping. */
  readonly tentative: Set<string>;
}

const SPLIT_WORDS = [
  ...['broken down', 'split(?: up)?', 'grouped', 'group', 'breakdown', 'separated', 'segmented', 'sliced'],
  ...['partitioned', 'broken out', 'itemi[sz]ed', 'categori[sz]ed', 'aggregated', 'listed', 'ranked', 'sorted'],
  ...['summed', 'totalled'],
];
/** After these words "by" does not group: "by more than", "by the way", "by 5". */
const NOT_AFTER_BY =
  '(?:the |what |which percent|more|less|how|at least|over|the way|now|default|chance|any|far|than|\\d)';
const CUE = anyOf([
  `\\b${anyOf(SPLIT_WORDS)} (?:by|per|across|into)`,
  '\\b(?:distributed|spread(?: out)?|divided up|split up) (?:over|across|among|between)',
  `\\bby(?! ${NOT_AFTER_BY})`,
  '\\bper(?! (?:cent|chance))',
  '(?<!with |whose |has |have |when |if |not )\\b(?:each|every)',
]);
const DETERMINER = '(?:the |individual |single |distinct |separate |different |each |every )';
const WORD_RUN = '[a-z_][\\w.:/-]*(?: (?!(?:and|each|every|per|by)\\b)[a-z_][\\w.:/-]*){0,2}';
// Wider gaps are where something was taken out.
const SEPARATOR = '(?: ?, ?(?:and )?|\\s+and (?:by |per )?|\\s*\\+\\s*|\\s*&\\s*)';
const GROUPING = new RegExp(`${CUE} ${DETERMINER}*(${WORD_RUN}(?:${SEPARATOR}${WORD_RUN})*)`, 'g');
/** "the old and the new cart version", "both releases". */
const BUILDS =
  /\b(?:(?:old|previous|stable) (?:and|vs\.?|versus|against|with|or) (?:the )?(?:new|current)|(?:new|current) (?:and|vs\.?|versus|against|with|or) (?:the )?(?:old|previous|stable)|both|the two|across|between) ((?:[a-z][\w-]* )?(?:version|release|build)s?)\b/;
/** "(job + instance)". */
const LISTED = /\(([a-z_]+(?:\s*\+\s*[a-z_]+)+)\)/;

/** "by method, host and path" → the three things. The words stay in the text: they may also say what is measured. */
export function findGroupings(text: MaskedText, rankedFrom: number | undefined): Groupings {
  const tentative = new Set<string>();
  const listed = LISTED.exec(text.rest())?.[1]?.split(/\s*\+\s*/) ?? [];
  // What follows "i.e." explains and groups nothing.
  const stated = text.rest().split(/\bi\.e\b/)[0] ?? '';
  const found = [...stated.matchAll(GROUPING)].flatMap((match) => {
    // "top 3 pods by cpu" ranks by the measure.
    if (rankedFrom !== undefined && match.index >= rankedFrom && /^(?:ranked |sorted |listed )?by/.test(match[0]))
      return [];
    const named = thingsIn(match[1] ?? '');
    if (isAgent(match[0], stated.slice(0, match.index))) for (const name of named) tentative.add(name);
    return named;
  });
  const builds = found.length + listed.length === 0 ? (BUILDS.exec(stated)?.slice(1) ?? []) : [];
  const all = [...new Set([...found, ...listed, ...builds])];
  // "requested by pods on each node" groups by node.
  const sure = all.filter((name) => !tentative.has(name));
  return sure.length > 0 ? { groupings: sure, tentative: new Set() } : { groupings: all, tentative };
}

/** "handled by cart", "declined by provider": only a label makes the second a grouping. */
function isAgent(cue: string, before: string): boolean {
  return (
    /^by\b/.test(cue) &&
    /\b(?:\w{2,}ed|made|sent|held|run|driven|taken|thrown|out|written|read|seen|given|done|built|kept|lost|spent|put|caught|hit) $/.test(
      before,
    )
  );
}

/** The things of a list, up to the first that runs on into the rest of the sentence. */
function thingsIn(list: string): string[] {
  const parts = list
    .split(/\s*(?:,|\band\b|\+|&)\s*/)
    .filter((part) => !/^(?:all|total|overall)\b/.test(part))
    .map((part) => part.replace(/^(?:the|each|every|per|by|its|and) /, '').replace(/^(?:sort|kind|type) of /, ''));
  const things = parts.map(thing);
  const end = parts.findIndex((part, i) => things[i] !== part.trim().replace(/[?!.;:]+$/, ''));
  return (end < 0 ? things : things.slice(0, end + 1)).filter(Boolean);
}

/** Words that cannot belong to the name of a thing. */
const STOP = new Set(
  'of in on for over at the and to with from is are was were that which who vs versus during last past right now as have has had do does did than where when currently please pls compared relative within since if but or not be been being get gets give show using used judged they it we their by per each every more less above below under take takes took across no divided leave leaving ignore ignoring exclude excluding skip skipping without except'.split(
    ' ',
  ),
);
const MOST_WORDS = 3;

/** Up to three words of the thing named, cut at the first word that cannot belong to it. */
function thing(words: string): string {
  const taken: string[] = [];
  for (const word of words.trim().split(/\s+/)) {
    const clean = word.replace(/[?!.;:]+$/, '');
    if (taken.length === MOST_WORDS || STOP.has(clean)) break;
    taken.push(clean);
    if (clean !== word) break;
  }
  return taken.join(' ');
}
