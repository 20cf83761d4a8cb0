import { type Expr, metricNames, parse, valueType, walk } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import { checkStage } from '../stages/check.ts';

export interface AcceptedQuery {
  readonly outcome: 'accepted';
  /** Repaired where that was certain. */
  readonly expr: Expr;
  readonly promql: string;
  readonly windowSeconds?: number;
}

export interface RejectedModelQuery {
  readonly outcome: 'rejected';
  /** In the checker's words, the gravest first. */
  readonly objections: readonly string[];
}

/** A model is held to more than a person: nothing that the checker calls an error, and nothing that reads everything. */
export function acceptQuery(promql: string, snapshot: CatalogSnapshot): AcceptedQuery | RejectedModelQuery {
  const parsed = parse(promql);
  if (!parsed.ok) return rejected([`It is not valid PromQL: ${parsed.error.message}`]);
  const { expr } = parsed;
  if (metricNames(expr).length === 0) return rejected(['It reads no metric of this installation.']);
  const type = valueType(expr);
  if (type !== 'vector' && type !== 'scalar') return rejected(['It must give an instant vector or a number.']);
  const { result } = checkStage({ expr, planner: 'model' }, { snapshot });
  const objections = result.findings
    .filter(
      ({ severity, code, repaired }) => repaired !== true && (severity === 'error' || code === 'selects-everything'),
    )
    .map(({ message }) => message);
  if (result.outcome === 'rejected') return rejected([result.message, ...objections]);
  if (objections.length > 0) return rejected(objections);
  const windowSeconds = longestRange(result.expr);
  return {
    outcome: 'accepted',
    expr: result.expr,
    promql: result.promql,
    ...(windowSeconds > 0 && { windowSeconds }),
  };
}

function rejected(objections: readonly string[]): RejectedModelQuery {
  return { outcome: 'rejected', objections: [...new Set(objections)] };
}

function longestRange(expr: Expr): number {
  let longest = 0;
  walk(expr, (node) => {
    if (node.type === 'MatrixSelector' || node.type === 'Subquery') longest = Math.max(longest, node.rangeMs / 1000);
  });
  return longest;
}
