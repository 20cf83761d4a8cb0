import { expect, test } from 'vitest';
import { formatDuration, formatTicks, formatValue, tickIncrements } from './units.ts';

test.each([
  [0.2347, 'seconds', '235 ms'],
  [0.0000123, 'seconds', '12.3 µs'],
  [12.3456, 'seconds', '12.3 s'],
  [130, 'seconds', '2 m 10 s'],
  [0, 'seconds', '0 s'],
  [1536, 'bytes', '1.5 KiB'],
  [8_589_934_592, 'bytes', '8 GiB'],
  [2_097_152, 'bytes_per_second', '2 MiB/s'],
  [0.01234, 'ratio', '1.23 %'],
  [87.65, 'percent', '87.7 %'],
  [1234.5, 'per_second', '1.23 k/s'],
  [0.25, 'per_second', '0.25/s'],
  [1234, 'count', '1,234'],
  [1_234_567, 'count', '1.23 M'],
  [-3.5, 'celsius', '−3.5 °C'],
  [450, 'milliseconds', '450 ms'],
  [2.5, 'cores', '2.5 cores'],
  [3.2, 'requests_per_second', '3.2 req/s'],
  [12, 'per_60s', '12/min'],
  [1.5, 'bytes_per_3600s', '1.5 B/h'],
  [2, 'hours', '2 h'],
  [3.2e6, 'bits_per_second', '3.2 Mbit/s'],
  [1.7, 'factor', '1.7 times'],
  [Number.NaN, 'count', 'not a number'],
  [Number.POSITIVE_INFINITY, 'seconds', '+∞'],
])('writes %d in %s as %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text);
});

test('says a duration in its two largest parts', () => {
  expect([45, 130, 3600, 11_100, 90_000, 345_600].map(formatDuration)).toEqual([
    '45 s',
    '2 m 10 s',
    '1 h',
    '3 h 5 m',
    '1 d 1 h',
    '4 d',
  ]);
});

test('gives the ticks of one axis one scale and distinct labels', () => {
  expect(formatTicks([0, 0.05, 0.1, 0.15], 'seconds')).toEqual(['0', '50 ms', '100 ms', '150 ms']);
  expect(formatTicks([0.99, 0.992, 0.994], 'ratio')).toEqual(['99.0 %', '99.2 %', '99.4 %']);
  expect(formatTicks([0, 1_073_741_824], 'bytes')).toEqual(['0', '1 GiB']);
  expect(formatTicks([0, 2.5, 5, 7.5], 'per_second')).toEqual(['0', '2.5/s', '5.0/s', '7.5/s']);
  expect(formatTicks([0, 300, 600], 'seconds')).toEqual(['0', '5 m', '10 m']);
});

test('steps bytes in powers of two', () => {
  expect(tickIncrements('bytes')).toContain(1024 ** 3);
  expect(tickIncrements('count')).toBeUndefined();
});
