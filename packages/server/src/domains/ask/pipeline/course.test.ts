import { parse, print } from '@locum/promql';
import { describe, expect, it } from 'vitest';
import { courseOf } from './course.ts';

const END = 1_790_000_000;

function course(promql: string, lookBackSeconds: number, scrapeIntervalSeconds = 15) {
  const parsed = parse(promql);
  if (!parsed.ok) throw new Error(promql);
  const found = courseOf({ expr: parsed.expr, lookBackSeconds, endSeconds: END, scrapeIntervalSeconds });
  if (found?.window.kind !== 'range') return undefined;
  return { promql: print(found.expr), seconds: END - found.window.startSeconds };
}

describe('the curve behind an instant answer', () => {
  it('is the query itself over the last hour when it looks back less', () => {
    expect(course('sum(rate(a_total[5m]))', 300)).toEqual({ promql: 'sum(rate(a_total[5m]))', seconds: 3600 });
    expect(course('queue_depth', 0)).toEqual({ promql: 'queue_depth', seconds: 3600 });
  });

  it('has short rates over the time that a long rate spans', () => {
    const ratio = 'sum(rate(a_total{code="500"}[3h])) / sum(rate(a_total[3h]))';
    const short = 'sum(rate(a_total{code="500"}[5m])) / sum(rate(a_total[5m]))';
    expect(course(ratio, 10_800)).toEqual({ promql: short, seconds: 10_800 });
  });

  it('looks back over four scrapes at least', () => {
    expect(course('rate(a_total[6h])', 21_600, 120)?.promql).toBe('rate(a_total[8m])');
  });

  it.each(['sum(increase(a_total[1d]))', 'max_over_time(queue_depth[1d])', 'max_over_time(rate(a_total[5m])[1d:1m])'])(
    'does not exist for %s, whose value depends on how far it looks back',
    (promql) => {
      expect(course(promql, 86_400)).toBeUndefined();
    },
  );
});
