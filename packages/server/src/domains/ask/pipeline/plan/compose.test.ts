import { describe, expect, it } from 'vitest';
import { HARBOUR_NOW } from '../../../../../test/harbour-catalog.ts';
import { createLargerHarbourGround } from '../ground/test/harbour-ground.ts';
import { planQuestion } from './built-in-planner.ts';

const ground = createLargerHarbourGround(
  [],
  [{ say: ['ships in port', 'number of ships in port'], measure: 'count(gangway_lowered)', unit: 'count', keys: [] }],
);
const ask = (question: string) => planQuestion(question, ground, HARBOUR_NOW);

describe('a measure that only counts', () => {
  it('is told one by one where it is asked which', () => {
    expect(ask('which ships are in port')).toMatchObject({ promql: 'gangway_lowered' });
  });

  it('is counted where it is asked how many', () => {
    expect(ask('how many ships are in port')).toMatchObject({ promql: 'count(gangway_lowered)' });
  });
});

describe('a threshold in another unit than the measure', () => {
  it.each([
    ['an amount and a time', 'average fuel for over 5 minutes'],
    ['a number and a time', 'how many requests take longer than 1.2 s'],
    ['bytes and a percentage', 'hold free below 10 %'],
  ])('is declined: %s', (_what, question) => {
    expect(ask(question)).toMatchObject({ outcome: 'declined', reason: 'cannot_compute' });
  });

  it.each([
    ['fuel below 200 litres', 'fuel_litres < 200'],
    ['ships not inspected for over 2 weeks', '(time() - sum by (vessel) (inspection_timestamp_seconds)) > 1209600'],
    ['pilot wait by over 5 minutes', 'pilot_wait_seconds{quantile="0.9"} > 300'],
    ['berth slots over 90 % used', '(berth_slots_used / berth_slots_max) > 0.9'],
    [
      'requests slower than half a second',
      'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5',
    ],
  ])('is compared where it fits: "%s"', (question, promql) => {
    expect(ask(question)).toMatchObject({ promql });
  });
});
