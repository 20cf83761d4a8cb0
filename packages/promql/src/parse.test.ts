import { describe, expect, it } from 'vitest';
import { parse } from './parse.ts';

function accepted(text: string, serverVersion?: string) {
  const result = parse(text, { serverVersion });
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.expr;
}

function faultOf(text: string, serverVersion?: string) {
  const result = parse(text, { serverVersion });
  return result.ok ? undefined : result.error;
}

describe('parse', () => {
  it('gives selectors their name, matchers, modifiers and positions', () => {
    expect(accepted('up{job="api", code=~"5.."} @ end() offset -5m')).toEqual({
      type: 'VectorSelector',
      name: 'up',
      matchers: [
        { label: 'job', op: '=', value: 'api', start: 3, end: 12 },
        { label: 'code', op: '=~', value: '5..', start: 14, end: 25 },
      ],
      at: { kind: 'end' },
      offsetMs: -300_000,
      start: 0,
      end: 45,
    });
  });

  it('puts an offset behind a range on the selector inside', () => {
    expect(accepted('up[5m] offset 1h')).toMatchObject({
      type: 'MatrixSelector',
      rangeMs: 300_000,
      selector: { name: 'up', offsetMs: 3_600_000, end: 2 },
      end: 16,
    });
  });

  it('binds operators as the server does', () => {
    expect(accepted('-a ^ b * c == d or e')).toMatchObject({
      op: 'or',
      left: { op: '==', left: { op: '*', left: { type: 'Unary', expr: { op: '^' } } } },
    });
    expect(accepted('2 ^ 3 ^ 2')).toMatchObject({ op: '^', left: { value: 2 }, right: { op: '^' } });
  });

  it.each([
    ['up[5m * 2]', 600_000],
    ['up[1h - 30m / 2]', 2_700_000],
    ['up[(1m + 30) * 2]', 180_000],
    ['up[2 ^ 3 + -1m + 1h]', 3_548_000],
    ['up[1h % 25m]', 600_000],
  ])('works out the duration in %s', (text, rangeMs) => {
    expect(accepted(text)).toMatchObject({ rangeMs });
  });

  it('keeps how the edges of a window are filled, and its name for metrics', () => {
    expect(accepted('rate(up[5m] smoothed offset 1h)')).toMatchObject({
      args: [{ selector: { edge: 'smoothed', offsetMs: 3_600_000 } }],
    });
    expect(accepted('smoothed + anchored')).toMatchObject({ left: { name: 'smoothed' }, right: { name: 'anchored' } });
  });

  it('folds a sign into a number', () => {
    expect(accepted('-5')).toMatchObject({ type: 'NumberLiteral', value: -5, start: 0, end: 2 });
  });

  it.each([
    ['sum', 'VectorSelector'],
    ['sum(up)', 'Aggregate'],
    ['SUM by (x) (up)', 'Aggregate'],
    ['by', 'VectorSelector'],
    ['and and and', 'Binary'],
    ['offset offset 5m', 'VectorSelector'],
    ['start', 'VectorSelector'],
    ['sum by (by, on, bool) (up)', 'Aggregate'],
  ])('reads the keyword in "%s" as what it is there', (text, type) => {
    expect(accepted(text).type).toBe(type);
  });

  it.each([
    ['0x1F', 31],
    ['010', 8],
    ['08', 8],
    ['.5', 0.5],
    ['1.', 1],
    ['1e3', 1000],
    ['inf', Number.POSITIVE_INFINITY],
    ['1_000', 1000],
    ['5m', 300],
  ])('reads the number %s', (text, value) => {
    expect(accepted(text)).toMatchObject({ value });
  });

  it.each([
    ['"a\\n\\x41\\u00e9\\101"', 'a\nAéA'],
    ["'it\\'s'", "it's"],
    ['`raw\\n`', 'raw\\n'],
    ['"\\xc3\\xa9"', 'é'],
    ['"\\xff"', '\udcff'],
  ])('reads the string %s', (text, value) => {
    expect(accepted(text)).toMatchObject({ type: 'StringLiteral', value });
  });

  it.each([
    ['rate(up)', 'needs a range vector'],
    ['rate(up[5m], 1)', 'wrong number of arguments'],
    ['raet(up[5m])', 'did you mean rate?'],
    ['topk("a", up)', 'the parameter of topk needs a number'],
    ['topk(up)', 'takes 2 arguments'],
    ['{}', 'would match every series'],
    ['{a=~".*"}', 'would match every series'],
    ['up{a=~"("}', 'invalid regular expression'],
    ['up{a=~"x**"}', 'invalid nested repetition'],
    ['up{__name__="down"}', 'set twice'],
    ['1 > 2', 'needs bool'],
    ['up + bool up', 'bool goes with comparisons'],
    ['1 and up', 'between instant vectors only'],
    ['up * on(a) group_left(a) up', 'at once'],
    ['up and on(a) group_left() up', 'not possible with and'],
    ['(up)[5m]', 'needs a metric selector'],
    ['up offset 5m[1h]', 'goes after the range'],
    ['sum(up) offset 5m', 'must follow'],
    ['up @ 5 @ 6', 'set twice'],
    ['up @ inf', 'out of bounds'],
    ['up[5m1h]', 'not a duration'],
    ['up[0s]', 'longer than 0'],
    ['up[5m - 10m]', 'longer than 0'],
    ['up[step()]', 'unexpected word inside brackets'],
    ['up anchored smoothed', 'only one of'],
    ['up[5m:] anchored', 'does not work on subqueries'],
    ['up{a="\\d"}', 'unknown escape sequence'],
    ['up{a="x', 'unterminated'],
    ['(up', 'unclosed left parenthesis'],
    ['up)', 'no parenthesis is open'],
    ['sum by (a:b) (up)', 'expected a label name'],
    ['"a" + 1', 'not a string'],
    ['-"a"', 'needs a number or an instant vector'],
    ['5[5m:]', 'needs an instant vector'],
    ['', 'empty'],
    ['# only a comment', 'empty'],
    ['up{a="\ufffd"}', 'not valid UTF-8'],
  ])('rejects %s and says why', (text, reason) => {
    expect(faultOf(text)?.message).toContain(reason);
  });

  it('points at the faulty part', () => {
    expect(faultOf('sum(rate(up))')).toMatchObject({ start: 9, end: 11 });
    expect(faultOf('up + foo(1)')).toMatchObject({ start: 5, end: 8 });
  });

  it.each([
    ['up[300]', '2.42.0', '2.54.0'],
    ['1_000', '2.42.0', '2.55.0'],
    ['limitk(3, up)', '2.42.0', '2.54.0'],
    ['info(up)', '2.42.0', '3.0.0'],
    ['{"metric.name"}', '2.55.0', '3.0.0'],
    ['sum by ("label.name") (up)', '2.55.0', '3.0.0'],
    ['up offset 0s', '2.42.0', '3.0.0'],
    ['start()', '3.0.0', '3.12.0'],
    ['rate(up[5m * 2])', '3.13.0', '3.14.0'],
    ['up offset (1h + 5m)', '3.13.0', '3.14.0'],
    ['rate(up[5m] anchored)', '3.15.0', '3.16.0'],
    ['up smoothed', '3.15.0', '3.16.0'],
  ])('accepts %s from the release that brought it', (text, before, since) => {
    expect(faultOf(text, before)).toBeDefined();
    expect(faultOf(text, since)).toBeUndefined();
  });

  it('no longer accepts functions that were removed', () => {
    expect(faultOf('holt_winters(up[1h], 0.5, 0.5)', '2.42.0')).toBeUndefined();
    expect(faultOf('holt_winters(up[1h], 0.5, 0.5)', '3.0.0')?.message).toContain('removed in Prometheus 3.0');
  });

  it('refuses what is too long or too deep with the limit in the message', () => {
    expect(faultOf('a'.repeat(300_000))?.message).toContain('262144');
    expect(faultOf(`${'('.repeat(5_000)}up${')'.repeat(5_000)}`)?.message).toContain('1000 levels');
    expect(faultOf(`up${' + up'.repeat(5_000)}`)?.message).toContain('1000 levels');
  });

  it('throws on a version that is none, because that is not the text’s fault', () => {
    expect(() => parse('up', { serverVersion: 'latest' })).toThrow(RangeError);
  });
});
