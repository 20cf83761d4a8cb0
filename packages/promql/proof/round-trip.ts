import { type Expr, parse, prettyPrint, print } from '../src/index.ts';

export interface RoundTrip {
  readonly total: number;
  readonly stable: number;
  readonly broken: readonly string[];
}

/** Counts the texts whose tree survives printing, on one line and on several, and whose print is stable. */
export function measureRoundTrip(expressions: readonly string[]): RoundTrip {
  const broken = expressions.filter((text) => !survives(text));
  return { total: expressions.length, stable: expressions.length - broken.length, broken };
}

function survives(text: string): boolean {
  const first = parse(text);
  if (!first.ok) return false;
  const printed = print(first.expr);
  const again = parse(printed);
  if (!again.ok || print(again.expr) !== printed || shape(again.expr) !== shape(first.expr)) return false;
  return [80, 20].every((width) => {
    const pretty = parse(prettyPrint(first.expr, width));
    return pretty.ok && shape(pretty.expr) === shape(first.expr);
  });
}

/** The tree without positions; numbers keep what JSON would lose. */
function shape(expr: Expr): string {
  return JSON.stringify(expr, (key, value: unknown) => {
    if (key === 'start' || key === 'end') return undefined;
    return typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
      ? `number ${Object.is(value, -0) ? '-0' : value}`
      : value;
  });
}
