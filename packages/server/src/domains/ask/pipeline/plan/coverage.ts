import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { Measure } from '../ground/measure.ts';
import { isOfAll } from './across-families.ts';
import { isInfrastructure } from './infrastructure.ts';

/** Measures that every service may have, each under metrics of its own. */
const OF_SERVICES = /^(?:http|grpc|opentelemetry)/;
/** The same, derived from what a service calls them. */
const SIGNAL = /^(?:requests|latency|error rate|5xx)$/;

function isOfServices({ subject = '', origin, title }: Measure): boolean {
  return OF_SERVICES.test(subject) || (origin === 'derived' && SIGNAL.test(title));
}

/** Says so where an answer about all services is one about some. */
export function coverageNotices(
  families: readonly Binding[],
  snapshot: CatalogSnapshot,
): { readonly notices?: readonly string[] } {
  const isAsked = families.every(({ measure }) => isOfServices(measure));
  const [beside, covered] = isAsked ? servicesBeside(families, snapshot) : [[], []];
  return beside.length === 0 || covered.length === 0 ? {} : { notices: [coversOnly(covered, beside)] };
}

/** What an answer is about, and what else would have been. */
export function coversOnly(covered: readonly string[], beside: readonly string[]): string {
  const isOne = beside.length === 1;
  return `This covers ${listOf(covered)} only. ${listOf(beside)} ${isOne ? 'records' : 'record'} it under other metrics or not at all: ask for ${isOne ? 'it' : 'one of them'} by name.`;
}

/** "a, b and c" */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * Services of which the measures have nothing, and those of which they have something; without the exporters, sorted. Both are empty
 * when programs are named, since nothing else was asked.
 */
function servicesBeside(
  families: readonly Binding[],
  snapshot: CatalogSnapshot,
): readonly [beside: readonly string[], covered: readonly string[]] {
  if (!families.every(isOfAll)) return [[], []];
  const has = new Set(
    families.flatMap(({ measure }) => measure.metrics.flatMap((metric) => servicesOf(metric, snapshot))),
  );
  const serving = snapshot.services.filter(
    ({ name, metrics }) => !isInfrastructure(name) && metrics.some((metric) => SERVES.test(metric)),
  );
  const names = (isCovered: boolean) =>
    serving
      .filter(({ name }) => has.has(name) === isCovered)
      .map(({ name }) => name)
      .sort();
  return [names(false), names(true)];
}

/** Families by which a program tells of what it serves. */
const SERVES = /request|rpc|grpc|http|queries|handled|calls/;

function servicesOf(metric: string, snapshot: CatalogSnapshot): readonly string[] {
  const family = [...(snapshot.families.get(metric)?.services ?? [])];
  return family.length > 0
    ? family
    : (snapshot.families.get(metric.replace(/_(?:bucket|count|sum)$/, ''))?.services ?? []);
}
