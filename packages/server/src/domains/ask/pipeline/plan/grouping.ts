import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { Understanding } from '../understand/understand.ts';
import { type Grouping, NATURAL } from './lift.ts';
import { isTargetLabel } from './selectors.ts';

/** Decides how series are merged when a measure is read: by what was asked, by what it is told apart by, or not at all. */
export function chooseGrouping(binding: Binding, understanding: Understanding, snapshot: CatalogSnapshot): Grouping {
  const { measure, groups } = binding;
  const { shape } = understanding;
  if (measure.expr.type === 'Aggregate' && measure.expr.op === 'count' && groups.length === 0)
    return by(ranksCounted(binding, understanding) ? entityOf(binding) : (measure.keys ?? []));
  if (shape.howMany && countsThings(binding, understanding))
    return measure.keys && !isInfo(binding) ? by(measure.keys) : NATURAL;
  if (groups.length > 0) return by(askedGroups(binding, understanding));
  if (listsThings(binding, understanding)) return NATURAL;
  if (shape.overall && measure.holds !== undefined) return measure.keys ? by(measure.keys) : NATURAL;
  const tellsThings =
    understanding.superlative !== undefined || (shape.entities && understanding.threshold !== undefined);
  if (shape.overall) return by(tellsThings ? entityOf(binding) : []);
  if (measure.keys && isTotalOf(binding, understanding)) return by(entityOf(binding));
  if (measure.keys) return by(anyPart(binding, understanding) ? measure.keys : entityKeys(binding, measure.keys));
  return ungrouped(binding, understanding, snapshot);
}

/** "which team has the most alerts firing": the number of each is what ranks them. */
function ranksCounted({ measure, entityLabel }: Binding, { superlative, shape }: Understanding): boolean {
  const isRanked = superlative !== undefined || shape.ranking !== undefined;
  return isRanked && entityLabel !== undefined && measure.keys?.length === 0;
}

function by(labels: readonly string[]): Grouping {
  return { kind: 'by', labels };
}

function entityOf({ entityLabel }: Binding): readonly string[] {
  return entityLabel ? [entityLabel] : [];
}

/** "how many pods are not ready": the things are counted, so they stay apart. */
function countsThings(binding: Binding, { threshold }: Understanding): boolean {
  const { measure } = binding;
  return measure.holds !== undefined || threshold !== undefined || measure.unit === 'bool' || isInfo(binding);
}

function isInfo({ measure }: Binding): boolean {
  return measure.metrics.every((metric) => metric.endsWith('_info'));
}

/** "who is still on kubelet 1.28": the things that have what is told of all, and not their number. */
function listsThings(binding: Binding, { shape }: Understanding): boolean {
  const { filters, measure } = binding;
  return isInfo(binding) && shape.entities && filters.some(({ label }) => measure.keys?.includes(label));
}

function askedGroups(binding: Binding, { shape }: Understanding): readonly string[] {
  const { measure, groups } = binding;
  const { keys } = measure;
  // "the kubelet version of each node": the version is what is told.
  if (isInfo(binding) && keys && !groups.some((label) => keys.includes(label)))
    return [...groups, ...keys.filter((label) => !isTargetLabel(label))];
  // "each container" means the container with what locates it, "each namespace" the namespace alone.
  if (shape.individually && keys && groups.every((label) => keys.includes(label)))
    return keys.slice(0, Math.max(...groups.map((label) => keys.indexOf(label))) + 1);
  return withHost(groups, measure.labels);
}

/** Labels of things that every host numbers or names anew. */
const HOST_LOCAL = new Set(['device', 'mountpoint', 'fstype', 'cpu', 'interface', 'chip', 'sensor', 'mode']);

/** Numbers that each of these starts anew. */
const PARENTS: Readonly<Record<string, readonly string[]>> = { partition: ['consumergroup', 'topic'] };

function withParents(label: string, labels: ReadonlySet<string>): readonly string[] {
  return [...(PARENTS[label] ?? []).filter((parent) => labels.has(parent)), label];
}

/** Things on a host are told apart only together with their host. */
function withHost(groups: readonly string[], labels: ReadonlySet<string>): readonly string[] {
  const isLocal = groups.some((label) => HOST_LOCAL.has(label));
  return isLocal && labels.has('instance') && !groups.includes('instance') ? ['instance', ...groups] : groups;
}

/** "which namespaces are above 90 % of a quota": one of their parts is enough, where an average hides it. */
function anyPart({ measure, entityLabel }: Binding, { threshold }: Understanding): boolean {
  const isTold = entityLabel !== undefined && measure.keys?.includes(entityLabel) === true;
  return isTold && threshold !== undefined && measure.combine === 'avg';
}

