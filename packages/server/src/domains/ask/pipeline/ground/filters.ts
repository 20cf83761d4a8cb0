import { stemmer } from 'stemmer';
import type { Understanding } from '../understand/understand.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import type { Mention } from './mentions.ts';
import type { MatcherSpec } from './outcomes.ts';
import type { ValuePlace } from './values.ts';
import { splitName } from './vocabulary.ts';

/** Labels that name whose series they are, the most telling first. */
const SERVICE_PRIORITY = [
  'service',
  'service_name',
  'app',
  'application',
  'job',
  'container',
  'deployment',
  'statefulset',
  'daemonset',
  'consumergroup',
  'topic',
  'namespace',
  'exported_namespace',
  'pod',
  'instance',
];
const NAME_LABELS = [
  'job',
  'service',
  'app',
  'container',
  'deployment',
  'pod',
  'instance',
  'host',
  'path',
  'uri',
  'route',
  'ingress',
  'exported_service',
  'target',
];
const PLACE_LABELS = [
  'uri',
  'route',
  'path',
  'handler',
  'endpoint',
  'url',
  'grpc_method',
  'method',
  'status',
  'code',
  'result',
  'device',
  'mountpoint',
  'fstype',
  'mode',
  'state',
  'datname',
  'namespace',
  'container',
  'pod',
  'job',
  'instance',
  'topic',
  'groupname',
  'name',
];
const STATE_WORD = /^(?:ready|running|up|down|active|healthy|available|bound|used|free|idle|open|any|all)$/;

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether series of the measure carry the label value. */
export function carries(place: ValuePlace, measure: Measure, ground: Ground): boolean {
  return measure.metrics.some((metric) => place.families.has(ground.snapshot.metric(metric)?.family ?? metric));
}

function valuesOf(label: string, measure: Measure, ground: Ground): string[] {
  return [
    ...new Set(measure.metrics.flatMap((metric) => ground.snapshot.metric(metric)?.labels.get(label)?.values ?? [])),
  ];
}

function rank(label: string): number {
  const at = SERVICE_PRIORITY.indexOf(label);
  return at >= 0 ? at + 1 : 0;
}

/** The matcher by which a mentioned thing selects series of the measure; nothing when it has none there. */
export function filterFor(mention: Mention, measure: Measure, ground: Ground): MatcherSpec | undefined {
  const [best] = mention.places
    .filter((place) => !measure.fixed.has(place.label) && carries(place, measure, ground))
    .sort((a, b) => rank(a.label) - rank(b.label));
  if (!best) return nameFilter(mention, measure, ground);
  if (!mention.specific && ground.labelWords.isThingWord(mention.text)) return undefined;
  const whole =
    best.value.toLowerCase() === mention.text || mention.corrected !== undefined || !/:\d+$/.test(best.value);
  return whole
    ? { label: best.label, op: '=', value: best.value }
    : { label: best.label, op: '=~', value: `${escapeRegex(best.value.replace(/:\d+$/, ''))}(:.*)?` };
}

/** A thing that the measure's series name in another way: inside a job, pod, instance or path. */
function nameFilter(mention: Mention, measure: Measure, ground: Ground): MatcherSpec | undefined {
  if (
    !mention.specific &&
    (!mention.service?.identifiedBy.some((identity) => identity.label !== 'container') ||
      ground.labelWords.isThingWord(mention.text))
  )
    return undefined;
  const name = (mention.service?.name ?? mention.text).toLowerCase();
  if ((name.match(/[a-z0-9]/g)?.length ?? 0) < 3) return undefined;
  const pattern = mention.service?.podPatterns.find(
    (candidate) => measure.labels.has(candidate.label) && !measure.fixed.has(candidate.label),
  );
  if (
    pattern &&
    valuesOf(pattern.label, measure, ground).some((value) => new RegExp(`^(?:${pattern.pattern})$`).test(value))
  )
    return { label: pattern.label, op: '=~', value: pattern.pattern };
  const folded = name.split(/[^a-z0-9]+/).join('-');
  for (const label of mention.specific ? [...NAME_LABELS, ...measure.labels] : NAME_LABELS) {
    if (!measure.labels.has(label) || measure.fixed.has(label)) continue;
    const all = valuesOf(label, measure, ground);
    const hits = all.filter((value) =>
      value
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .join('-')
        .includes(folded),
    );
    const [only] = hits;
    if (only === undefined || (hits.length === all.length && all.length > 1)) continue;
    return hits.length === 1 ? { label, op: '=', value: only } : { label, op: '=~', value: `.*${escapeRegex(name)}.*` };
  }
  return undefined;
}

