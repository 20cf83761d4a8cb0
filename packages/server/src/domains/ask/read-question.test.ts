import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readQuestion } from './read-question.ts';

it.each(['', '   ', '\n\t', '\u200b\u2060', '\u0000\u0001', '\u202e'])('%j is empty', (text) => {
  expect(readQuestion(text).outcome).toBe('empty');
});

it('is too long above 2,000 characters, at once for 100 kB', () => {
  expect(readQuestion('x'.repeat(2000)).outcome).toBe('ok');
  expect(readQuestion('x'.repeat(2001)).outcome).toBe('too_long');
  expect(readQuestion(' '.repeat(100_000)).outcome).toBe('too_long');
});

it('keeps right-to-left scripts, emoji and what joins them, and takes out what hides or reverses text', () => {
  const family = '👨\u200d👩\u200d👧';
  expect(readQuestion(`  معدل الأخطاء ${family} `)).toEqual({ outcome: 'ok', text: `معدل الأخطاء ${family}` });
  expect(readQuestion('error\u202e rate\u0007')).toEqual({ outcome: 'ok', text: 'error rate' });
});

it('yields text that any database and terminal takes, whatever came', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (input) => {
      const read = readQuestion(input);
      if (read.outcome !== 'ok') return;
      expect(read.text.isWellFormed()).toBe(true);
      expect(read.text).not.toMatch(/\p{Cc}/u);
    }),
  );
});
