import { type Expr, selectors } from '@locum/promql';

/** Label values that the matchers of an expression pin; `container!=""` leaves the label open. */
export function fixedLabels(expr: Expr): Map<string, string> {
  return new Map(
    selectors(expr)
      .flatMap((selector) => selector.matchers)
      .filter((matcher) => matcher.op === '=' || matcher.op === '=~')
      .map((matcher): [string, string] => [matcher.label, matcher.value]),
  );
}
