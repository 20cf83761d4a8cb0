import { stemmer } from 'stemmer';
import type { Understanding } from '../understand/understand.ts';
import { escapeRegex } from './filters.ts';
import type { Ground } from './ground.ts';
import { EXCLUDED_BY } from './label-order.ts';
import type { Measure } from './measure.ts';
import { valuesOf } from './measure-values.ts';
import type { MatcherSpec } from './outcomes.ts';
import { splitName } from './vocabulary.ts';

/** Values of one label become alternatives; a negated word becomes an exclusion. */
export function mergeFilters(filters: readonly MatcherSpec[], understanding: Understanding): MatcherSpec[] {
  // "excluding 404s"
  const negated = new Set(understanding.negatedWords.flatMap((word) => [word, word.replace(/s$/, '')]));
  const isNegated = ({ value }: MatcherSpec) =>
    negated.has(value.toLowerCase()) || [...negated].some((word) => isVersionOf(word, value));
  const seen = new Set<string>();
  const distinct = filters.filter(({ label, value }) => {
    const key = `${label}\0${value}`;
    return !seen.has(key) && seen.add(key);
  });
  const byLabel = Map.groupBy(distinct, (filter) => filter.label);
  return [...byLabel].flatMap(([label, group]) => [
    ...alternatives(
      label,
      group.filter((filter) => !isNegated(filter)),
      false,
    ),
    ...alternatives(label, group.filter(isNegated), true),
  ]);
}

/** "not on 1.29" of `v1.29.3`, or of the pattern of several. */
function isVersionOf(word: string, value: string): boolean {
  return (
    /^v?\d+(?:\.\d+)+$/.test(word) &&
    new RegExp(`^[a-z]*${escapeRegex(word.replace(/^v/, ''))}(?!\\d)`).test(value.replaceAll('\\', ''))
  );
}

function alternatives(label: string, filters: readonly MatcherSpec[], negated: boolean): MatcherSpec[] {
  const [first] = filters;
  if (!first) return [];
  if (filters.length === 1)
    return [negated ? { label, op: first.op === '=' ? '!=' : '!~', value: first.value } : first];
  const value = filters.map((filter) => (filter.op === '=' ? escapeRegex(filter.value) : filter.value)).join('|');
  return [{ label, op: negated ? '!~' : '=~', value, alternatives: filters.length }];
}

/** "not ready", "no free …": a state is negated, nothing is left out. */
const STATE_WORD =
  /^(?:ready|running|up|down|active|healthy|available|bound|used|free|idle|open|any|all|metrics?|data)$/;

/** "not actuator", "excluding healthz": values that contain the word are left out. A whole value is a mention already. */
export function exclusions(understanding: Understanding, measure: Measure, ground: Ground): MatcherSpec[] {
  return understanding.negatedWords.flatMap((word): MatcherSpec[] => {
    if (word.length < 3 || STATE_WORD.test(word)) return [];
    for (const label of EXCLUDED_BY) {
      if (!measure.labels.has(label)) continue;
      const values = valuesOf(label, measure, ground);
      if (values.some((value) => value.toLowerCase() === word)) return [];
      if (values.some((value) => value.toLowerCase().includes(word)))
        return [{ label, op: '!~', value: `.*${escapeRegex(word)}.*` }];
      // "streaming" of `server_stream`
      const alike = values.filter((value) => ground.vocabulary.stems(splitName(value)).includes(stemmer(word)));
      const [only] = alike;
      if (only !== undefined && alike.length < values.length)
        return [
          alike.length === 1
            ? { label, op: '!=', value: only }
            : { label, op: '!~', value: alike.map(escapeRegex).join('|') },
        ];
    }
    return [];
  });
}
