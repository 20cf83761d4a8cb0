import type { Expr } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import { labelsIn } from './selectors.ts';

/** By which labels the sides of an operation match, where their series are labelled differently; nothing where all match as they are. */
export function sharedLabels(
  expr: Extract<Expr, { type: 'Binary' }>,
  snapshot: CatalogSnapshot,
): readonly string[] | undefined {
  const left = sides(expr.left, snapshot);
  const right = sides(expr.right, snapshot);
  if (!left || !right || sameShape(left, right)) return undefined;
  return [...left.labels].filter(
    (label) => right.labels.has(label) && !left.fixed.has(label) && !right.fixed.has(label),
  );
}

interface Side {
  readonly labels: ReadonlySet<string>;
  readonly fixed: ReadonlyMap<string, string>;
}

/** Labels of the series a side yields, and those its own matchers pin; nothing for scalars and aggregations. */
function sides(expr: Expr, snapshot: CatalogSnapshot): Side | undefined {
  if (expr.type === 'Paren' || expr.type === 'Unary') return sides(expr.expr, snapshot);
  if (expr.type === 'VectorSelector') {
    return {
      labels: labelsIn(expr, snapshot),
      fixed: new Map(
        expr.matchers.filter((matcher) => matcher.op === '=').map((matcher) => [matcher.label, matcher.value]),
      ),
    };
  }
  if (expr.type === 'Binary') {
    const left = sides(expr.left, snapshot);
    const right = sides(expr.right, snapshot);
    if (!left || !right) return left ?? right;
    return sameShape(left, right)
      ? left
      : { labels: new Set([...left.labels].filter((label) => right.labels.has(label))), fixed: new Map() };
  }
  return undefined;
}

function sameShape(a: Side, b: Side): boolean {
  if (a.labels.size !== b.labels.size) return false;
  for (const label of a.labels) if (!b.labels.has(label) || a.fixed.get(label) !== b.fixed.get(label)) return false;
  return true;
}
