import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import { isOfAll } from './across-families.ts';

/** Measures that every service may have, each under metrics of its own. */
const OF_SERVICES = /^(?:http|grpc|opentelemetry)/;

/** Says so where an answer about all services is one about some. */
export function coverageNotices(
  families: readonly Binding[],
  snapshot: CatalogSnapshot,
): { readonly notices?: readonly string[] } {
  const isOfServices = families.every(({ measure }) => OF_SERVICES.test(measure.subject ?? ''));
  const [beside, covered] = isOfServices ? servicesBeside(families, snapshot) : [[], []];
  if (beside.length === 0 || covered.length === 0) return {};
  return {
    notices: [
      `This covers ${listOf(covered)} only. ${listOf(beside)} ${beside.length === 1 ? 'records' : 'record'} it under other metrics or not at all: ask for ${beside.length === 1 ? 'it' : 'one of them'} by name.`,
    ],
  };
}

function listOf(names: readonly string[]): string {
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
    ({ name, metrics }) => !INFRASTRUCTURE.test(name) && metrics.some((metric) => SERVES.test(metric)),
  );
  const names = (isCovered: boolean) =>
    serving
      .filter(({ name }) => has.has(name) === isCovered)
      .map(({ name }) => name)
      .sort();
  return [names(false), names(true)];
}

const INFRASTRUCTURE =
  /exporter|prometheus|alertmanager|grafana|blackbox|cadvisor|kubelet|kube-|node$|nginx|ingress|coredns|etcd/;
/** Families by which a program tells of what it serves. */
const SERVES = /request|rpc|grpc|http|queries|handled|calls/;

function servicesOf(metric: string, snapshot: CatalogSnapshot): readonly string[] {
  const family = [...(snapshot.families.get(metric)?.services ?? [])];
  return family.length > 0
    ? family
    : (snapshot.families.get(metric.replace(/_(?:bucket|count|sum)$/, ''))?.services ?? []);
}