function isTotalOf({ measure, phrase, unexplained }: Binding, { shape }: Understanding): boolean {
  const isLeft = unexplained.some(({ stem }) => stem === 'total' || stem === 'sum');
  const isOwnName = !isLeft && phrase.some((stem) => stem === 'total' || stem === 'sum');
  return shape.aggregators.includes('sum') && !isOwnName && measure.unit !== 'bool';
}

/** Labels of which each value has many targets. */
const COARSE = new Set(['job', 'service', 'app', 'application', 'namespace', 'cluster', 'region', 'env']);

/** "which database" of a measure whose entities are instances asks for databases. */
function entityKeys(binding: Binding, keys: readonly string[]): readonly string[] {
  const { entityLabel, measure, filters } = binding;
  if (!entityLabel) return keys;
  // Keys go from the whole to its parts, so what stands before the entity locates it.
  if (keys.includes(entityLabel)) return keys.slice(0, keys.indexOf(entityLabel) + 1);
  const isTarget = isTargetLabel(entityLabel);
  const isPinned = filters.some((filter) => keys.includes(filter.label));
  if (isPinned) return isTarget && measure.labels.has('namespace') ? ['namespace', entityLabel] : [entityLabel];
  if (!isTarget) return withParents(entityLabel, measure.labels);
  if (COARSE.has(entityLabel) && keys.every((key) => isTargetLabel(key))) return [entityLabel];
  if (keys.some(isTargetLabel)) return keys;
  // "which containers, and for what reason": what the measure tells apart is told of each.
  const place = ['namespace', 'pod'].filter((label) => measure.labels.has(label) && label !== entityLabel);
  return [...place, entityLabel, ...keys];
}

/** No grouping was asked and nobody wrote down what tells the measure apart. */
function ungrouped(binding: Binding, understanding: Understanding, snapshot: CatalogSnapshot): Grouping {
  const { measure, entityLabel } = binding;
  const entity = by(entityOf(binding));
  const stays = mayStay(binding, understanding);
  switch (measure.kind) {
    case 'histogram':
      return entity;
    case 'summary':
      return NATURAL;
    case 'expression':
      return measure.origin === 'derived' && hasDimensions(binding, snapshot) && !stays ? entity : NATURAL;
    case 'counter':
      if (stays && !hasDimensions(binding, snapshot) && !isApplication(binding)) return NATURAL;
      return entityLabel || isApplication(binding) || binding.outcome ? entity : NATURAL;
    case 'gauge':
      return understanding.shape.aggregators.includes('sum') ||
        (understanding.shape.howMany && isApplication(binding)) ||
        understanding.time.comparison ||
        isAmountAbove(binding, understanding)
        ? entity
        : NATURAL;
  }
}

/** "which queue has more than 100 messages": its parts add up to it. */
function isAmountAbove({ measure, entityLabel }: Binding, { threshold }: Understanding): boolean {
  const isAbove = threshold?.operator === '>' || threshold?.operator === '>=';
  const addsUp = measure.combine === 'sum' && measure.unit !== 'seconds' && measure.unit !== 'timestamp';
  return isAbove && addsUp && entityLabel !== undefined && !isTargetLabel(entityLabel);
}

const IDENTITY =
  /^(?:service|service_name|app|application|env|cluster|region|zone|namespace|currency|server|endpoint|prometheus|metrics_path|exported_.*|controller_.*|.*_uid|uid|le|quantile)$/;

/** Labels beyond the target's own, by which one target has several series. */
function hasDimensions({ measure, filters }: Binding, snapshot: CatalogSnapshot): boolean {
  const filtered = new Set(filters.filter((filter) => filter.op === '=').map((filter) => filter.label));
  return measure.metrics.some((metric) =>
    [...(snapshot.metric(metric)?.labels ?? [])].some(
      ([label, { distinct }]) => distinct > 1 && !isTargetLabel(label) && !IDENTITY.test(label) && !filtered.has(label),
    ),
  );
}

/** Exporters of infrastructure are read target by target, unless a total is asked. */
function mayStay({ measure, filters }: Binding, { shape }: Understanding): boolean {
  if (shape.aggregators.includes('sum')) return false;
  const isOfService = filters.some(({ label }) => /^(?:service|app|application|job|container|namespace)$/.test(label));
  return !isOfService || measure.subject !== undefined;
}

/** What applications measure of themselves is told of all their instances together. */
function isApplication({ measure }: Binding): boolean {
  return measure.subject === undefined || /^(?:http|grpc|app|applications?)/.test(measure.subject);
}
