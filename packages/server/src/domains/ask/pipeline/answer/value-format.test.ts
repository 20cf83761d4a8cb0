import { parse } from '@locum/promql';
import { describe, expect, it } from 'vitest';
import { understand } from '../understand/understand.ts';
import { chooseFormat } from './value-format.ts';

const format = (question: string, promql: string) => {
  const parsed = parse(promql);
  if (!parsed.ok) throw new Error(promql);
  return chooseFormat(understand(question, 0), parsed.expr);
};

describe('the numbers of an answer', () => {
  it.each([
    ['is memory above 200MB', '200 MB'],
    ['is memory above 200 MiB', '191 MiB'],
    ['memory', '191 MiB'],
  ])('are bytes as "%s" has them', (question, text) => {
    expect(format(question, 'memory_bytes')(200_000_000, 'bytes')).toBe(text);
  });

  it('are whole where they count events, though a counter was extrapolated', () => {
    const events = format('any 5xx', 'sum by (job) (increase(a_total[10m]) or increase(b_total[10m])) > 0');
    expect(events(5.03, 'count')).toBe('5');
    expect(events(0.4, 'count')).toBe('0.4');
  });

  it.each(['avg(queue_depth)', 'sum(increase(a_total[1h])) / 60', 'count(increase(a_total[1h])) / 7'])(
    'keep their fractions where %s is no number of events',
    (promql) => {
      expect(format('any', promql)(5.03, 'count')).toBe('5.03');
    },
  );
});
