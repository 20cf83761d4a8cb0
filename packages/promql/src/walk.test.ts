import { describe, expect, it } from 'vitest';
import * as build from './build.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { metricNames, rewrite, selectors, walk } from './walk.ts';

function tree(text: string) {
  const result = parse(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.expr;
}

describe('walk', () => {
  it('visits parents before children and hands over the ancestors', () => {
    const seen: string[] = [];
    walk(tree('topk(3, rate(a[5m]))'), (node, ancestors) => seen.push(`${ancestors.length} ${node.type}`));
    expect(seen).toEqual(['0 Aggregate', '1 NumberLiteral', '1 Call', '2 MatrixSelector', '3 VectorSelector']);
  });
});

describe('rewrite', () => {
  it('replaces nodes from the leaves up and keeps untouched parts as they are', () => {
    const original = tree('sum(a) + b');
    const changed = rewrite(original, (node) =>
      node.type === 'VectorSelector' && node.name === 'b' ? build.call('abs', node) : undefined,
    );
    expect(print(changed)).toBe('sum(a) + abs(b)');
    expect(changed).toMatchObject({ left: original.type === 'Binary' ? original.left : undefined });
    expect(rewrite(original, () => undefined)).toBe(original);
  });
});

describe('selectors and metricNames', () => {
  it('find every selector and each name once', () => {
    const expr = tree('a / b + a offset 1h + {__name__="c"} + {job="x"}');
    expect(selectors(expr)).toHaveLength(5);
    expect(metricNames(expr)).toEqual(['a', 'b', 'c']);
  });
});

describe('build', () => {
  it('makes trees that print as expected', () => {
    const rate = build.call('rate', build.range(build.selector('a_total', [build.matcher('job', '=', 'x')]), 300_000));
    expect(print(build.binary('/', build.sumBy(['pod'], rate), build.sumBy([], rate)))).toBe(
      'sum by (pod) (rate(a_total{job="x"}[5m])) / sum(rate(a_total{job="x"}[5m]))',
    );
  });
});
