import { check, type MetricCatalog, parse, print } from '../src/index.ts';

export interface Speed {
  readonly parseMicroseconds: number;
  readonly printMicroseconds: number;
  readonly checkMicroseconds: number;
}

const ROUNDS = 5;

/** Mean time per real expression after a warm-up round. */
export function measureSpeed(expressions: readonly string[], catalog: MetricCatalog): Speed {
  const trees = expressions.flatMap((text) => {
    const result = parse(text);
    return result.ok ? [result.expr] : [];
  });
  return {
    parseMicroseconds: mean(expressions, (text) => parse(text)),
    printMicroseconds: mean(trees, (tree) => print(tree)),
    checkMicroseconds: mean(trees, (tree) => check(tree, { catalog })),
  };
}

function mean<T>(items: readonly T[], work: (item: T) => unknown): number {
  for (const item of items) work(item);
  const started = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) for (const item of items) work(item);
  return ((performance.now() - started) * 1000) / (ROUNDS * items.length);
}
