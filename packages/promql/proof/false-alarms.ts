import { check, type Finding, type MetricCatalog, parse } from '../src/index.ts';

export interface FalseAlarms {
  readonly total: number;
  /** Expressions with at least one error or warning; whether rightly so is not asked. */
  readonly flagged: number;
  readonly examples: readonly { readonly text: string; readonly finding: Finding }[];
}

/** How many real expressions the checker objects to, counting every error and warning as a false alarm. */
export function measureFalseAlarms(expressions: readonly string[], catalog?: MetricCatalog): FalseAlarms {
  const examples: { text: string; finding: Finding }[] = [];
  for (const text of expressions) {
    const result = parse(text);
    const finding = result.ok ? check(result.expr, { catalog }).find((one) => one.severity !== 'info') : undefined;
    if (finding !== undefined) examples.push({ text, finding });
  }
  return { total: expressions.length, flagged: examples.length, examples };
}
