import type { Expr, FindingCode } from '../../src/index.ts';
import type { FaultTools } from '../fault-tools.ts';

export interface FaultKind {
  readonly name: string;
  /** Any of these codes counts as found. */
  readonly expected: readonly FindingCode[];
  /** The expression with one fault of this kind, or undefined when it offers no place for it. */
  plant(expr: Expr, tools: FaultTools): Expr | undefined;
  /** Server release given to the checker. */
  readonly serverVersion?: string;
}
