import { expect, it } from 'vitest';
import { formatDuration, formatMoment, formatValue } from './format-value.ts';

it.each([
  [0.2347, 'seconds', '235 ms'],
  [0.0000123, 'seconds', '12.3 µs'],
  [130, 'seconds', '2 m 10 s'],
  [1.5, 'days', '1 d 12 h'],
  [90, 'minutes', '1 h 30 m'],
  [412, 'milliseconds', '412 ms'],
  [1536, 'bytes', '1.5 KiB'],
  [2_097_152, 'bytes_per_second', '2 MiB/s'],
  [8_000_000, 'bits_per_second', '8 Mbit/s'],
  [12.5, 'megabytes', '12.5 MB'],
  [0.01234, 'ratio', '1.23 %'],
  [0, 'ratio', '0 %'],
  [87.65, 'percent', '87.7 %'],
  [1234.5, 'per_second', '1.23 k/s'],
  [0.25, 'count_per_second', '0.25/s'],
  [12, 'count_per_60s', '12/min'],
  [12, 'count_per_7200s', '12 per 2 h'],
  [12_345, 'count', '12,345'],
  [1_234_567, 'count', '1.23 M'],
  [16.07, 'count', '16.1'],
  [2.5, 'cores', '2.5 cores'],
  [5.69, 'factor', '5.69 times'],
  [-3.5, 'celsius', '−3.5 °C'],
  [3, 'dollars', '3 dollars'],
  [0.00001, 'count', '1.00e−5'],
  [Number.NaN, 'count', 'not a number'],
  [Number.NEGATIVE_INFINITY, 'seconds', '−∞'],
])('says %d in %s as %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text);
});

it('says a duration in its two largest parts', () => {
  expect([59.97, 60, 3600, 11_100, 90_000, 345_600].map(formatDuration)).toEqual([
    '1 m',
    '1 m',
    '1 h',
    '3 h 5 m',
    '1 d 1 h',
    '4 d',
  ]);
});

it('leaves the day out of a moment of today', () => {
  const noon = Date.UTC(2026, 4, 6, 12, 0) / 1000;
  expect(formatMoment(noon, noon + 3600)).toBe('12:00 UTC');
  expect(formatMoment(noon, noon + 86_400)).toBe('2026-05-06 12:00 UTC');
  expect(formatMoment(1e300)).not.toContain('NaN');
});
