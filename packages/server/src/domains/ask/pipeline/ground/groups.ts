import { withinEdits } from './edit-distance.ts';
import type { Ground } from './ground.ts';
import { namesItself } from './label-order.ts';
import type { Measure } from './measure.ts';
import { carries } from './measure-values.ts';
import { RESULT_LABELS } from './outcome-labels.ts';
import type { MatcherSpec } from './outcomes.ts';

/** The measure as its series are labelled under the filters: one for each way of labelling. */
export function viewsUnder(measure: Measure, filters: readonly MatcherSpec[], ground: Ground): readonly Measure[] {
  const variants = measure.metrics.flatMap((metric) => ground.snapshot.variantsOf(metric));
  const fitting = variants.filter((variant) =>
    filters.every(
      (filter) =>
        !measure.labels.has(filter.label) ||
        measure.joined?.labels.includes(filter.label) ||
        filter.op !== '=' ||
        variant.get(filter.label)?.includes(filter.value),
    ),
  );
  if (fitting.length === 0) return [measure];
  return fitting.map((variant) => ({
    ...measure,
    labels: new Set([...variant.keys()].filter((label) => label !== 'le' && label !== 'quantile')),
  }));
}

export interface ResolvedGroup {
  /** More than one where services label the thing differently: `status` here, `code` there. */
  readonly labels: readonly string[];
  /** The words of the phrase that named it. */
  readonly text: string;
  /** 1 when the whole phrase named it. */
  readonly quality: number;
}

/** The labels that "per …" means: the longest run of its words that names one. */
export function resolveGroup(
  phrase: string,
  views: readonly Measure[],
  ground: Ground,
  labelsOnly = false,
): ResolvedGroup | undefined {
  const words = phrase.split(/\s+/);
  const [first] = views;
  const joined = first?.joined?.called.get(phrase);
  if (joined !== undefined) return { labels: [joined], text: phrase, quality: 1 };
  const isOther = first !== undefined && findForeignHead(phrase, first, ground) !== undefined;
  for (let end = words.length; end >= 1; end -= 1) {
    if (isOther && end < words.length) return undefined;
    for (let start = 0; start < end; start += 1) {
      const text = words.slice(start, end).join(' ');
      const labels = labelsOfAll(views.map((view) => ground.labelWords.resolveWhole(text, view)));
      if (labels.length > 0) return { labels, text, quality: start === 0 ? 1 : 0.9 };
    }
  }
  if (labelsOnly) return undefined;
  const told = /^(?:results?|outcomes?)$/.test(phrase)
    ? RESULT_LABELS.find((label) => first?.labels.has(label))
    : undefined;
  if (told !== undefined) return { labels: [told], text: phrase, quality: 0.9 };
  const shortened = first?.keys?.find((key) => words.some((word) => word.length >= 4 && key.endsWith(`_${word}`)));
  if (shortened !== undefined) return { labels: [shortened], text: phrase, quality: 0.9 };
  const misspelt = words
    .map((word) =>
      first && word.length >= 5 ? [...first.labels].find((label) => withinEdits(word, label, 1)) : undefined,
    )
    .find((label) => label !== undefined);
  if (misspelt) return { labels: [misspelt], text: phrase, quality: 0.9 };
  const corrected = words.map((word) => ground.labelWords.corrected(word) ?? word).join(' ');
  if (corrected !== phrase) {
    const labels = labelsOfAll(views.map((view) => ground.labelWords.resolveWhole(corrected, view)));
    if (labels.length > 0) return { labels, text: phrase, quality: 0.9 };
  }
  const valued = first && labelOfValue(words, first, ground);
  if (valued !== undefined) return { labels: [valued], text: phrase, quality: 0.9 };
  const subject =
    first &&
    (ground.labelWords.subject(phrase, first) ??
      ground.labelWords.subject(words[0] ?? '', first) ??
      words.map((word) => ground.labelWords.subject(word, first)).find((label) => label !== undefined));
  // The measure's own entities are what "each certificate" of a measure of certificates means.
  if (subject && first?.keys && first.keys.length > 0) return { labels: first.keys, text: phrase, quality: 0.9 };
  return subject ? { labels: [subject], text: phrase, quality: 0.9 } : undefined;
}

/** "split by password or oauth": the label that has such values. */
function labelOfValue(words: readonly string[], measure: Measure, ground: Ground): string | undefined {
  const [word] = words;
  if (word === undefined || word.length < 3 || words.length > 1) return undefined;
  return ground.values
    .find(word)
    .find((place) => !namesItself(place.label) && carries(place, measure, ground) && !measure.fixed.has(place.label))
    ?.label;
}

/** Ends the name of a thing: "redis is acting" is about redis. */
const VERB = /^(?:is|are|was|were|has|have|had|do|does|did|can|will|with|that|which|run|runs|show|shows|get|gets)$/;

/** What the thing is called is a label of other measures: "postgres role" is not postgres. */
export function findForeignHead(phrase: string, measure: Measure, ground: Ground): string | undefined {
  const words = phrase.split(/\s+/);
  const end = words.findIndex((word) => VERB.test(word));
  const named = end < 0 ? words : words.slice(0, end);
  const head = named.at(-1)?.replace(/s$/, '');
  if (head === undefined || named.length < 2) return undefined;
  if (/^(?:name|id|type|kind|number|value)$/.test(head) || ground.labelWords.resolveWhole(head, measure).length > 0)
    return undefined;
  const isOwn = ground.vocabulary.stems(head).every((stem) => measure.about.has(stem) || measure.phraseStems.has(stem));
  return !isOwn && (ground.labelWords.isThingWord(head) || ground.isLabel(head)) ? head : undefined;
}

/** One label that every way of labelling knows, else the first of each: `job` rather than `service` here and `app` there. */
function labelsOfAll(found: readonly (readonly string[])[]): readonly string[] {
  const common = found[0]?.find((label) => found.every((labels) => labels.includes(label)));
  if (common !== undefined) return [common];
  return [...new Set(found.flatMap((labels) => labels.slice(0, 1)))];
}
