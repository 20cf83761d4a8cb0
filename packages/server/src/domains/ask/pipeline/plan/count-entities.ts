import { build } from '@locum/promql';
import { byGroups, type Composed, type Composition } from './composed.ts';
import { applyCondition, parseHolds } from './conditions.ts';
import { readMeasure } from './read-measure.ts';
import { isUnreadable } from './reading.ts';
import { withModifiers } from './selectors.ts';

/** "how many instances expose http_requests_total": entities are counted, whatever the metric says of them. */
export function countEntities({ binding, understanding, decision }: Composition): Composed | undefined {
  const { entityLabel, measure, groups } = binding;
  if (!binding.namedOutright || !understanding.shape.howMany || measure.expr.type !== 'VectorSelector')
    return undefined;
  if (!entityLabel || groups.includes(entityLabel) || measure.holds || understanding.threshold) return undefined;
  const selector = withModifiers(build.selector(measure.metrics[0] ?? measure.expr.name), decision.lift);
  const each = build.aggregate('group', selector, { kind: 'by', labels: [...groups, entityLabel] });
  return {
    expr: build.aggregate('count', each, byGroups(binding)),
    unit: 'count',
    kind: 'instant',
    words: `number of distinct ${entityLabel} with ${measure.title}`,
    others: [],
  };
}

const BY_NUMBER = /\b(?:most|fewest|least) [a-z]/;

/** "which namespace has the most pods not ready": the pods of which it is true, counted for each namespace. */
export function rankByNumber(composition: Composition): Composed | undefined {
  const { binding, understanding, decision } = composition;
  const { entityLabel, measure } = binding;
  const condition = measure.holds === undefined ? undefined : parseHolds(measure.holds);
  const isRanked = understanding.superlative !== undefined || understanding.shape.ranking !== undefined;
  if (!condition || !entityLabel || !isRanked || !BY_NUMBER.test(understanding.question)) return undefined;
  if (!measure.keys || measure.keys.at(-1) === entityLabel) return undefined;
  const each = readMeasure({
    ...decision.read,
    grouping: { kind: 'by', labels: withLabel(measure.keys, entityLabel) },
  });
  if (isUnreadable(each)) return undefined;
  const { shape, superlative } = understanding;
  const number = build.aggregate('count', applyCondition(each.expr, condition), { kind: 'by', labels: [entityLabel] });
  const { direction, count } = shape.ranking ?? superlative ?? { direction: 'top', count: 1 };
  return {
    expr: build.aggregate(direction === 'top' ? 'topk' : 'bottomk', number, undefined, build.number(count)),
    unit: 'count',
    kind: 'instant',
    words: `number of ${measure.title} by ${entityLabel}`,
    others: [],
  };
}

function withLabel(keys: readonly string[], label: string): readonly string[] {
  return keys.includes(label) ? keys : [label, ...keys];
}
