import type { Expr } from '../ast.ts';
import { print } from '../print.ts';
import { check } from './check.ts';
import type { CheckOptions } from './context.ts';
import type { Finding } from './finding.ts';

export interface Repaired {
  readonly expr: Expr;
  /** The findings whose repairs were applied, in order. */
  readonly applied: readonly Finding[];
  /** What is left to say about the repaired expression. */
  readonly remaining: readonly Finding[];
}

const MOST_REPAIRS = 20;

/** Applies the repairs of errors and warnings one after another until none is left. */
export function repair(expr: Expr, options: CheckOptions = {}): Repaired {
  const applied: Finding[] = [];
  const seen = new Set([print(expr)]);
  let current = expr;
  for (;;) {
    const findings = check(current, options);
    const next = findings.find((finding) => finding.severity !== 'info' && isNew(finding, seen));
    if (next?.repair === undefined || applied.length >= MOST_REPAIRS) {
      return { expr: current, applied, remaining: findings };
    }
    current = next.repair.expr;
    seen.add(print(current));
    applied.push(next);
  }
}

/** Two rules must not undo each other's repairs for ever. */
function isNew(finding: Finding, seen: ReadonlySet<string>): boolean {
  return finding.repair !== undefined && !seen.has(print(finding.repair.expr));
}
