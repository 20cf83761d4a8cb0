import { describe, expect, it } from 'vitest';
import { HARBOUR_NOW } from '../../../../../test/harbour-catalog.ts';
import { createLargerHarbourGround } from '../ground/test/harbour-ground.ts';
import { planQuestion } from './built-in-planner.ts';
import { queryOf } from './test/harbour-plans.ts';

const vessel = ['aurora', 'borealis'];
const ground = createLargerHarbourGround([
  { name: 'crate_weight_bucket', type: 'histogram', labels: { vessel, le: ['5', '20', '+Inf'] } },
  { name: 'crate_weight_sum', type: 'histogram', labels: { vessel } },
  { name: 'crate_weight_count', type: 'histogram', labels: { vessel } },
]);
const ask = (question: string) => planQuestion(question, ground, HARBOUR_NOW);
const WITHIN_20 = 'sum(rate(crate_weight_bucket{le="20"}[5m])) / sum(rate(crate_weight_count[5m]))';

describe('the share of a distribution', () => {
  it.each([
    ['share of crate weights under 20', WITHIN_20],
    ['share of crate weights over 20', `1 - ${WITHIN_20}`],
  ])('lies within a plain number where no time is measured: "%s"', (question, promql) => {
    expect(ask(question)).toMatchObject({ outcome: 'planned', promql, unit: 'ratio' });
  });

  it('is declined where no bucket ends, in the unit of what is measured', () => {
    expect(ask('share of crate weights below 7')).toMatchObject({
      outcome: 'declined',
      reason: 'cannot_compute',
      message: expect.stringContaining('ends at 7;'),
    });
  });

  const BOARDED =
    'sum(rate(boarding_duration_seconds_bucket{le="0.25"}[5m])) / sum(rate(boarding_duration_seconds_count[5m]))';

  it.each([
    ['share of boardings inside of 250 ms', BOARDED],
    ['how much of boarding finishes within 250 ms', BOARDED],
    ['how many of the boardings take under 250 ms', BOARDED],
    ['share of boardings over 250 ms', `1 - ${BOARDED}`],
    ['what part of the boardings takes over 250 ms', `1 - ${BOARDED}`],
  ])('lies within a time: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('is not asked where a percentile is compared', () => {
    expect(queryOf('p95 boarding duration over 250 ms')).toBe(
      'histogram_quantile(0.95, sum by (le) (rate(boarding_duration_seconds_bucket[5m]))) > 0.25',
    );
  });
});
