import { stemmer } from 'stemmer';
import { escapeRegex } from './filters.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import { valuesOf } from './measure-values.ts';
import { CODE_LABELS } from './outcome-labels.ts';
import type { MatcherSpec } from './outcomes.ts';
import { splitName } from './vocabulary.ts';

/** Labels whose values are addresses and identifiers: a word in them says nothing. */
const UNTOLD =
  /^(?:instance|job|namespace|node|container|pod|env|cluster|id|uid|image|container_id|le|quantile|__name__|server|.*_ip|.*version.*|.*hash.*)$/;
const MOST_VALUES = 100;
const MOST_HITS = 5;

/**
 * A word that is part of a value: "refund" of `/api/v1/refunds`, "settlement" of `settlementExecutor`. Nothing when no value
 * has it, or all have.
 */
export function filterByWord(word: string, measure: Measure, ground: Ground): MatcherSpec | undefined {
  const code = /^([1-5]\d\d)s?$/.exec(word)?.[1];
  if (code !== undefined) return filterByCode(code, measure, ground);
  const stem = stemmer(word);
  const hasWord = (value: string) =>
    splitName(value)
      .split(/[^a-z0-9]+/)
      .some((part) => part.length >= 4 && stemmer(part) === stem);
  for (const label of measure.labels) {
    if (UNTOLD.test(label) || measure.fixed.has(label)) continue;
    const all = valuesOf(label, measure, ground);
    if (all.length > MOST_VALUES) continue;
    const hits = all.filter(hasWord);
    const [only] = hits;
    const tellsNothing = hits.length === all.length && all.length > 1;
    if (only === undefined || tellsNothing || hits.length > MOST_HITS) continue;
    return hits.length === 1
      ? { label, op: '=', value: only }
      : { label, op: '=~', value: hits.map(escapeRegex).join('|') };
  }
  return undefined;
}

/** A status that nothing has at the moment: "404s" where others are counted. */
function filterByCode(code: string, measure: Measure, ground: Ground): MatcherSpec | undefined {
  const label = CODE_LABELS.find(
    (each) => measure.labels.has(each) && valuesOf(each, measure, ground).some((value) => /^[1-5]\d\d$/.test(value)),
  );
  return label === undefined || measure.matched.has(label) ? undefined : { label, op: '=', value: code };
}
