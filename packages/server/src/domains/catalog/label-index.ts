import type { LabelFacts } from '@locum/promql';

export interface LabelPlace {
  readonly label: string;
  readonly value: string;
  readonly metrics: readonly string[];
}

export interface LabelIndexLimits {
  readonly maxPlaces: number;
  /** Longer values are ids and paths nobody types. */
  readonly maxValueLength: number;
  readonly maxAnswers: number;
}

const DEFAULTS: LabelIndexLimits = { maxPlaces: 200_000, maxValueLength: 120, maxAnswers: 50 };

interface LabelledMetric {
  readonly name: string;
  readonly labels: ReadonlyMap<string, LabelFacts>;
}

/**
 * An inverted index from lower-case label values, and from their words, to where they occur. Memory is bounded by the number of
 * places (pairs of label and value); labels with the fewest values come first, because those are the ones people name.
 */
export function createLabelIndex(
  metrics: Iterable<LabelledMetric>,
  limits: LabelIndexLimits = DEFAULTS,
): (value: string) => readonly LabelPlace[] {
  const places = collectPlaces(metrics, limits);
  const exact = new Map<string, LabelPlace[]>();
  for (const place of places) push(exact, place.value.toLowerCase(), place);
  let words: Map<string, LabelPlace[]> | undefined;

  return (value) => {
    const text = value.trim().toLowerCase();
    const found = exact.get(text);
    if (found !== undefined) return found.slice(0, limits.maxAnswers);
    const wanted = splitWords(text);
    if (wanted.length === 0) return [];
    words ??= indexWords(places);
    return findAllWords(wanted, words).slice(0, limits.maxAnswers);
  };
}

function splitWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function collectPlaces(metrics: Iterable<LabelledMetric>, limits: LabelIndexLimits): readonly LabelPlace[] {
  const byLabel = new Map<string, Map<string, string[]>>();
  for (const { name, labels } of metrics) {
    for (const [label, { values }] of labels) {
      let byValue = byLabel.get(label);
      if (byValue === undefined) {
        byValue = new Map();
        byLabel.set(label, byValue);
      }
      for (const value of values) {
        if (value !== '' && value.length <= limits.maxValueLength) push(byValue, value, name);
      }
    }
  }
  const places: LabelPlace[] = [];
  const labels = [...byLabel].sort(([, left], [, right]) => left.size - right.size);
  for (const [label, byValue] of labels) {
    for (const [value, names] of byValue) {
      if (places.length >= limits.maxPlaces) return places;
      places.push({ label, value, metrics: names });
    }
  }
  return places.sort((left, right) => right.metrics.length - left.metrics.length);
}

function indexWords(places: readonly LabelPlace[]): Map<string, LabelPlace[]> {
  const words = new Map<string, LabelPlace[]>();
  for (const place of places) {
    for (const word of new Set(splitWords(place.value))) if (word.length > 1) push(words, word, place);
  }
  return words;
}

function findAllWords(wanted: readonly string[], words: ReadonlyMap<string, readonly LabelPlace[]>): LabelPlace[] {
  const lists = wanted.map((word) => words.get(word) ?? []).sort((left, right) => left.length - right.length);
  const [shortest = [], ...others] = lists;
  const sets = others.map((list) => new Set(list));
  return shortest.filter((place) => sets.every((set) => set.has(place)));
}

function push<T>(lists: Map<string, T[]>, key: string, entry: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [entry]);
  else list.push(entry);
}
