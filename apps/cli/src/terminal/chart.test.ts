import { expect, it } from 'vitest';
import { drawBars, drawLines } from './chart.ts';
import { canDraw, plainText } from './plain-text.ts';

const size = { columns: 60, unit: 'seconds' };
const times = Array.from({ length: 120 }, (_, index) => 1_790_000_000 + index * 30);

it('draws a rise from the lower left to the upper right, with the scale and the times', () => {
  const rows = drawLines(times, [{ name: 'x', values: times.map((_, index) => index / 100) }], size);
  expect(rows[0]).toMatch(/^1\.19 s .*[\u2800-\u28ff]$/);
  expect(rows[7]).toMatch(/^ +0 s [\u2801-\u28ff]/);
  expect(rows.at(-1)).toMatch(/\d\d:\d\d UTC +\d\d:\d\d UTC/);
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(60);
});

it('leaves gaps empty and draws nothing of nothing', () => {
  const half = times.map((_, index) => (index < 60 ? null : 1));
  const [row = ''] = drawLines(times, [{ name: 'x', values: half }], size);
  expect(row.slice(10, 25).trim()).toBe('');
  expect(drawLines(times, [{ name: 'x', values: times.map(() => null) }], size)).toEqual([]);
  expect(drawLines([], [], size)).toEqual([]);
});

it('draws bars in proportion, largest first, and says how many it left out', () => {
  const bars = Array.from({ length: 30 }, (_, index) => ({ name: `pod-${index}`, value: index }));
  const rows = drawBars(bars, size);
  expect(rows[0]).toMatch(/^pod-29 +█+ 29 s$/);
  expect(rows.at(-1)).toContain('and 10 more');
});

it('draws only on a terminal that shows UTF-8', () => {
  expect(canDraw({ LANG: 'en_GB.UTF-8', TERM: 'xterm' }, true)).toBe(true);
  expect(canDraw({ LANG: 'en_GB.UTF-8', TERM: 'xterm' }, false)).toBe(false);
  expect(canDraw({ LANG: 'en_GB.UTF-8', TERM: 'dumb' }, true)).toBe(false);
  expect(canDraw({ LANG: 'C', TERM: 'xterm' }, true)).toBe(false);
});

// proves: CLI-03
it('takes out of telemetry what a terminal would obey', () => {
  expect(plainText('\u001b[2Jpod\u0007-1\u202e')).toBe(' [2Jpod -1 ');
});
