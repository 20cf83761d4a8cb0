import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';
import { nextHidden } from './hidden-series.ts';

const names = ['a', 'b', 'c'];

test('a click isolates a series and a second click shows all again', () => {
  const isolated = nextHidden(new Set(), names, 'b', false);
  expect([...isolated]).toEqual(['a', 'c']);
  expect([...nextHidden(isolated, names, 'b', false)]).toEqual([]);
});

test('a click with Shift switches one series, and hiding the last shows all', () => {
  expect([...nextHidden(new Set(), names, 'b', true)]).toEqual(['b']);
  expect([...nextHidden(new Set(['b']), names, 'b', true)]).toEqual([]);
  expect([...nextHidden(new Set(['a', 'c']), names, 'b', true)]).toEqual([]);
});

test('CSV keeps gaps empty and disarms names that a spreadsheet would run', () => {
  const text = csvOf({ times: [0, 60], all: [{ name: '=HYPERLINK("x")', values: [1, null] }] });
  expect(text).toBe('time,"\'=HYPERLINK(""x"")"\r\n1970-01-01T00:00:00.000Z,1\r\n1970-01-01T00:01:00.000Z,\r\n');
});
