import { build } from '@locum/promql';
import { byGroups, type Composed, type Composition } from './composed.ts';
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
