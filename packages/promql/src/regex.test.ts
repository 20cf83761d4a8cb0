import { describe, expect, it } from 'vitest';
import { compileRegex, literalAlternatives } from './regex.ts';

function matches(pattern: string, value: string): boolean {
  const regex = compileRegex(pattern);
  if (!regex.ok) throw new Error(regex.message);
  return regex.matches(value);
}

describe('compileRegex', () => {
  it.each([
    ['5..', '503', true],
    ['5..', '5033', false],
    ['a|bc', 'bc', true],
    ['(?i)ABC', 'abc', true],
    ['(?i:a)B', 'aB', true],
    ['(?i:a)B', 'ab', false],
    ['[^a-c]+', 'xyz', true],
    ['[[:digit:]]{2}', '42', true],
    ['\\d+\\.\\d+', '1.25', true],
    ['a{2,3}', 'aaaa', false],
    ['(|x)*', '', true],
    ['\\Qa.b\\E', 'a.b', true],
    ['\\bfoo\\b', 'foo', true],
    ['^api$', 'api', true],
    ['\\p{Greek}+', 'λ', true],
  ])('lets %s decide on %s', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it.each([
    '(',
    'a)',
    'a**',
    'a{2}{3}',
    'a{1001}',
    '(a{100}){11}',
    '[z-a]',
    '[[:foo:]]',
    '(?=x)',
    '\\1',
    '\\Z',
    '*a',
    '\\',
  ])('rejects %s as RE2 does', (pattern) => {
    expect(compileRegex(pattern).ok).toBe(false);
  });

  it('needs time in proportion to the text, also where backtracking would not end', () => {
    expect(matches('(a+)+b', 'a'.repeat(3_000))).toBe(false);
    expect(matches('(x?){50}x{50}', 'x'.repeat(50))).toBe(true);
  });
});

describe('literalAlternatives', () => {
  it.each([
    ['a|b', ['a', 'b']],
    ['(GET|PUT)', ['GET', 'PUT']],
    ['a\\.b', ['a.b']],
    ['a.*', undefined],
    ['\\d', undefined],
  ])('reads %s', (pattern, words) => {
    expect(literalAlternatives(pattern)).toEqual(words);
  });
});
