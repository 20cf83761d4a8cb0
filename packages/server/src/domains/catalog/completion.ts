import type { completion } from '@locum/contracts';
import type { z } from 'zod';
import type { CatalogView } from './catalog-view.ts';
import { listFamilies } from './listing.ts';
import type { CatalogSnapshot, MetricFamily, ServiceIdentity } from './snapshot.ts';

export type Completion = z.infer<typeof completion>;

/**
 * Completions of the last word of `text`: services first, then metrics, labels and values.
 * Before them up to two whole questions that say what was typed so far; only questions when nothing is typed.
 */
export function complete(snapshot: CatalogSnapshot, text: string, limit: number): readonly Completion[] {
  if (text.trim() === '')
    return suggestQuestions(snapshot, limit).map((question) => ({ text: question, kind: 'question' }));
  const word = lastWordOf(text);
  if (word.length < 2) return [];
  const found = [
    ...questionsSaying(snapshot, text).map((question): Completion => ({ text: question, kind: 'question' })),
    ...rank(snapshot.services, ({ name }) => name, word).map(toServiceCompletion),
    ...rank([...snapshot.families.values()], ({ name }) => name, word).map(toMetricCompletion),
    ...completeLabels(snapshot, word),
  ];
  // A name may be a service and a label's value: the first reading is the likelier one.
  const distinct = new Map(found.toReversed().map((entry) => [entry.text, entry]));
  return found.filter((entry) => distinct.get(entry.text) === entry).slice(0, limit);
}

const MOST_QUESTIONS = 2;

