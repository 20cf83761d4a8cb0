import { build } from '@locum/promql';
import { byGroups, type Composed, type Composition } from './composed.ts';
import { applyCondition, parseHolds } from './conditions.ts';
import { type Grouping, NATURAL } from './lift.ts';
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

const BY_NUMBER =
  /\b(?:(?:most|fewest|least)|(?:biggest|highest|largest|greatest|lowest|smallest) (?:number|count) of) [a-z]/;

/** "which namespace has the most pods not ready": those of which it is true, counted for each namespace. */
export function rankByNumber({ binding, understanding, decision }: Composition): Composed | undefined {
  const { entityLabel, measure } = binding;
  const { shape, superlative, question } = understanding;
  const ranking = shape.ranking ?? superlative;
  if (!ranking || !entityLabel || measure.keys?.at(-1) === entityLabel || !BY_NUMBER.test(question)) return undefined;
  const condition = measure.holds === undefined ? undefined : parseHolds(measure.holds);
  // A series is there while its state lasts.
  const isState = measure.unit === 'bool' && measure.expr.type === 'VectorSelector' && measure.matched.size > 0;
  if (!condition && !isState) return undefined;
  const grouping: Grouping = measure.keys ? { kind: 'by', labels: withLabel(measure.keys, entityLabel) } : NATURAL;
  const each = readMeasure({ ...decision.read, grouping });
  if (isUnreadable(each)) return undefined;
  const holding = condition ? applyCondition(each.expr, condition) : each.expr;
  const number = build.aggregate('count', holding, { kind: 'by', labels: [entityLabel] });
  return {
    expr: build.aggregate(
      ranking.direction === 'top' ? 'topk' : 'bottomk',
      number,
      undefined,
      build.number(ranking.count),
    ),
    unit: 'count',
    kind: 'instant',
    words: `number of ${measure.title} by ${entityLabel}`,
    others: [],
  };
}

function withLabel(keys: readonly string[], label: string): readonly string[] {
  return keys.includes(label) ? keys : [label, ...keys];
}
