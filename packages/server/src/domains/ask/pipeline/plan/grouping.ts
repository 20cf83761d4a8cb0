import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { Understanding } from '../understand/understand.ts';
import { type Grouping, isTargetLabel, NATURAL } from './lift.ts';

const HOST_LOCAL = new Set(['device', 'mountpoint', 'fstype', 'cpu', 'interface', 'chip', 'sensor', 'mode']);
const IDENTITY =
  /^(?:service|service_name|app|application|env|cluster|region|zone|namespace|currency|server|endpoint|prometheus|metrics_path|exported_.*|controller_.*|.*_uid|uid)$/;

/** Decides how series are merged when a measure is read. */
export function chooseGrouping(binding: Binding, understanding: Understanding, snapshot: CatalogSnapshot): Grouping {
  const { measure, groups } = binding;
  const { shape } = understanding;
  if (measure.expr.type === 'Aggregate' && measure.expr.op === 'count' && groups.length === 0)
    return by(measure.keys ?? []);
  if (
    shape.howMany &&
    (measure.holds ||
      understanding.threshold ||
      measure.unit === 'bool' ||
      measure.metrics.every((metric) => metric.endsWith('_info')))
  )
    return measure.keys && !measure.metrics.every((metric) => metric.endsWith('_info')) ? by(measure.keys) : NATURAL;
  if (groups.length > 0 && shape.individually && measure.keys && groups.every((label) => measure.keys?.includes(label)))
    // "each container" means the container with what locates it, "each namespace" the namespace alone.
    return by(measure.keys.slice(0, Math.max(...groups.map((label) => measure.keys?.indexOf(label) ?? 0)) + 1));
  if (groups.length > 0) return by(withHost(groups, binding));
  if (shape.overall) return by(understanding.superlative && binding.entityLabel ? [binding.entityLabel] : []);
  if (
    measure.keys &&
    shape.aggregators.includes('sum') &&
    !binding.phrase.some((stem) => stem === 'total' || stem === 'sum') &&
    measure.unit !== 'bool'
  )
    return by(entityOf(binding));
  if (measure.keys) return by(entityKeys(binding, measure.keys));
  if (measure.kind === 'expression')
    return measure.origin === 'derived' && hasDimensions(binding, snapshot) && !mayStay(binding, understanding)
      ? by(entityOf(binding))
      : NATURAL;
  if (measure.kind === 'histogram') return by(entityOf(binding));
  if (measure.kind === 'summary') return NATURAL;
  if (measure.kind === 'counter')
    return mayStay(binding, understanding) && !hasDimensions(binding, snapshot) && !isApplication(binding)
      ? NATURAL
      : (understandingWants(binding) ?? (isApplication(binding) || binding.outcome ? by(entityOf(binding)) : NATURAL));
  if (shape.aggregators.includes('sum') || understanding.time.comparison) return by(entityOf(binding));
  const above = understanding.threshold?.operator === '>' || understanding.threshold?.operator === '>=';
  if (
    above &&
    binding.entityLabel &&
    measure.combine === 'sum' &&
    !isTargetLabel(binding.entityLabel) &&
    measure.unit !== 'seconds' &&
    measure.unit !== 'timestamp'
  )
    return by([binding.entityLabel]);
  return NATURAL;
}

function by(labels: readonly string[]): Grouping {
  return { kind: 'by', labels };
}

function entityOf(binding: Binding): readonly string[] {
  return binding.entityLabel ? [binding.entityLabel] : [];
}

/** "which database" of a measure whose entities are instances asks for databases. */
function entityKeys(binding: Binding, keys: readonly string[]): readonly string[] {
  const { entityLabel } = binding;
  if (!entityLabel) return keys;
  // Keys go from the whole to its parts, so what stands before the entity locates it.
  if (keys.includes(entityLabel)) return keys.slice(0, keys.indexOf(entityLabel) + 1);
  const pinned = binding.filters.some((filter) => keys.includes(filter.label));
  if (pinned)
    return binding.measure.labels.has('namespace') && isTargetLabel(entityLabel)
      ? ['namespace', entityLabel]
      : [entityLabel];
  if (!isTargetLabel(entityLabel)) return [entityLabel];
  // "which containers, and for what reason": what the measure tells apart is told of each.
  const place = keys.some(isTargetLabel)
    ? []
    : ['namespace', 'pod'].filter((label) => binding.measure.labels.has(label) && label !== entityLabel);
  return keys.some(isTargetLabel) ? keys : [...place, entityLabel, ...keys];
}

function understandingWants(binding: Binding): Grouping | undefined {
  return binding.entityLabel ? by([binding.entityLabel]) : undefined;
}

/** Things on a host are told apart only together with their host. */
function withHost(groups: readonly string[], binding: Binding): readonly string[] {
  const local = groups.some((label) => HOST_LOCAL.has(label));
  return local && binding.measure.labels.has('instance') && !groups.includes('instance')
    ? ['instance', ...groups]
    : groups;
}

/** Labels beyond the target's own, by which one target has several series. */
function hasDimensions(binding: Binding, snapshot: CatalogSnapshot): boolean {
  const filtered = new Set(binding.filters.filter((filter) => filter.op === '=').map((filter) => filter.label));
  return binding.measure.metrics.some((metric) =>
    [...(snapshot.metric(metric)?.labels ?? [])].some(
      ([label, facts]) =>
        facts.distinct > 1 &&
        !isTargetLabel(label) &&
        !IDENTITY.test(label) &&
        !filtered.has(label) &&
        label !== 'le' &&
        label !== 'quantile',
    ),
  );
}

/** Exporters of infrastructure are read target by target, unless a total is asked. */
function mayStay(binding: Binding, understanding: Understanding): boolean {
  if (understanding.shape.aggregators.includes('sum')) return false;
  return (
    !binding.filters.some((filter) => /^(?:service|app|application|job|container|namespace)$/.test(filter.label)) ||
    binding.measure.subject !== undefined
  );
}

function isApplication(binding: Binding): boolean {
  return binding.measure.subject === undefined || /^(?:http|grpc|app|applications?)/.test(binding.measure.subject);
}