/** Questions with a word for each that was typed, but for those that say nothing. */
function questionsSaying(snapshot: CatalogSnapshot, text: string): readonly string[] {
  const typed = wordsOf(text).filter((word) => !/^(?:the|an?|is|are|me|show|what|which|how)$/.test(word));
  if (typed.length === 0) return [];
  return suggestQuestions(snapshot, Number.POSITIVE_INFINITY)
    .filter((question) => {
      const said = wordsOf(question);
      return typed.every((start) => said.some((word) => word.startsWith(start)));
    })
    .slice(0, MOST_QUESTIONS);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

const SHORTEST_MEANING = 3;
/** So many are choice enough: more would be about less. */
const FEW = 3;

/** As `complete`, and where that is little, metrics that the word is about: `lat` finds what lasts, whatever it is named. */
export async function completeByMeaning(
  view: CatalogView,
  text: string,
  limit: number,
): Promise<readonly Completion[]> {
  const completions = complete(view.snapshot, text, limit);
  const word = lastWordOf(text);
  if (completions.length >= Math.min(limit, FEW) || word.length < SHORTEST_MEANING) return completions;
  const { items } = await listFamilies(view, { search: word, limit });
  const known = new Set(completions.map((completion) => completion.text));
  const more = items.filter(({ name }) => !known.has(name)).map(toMetricCompletion);
  return [...completions, ...more].slice(0, limit);
}

function lastWordOf(text: string): string {
  return /[^\s"'`,;?!()]*$/.exec(text)?.[0].toLowerCase() ?? '';
}

/** Those that begin with the word, then those that have a part beginning with it; the shortest first. */
function rank<T>(items: readonly T[], nameOf: (item: T) => string, word: string): readonly T[] {
  const scored = items.flatMap((item) => {
    const name = nameOf(item).toLowerCase();
    if (name.startsWith(word)) return [{ item, score: name.length }];
    return name.split(/[^a-z0-9]+/).some((part) => part.startsWith(word)) ? [{ item, score: 1_000 + name.length }] : [];
  });
  return scored
    .sort((left, right) => left.score - right.score)
    .slice(0, 50)
    .map(({ item }) => item);
}

function toServiceCompletion({ name, metrics }: ServiceIdentity): Completion {
  return { text: name, kind: 'service', detail: `${metrics.length} metrics` };
}

function toMetricCompletion({ name, type, help }: Pick<MetricFamily, 'name' | 'type' | 'help'>): Completion {
  return { text: name, kind: 'metric', detail: help === '' ? type : `${type}: ${help}` };
}

function completeLabels(snapshot: CatalogSnapshot, word: string): readonly Completion[] {
  const labels = new Map<string, number>();
  const values = new Map<string, string>();
  for (const family of snapshot.families.values()) {
    for (const [label, facts] of family.labels) {
      if (label.toLowerCase().startsWith(word)) labels.set(label, (labels.get(label) ?? 0) + 1);
      // Values of a label with many are ids and addresses.
      if (facts.distinct > 50) continue;
      for (const value of facts.values) if (value.toLowerCase().startsWith(word)) values.set(value, label);
    }
  }
  return [
    ...[...labels].sort((left, right) => right[1] - left[1]).map(([text]): Completion => ({ text, kind: 'label' })),
    ...[...values]
      .sort((left, right) => left[0].length - right[0].length)
      .map(([text, label]): Completion => ({ text, kind: 'value', detail: label })),
  ];
}

/** Nobody's first question is about what watches. */
const MONITORING = new Set(['prometheus', 'alertmanager', 'grafana', 'node', 'blackbox', 'cadvisor', 'kubelet']);

/** The services that do the work, without those that watch it. */
export function mostlyAskedServices({ services }: Pick<CatalogSnapshot, 'services'>): readonly ServiceIdentity[] {
  return services.filter(({ name }) => !MONITORING.has(name));
}

/** Questions that this installation has the metrics for, about its own services. */
export function suggestQuestions(snapshot: CatalogSnapshot, limit: number): readonly string[] {
  const questions: string[] = [];
  const named = mostlyAskedServices(snapshot);
  const timed = named.filter((service) => hasFamily(snapshot, service, isRequestDuration)).slice(0, 2);
  const counted = named.filter((service) => hasFamily(snapshot, service, isRequestCount)).slice(0, 2);
  for (const { name } of counted) questions.push(`What is the error rate of ${name}?`);
  for (const { name } of timed) questions.push(`p95 latency of ${name} over the last hour`);
  for (const { name } of counted) questions.push(`Requests per second of ${name}, now and an hour ago`);
  if (snapshot.families.has('node_cpu_seconds_total')) questions.push('Which host uses the most CPU?');
  if (snapshot.families.has('node_filesystem_avail_bytes')) questions.push('When will the disks be full?');
  if (snapshot.families.has('container_memory_working_set_bytes')) questions.push('Top 5 containers by memory');
  if (snapshot.families.has('up')) questions.push('Which targets are down?');
  if (snapshot.families.has('ALERTS')) questions.push('Which alerts are firing?');
  return questions.slice(0, limit);
}

function hasFamily(
  snapshot: CatalogSnapshot,
  { name, metrics }: ServiceIdentity,
  isWanted: (family: MetricFamily) => boolean,
): boolean {
  return metrics.some((metric) => {
    const family = snapshot.families.get(metric);
    return family !== undefined && isOwnWork(family, name) && isWanted(family);
  });
}

/** Whether a family counts the work of this service, and not what its exporter or runtime does beside it. */
function isOwnWork({ name }: MetricFamily, service: string): boolean {
  return /^(http|grpc|rpc|requests?)_/.test(name) || name.startsWith(`${service.replaceAll('-', '_')}_`);
}

function isRequestDuration({ name, type }: MetricFamily): boolean {
  const isTimed = type === 'histogram' || type === 'native_histogram' || type === 'summary';
  return isTimed && /(request|server|handling|rpc).*(duration|latency|seconds)/.test(name);
}

function isRequestCount({ name, type, labels }: MetricFamily): boolean {
  const hasStatus = [...labels.keys()].some((label) =>
    /^(status|code|grpc_code|http_status_code|status_code)$/.test(label),
  );
  return type === 'counter' && hasStatus && /(request|handled)/.test(name);
}
