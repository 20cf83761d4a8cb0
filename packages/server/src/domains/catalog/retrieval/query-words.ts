import { stem, type WordReader } from './words.ts';

export interface QueryWord {
  readonly word: string;
  readonly weight: number;
}

/**
 * Words that say how much, when, or how to show it. They stand in many names too (`_seconds`, `_total`, `_max`), so that they
 * count, but never as much as a word that says what.
 */
const HOW_WORDS = `second minute hour day week month year time ago last past since yesterday tomorrow trend
  percent percentage ratio share fraction portion rate number count total sum average mean median top bottom highest lowest
  maximum minimum most least worst best percentile quantile per value now current recent developing level amount size
  high low above below under over between compare versus change grow growth growing rise fall drop usage byte bit
  instance service metric series graph data status state list break breakdown group single whole
  first second third one two three four five ten hundred`;

const HOW_WEIGHT = 0.3;

const howWords = new Set(HOW_WORDS.split(/\s+/).map(stem));

/** A number, a duration (`10m`), a percentile (`p95`) or a comparison says nothing about which metric is meant. */
const QUANTITY = /^(p?\d+([.,]\d+)?(ms|s|m|h|d|w|y|k|g|gb|mb|kb|min|mins|hr|hrs|th|st|nd|rd)?|p\d+)$/;

/** The words of a text with what each is worth in a search. A metric's own name in the text is read as a name as well. */
export function readQuery(text: string, reader: WordReader): readonly QueryWord[] {
  const names = text.match(/[\p{L}\p{N}]+(?:[_:][\p{L}\p{N}]+)+/gu) ?? [];
  const words = new Set([...reader.read(text), ...names.flatMap((name) => reader.readName(name))]);
  return [...words]
    .filter((word) => !QUANTITY.test(word))
    .map((word) => ({ word, weight: howWords.has(word) ? HOW_WEIGHT : 1 }));
}