/** Several services in one question: the label by which all of them are told, as alternatives. */
export function filterForServices(
  mentions: readonly Mention[],
  measure: Measure,
  ground: Ground,
): MatcherSpec | undefined {
  if (mentions.length < 2) return undefined;
  for (const label of SERVICE_PRIORITY) {
    if (!measure.labels.has(label) || measure.fixed.has(label)) continue;
    const values = mentions.map(
      (mention) => mention.places.find((place) => place.label === label && carries(place, measure, ground))?.value,
    );
    const known = [...new Set(values.filter((value) => value !== undefined))];
    if (values.every((value) => value !== undefined) && known.length > 1)
      return { label, op: '=~', value: known.map(escapeRegex).join('|'), alternatives: known.length };
  }
  return undefined;
}

export function isServiceLabel(label: string): boolean {
  return SERVICE_PRIORITY.includes(label);
}

/** Values of one label become alternatives; a negated word becomes an exclusion. */
export function mergeFilters(filters: readonly MatcherSpec[], understanding: Understanding): MatcherSpec[] {
  const negated = new Set(understanding.negatedWords);
  const distinct = filters.filter(
    (filter, i) => filters.findIndex((other) => other.label === filter.label && other.value === filter.value) === i,
  );
  const byLabel = Map.groupBy(distinct, (filter) => filter.label);
  return [...byLabel].flatMap(([label, group]) => [
    ...alternatives(
      label,
      group.filter((filter) => !negated.has(filter.value.toLowerCase())),
      false,
    ),
    ...alternatives(
      label,
      group.filter((filter) => negated.has(filter.value.toLowerCase())),
      true,
    ),
  ]);
}

function alternatives(label: string, filters: readonly MatcherSpec[], negated: boolean): MatcherSpec[] {
  const [first] = filters;
  if (!first) return [];
  if (filters.length === 1)
    return [negated ? { label, op: first.op === '=' ? '!=' : '!~', value: first.value } : first];
  const value = filters.map((filter) => (filter.op === '=' ? escapeRegex(filter.value) : filter.value)).join('|');
  return [{ label, op: negated ? '!~' : '=~', value, alternatives: filters.length }];
}

/** "not actuator", "excluding healthz": values that contain the word are left out. */
export function exclusions(understanding: Understanding, measure: Measure, ground: Ground): MatcherSpec[] {
  return understanding.negatedWords.flatMap((word): MatcherSpec[] => {
    if (word.length < 3 || STATE_WORD.test(word)) return [];
    for (const label of PLACE_LABELS) {
      if (!measure.labels.has(label)) continue;
      const values = valuesOf(label, measure, ground);
      if (values.some((value) => value.toLowerCase() === word)) return [];
      if (values.some((value) => value.toLowerCase().includes(word)))
        return [{ label, op: '!~', value: `.*${escapeRegex(word)}.*` }];
    }
    return [];
  });
}

const GENERIC_LABELS =
  /^(?:instance|job|namespace|node|container|pod|env|cluster|id|uid|image|container_id|le|quantile|__name__|server|.*_ip|.*version.*|.*hash.*)$/;

/**
 * A word that is part of a value: "refund" of `/api/v1/refunds`, "settlement" of `settlementExecutor`. Nothing when no value
 * has it, or all have.
 */
export function filterByWord(word: string, measure: Measure, ground: Ground): MatcherSpec | undefined {
  const stem = stemmer(word);
  for (const label of measure.labels) {
    if (GENERIC_LABELS.test(label) || measure.fixed.has(label)) continue;
    const all = valuesOf(label, measure, ground);
    if (all.length > 100) continue;
    const hits = all.filter((value) =>
      splitName(value)
        .split(/[^a-z0-9]+/)
        .some((part) => part.length >= 4 && stemmer(part) === stem),
    );
    const [only] = hits;
    if (only === undefined || (hits.length === all.length && all.length > 1) || hits.length > 5) continue;
    return hits.length === 1
      ? { label, op: '=', value: only }
      : { label, op: '=~', value: hits.map(escapeRegex).join('|') };
  }
  return undefined;
}
