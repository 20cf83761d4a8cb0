import { build, type Expr } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { InfoJoin } from '../ground/info-join.ts';
import type { MatcherSpec } from '../ground/outcomes.ts';
import { withModifiers } from './selectors.ts';

/** A leaf with the labels that an info metric has of its targets: multiplied by 1. Unchanged when nothing is joined. */
export function joinInfo(
  leaf: Expr,
  joined: InfoJoin | undefined,
  context: {
    readonly snapshot: CatalogSnapshot;
    readonly filters: readonly MatcherSpec[];
    readonly offsetMs?: number;
  },
): Expr {
  if (!joined) return leaf;
  const filters = context.filters.filter(({ label }) => joined.labels.includes(label));
  const info = withModifiers(build.selector(joined.metric), { ...context, filters });
  const matching = { kind: 'on' as const, labels: joined.on, group: 'left' as const, include: joined.labels };
  return build.binary('*', leaf, info, { matching });
}
