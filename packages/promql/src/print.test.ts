import { describe, expect, it } from 'vitest';
import * as build from './build.ts';
import { parse } from './parse.ts';
import { prettyPrint } from './pretty-print.ts';
import { print } from './print.ts';

function canonical(text: string): string {
  const result = parse(text);
  if (!result.ok) throw new Error(result.error.message);
  return print(result.expr);
}

describe('print', () => {
  it.each([
    ["sum(rate(x{ a='b',}[90s]))by(c)", 'sum by (c) (rate(x{a="b"}[1m30s]))'],
    ['x offset 5m @ 10', 'x @ 10 offset 5m'],
    ['a*on(b)group_left c', 'a * on (b) group_left () c'],
    ['x[24h:] offset -1w', 'x[1d:] offset -1w'],
    ['-5 + +x', '-5 + +x'],
    ['{"metric.name", a="b"}', '{"metric.name", a="b"}'],
    ['{"plain"}', 'plain'],
    ['"a\\xffb\\n"', '"a\\xffb\\n"'],
    ['1 == bool 2', '1 == bool 2'],
    ['-0', '-0'],
    ['rate(x[5m + 5m] Anchored offset (2 * 1h))', 'rate(x[10m] anchored offset 2h)'],
  ])('writes %s as %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
  });

  it('adds the parentheses that a built tree needs', () => {
    const { binary, number, selector, subquery, unary } = build;
    const sum = binary('+', selector('a'), selector('b'));
    expect(print(binary('*', sum, number(2)))).toBe('(a + b) * 2');
    expect(print(binary('-', selector('c'), sum))).toBe('c - (a + b)');
    expect(print(binary('^', number(-2), number(2)))).toBe('(-2) ^ 2');
    expect(print(binary('^', binary('^', number(2), number(3)), number(2)))).toBe('(2 ^ 3) ^ 2');
    expect(print(unary('-', sum))).toBe('-(a + b)');
    expect(print(subquery(sum, 300_000))).toBe('(a + b)[5m:]');
  });

  it('quotes names that the language keeps for itself', () => {
    expect(print(build.selector('bool'))).toBe('{"bool"}');
    expect(print(build.selector('http.requests'))).toBe('{"http.requests"}');
  });
});

describe('prettyPrint', () => {
  it('breaks what is too wide and nothing else', () => {
    const result = parse(
      'sum by (job) (rate(web_hits_total{code=~"5.."}[5m])) / sum by (job) (rate(web_hits_total[5m]))',
    );
    if (!result.ok) throw new Error(result.error.message);
    expect(prettyPrint(result.expr, 60)).toBe(
      ['sum by (job) (rate(web_hits_total{code=~"5.."}[5m]))', '/', 'sum by (job) (rate(web_hits_total[5m]))'].join(
        '\n',
      ),
    );
    expect(prettyPrint(result.expr, 200)).toBe(print(result.expr));
  });
});
