import { describe, expect, it } from 'vitest';
import { askHarbour, askHarbourWith, planHarbour, queryOf } from '../test/harbour-plans.ts';

const above = (limit: string) =>
  `(label_replace(berth_slots_used / berth_slots_max, "what", "berth slots usage", "", "") or label_replace(1 - sum by (vessel) (hold_free_bytes) / sum by (vessel) (hold_size_bytes), "what", "hold usage", "", "")) > ${limit}`;

describe('whatever is nearly full', () => {
  it.each([
    ['is anything nearly full', above('0.8')],
    ['is anything above 80 %', above('0.8')],
    ['what is over 90% full', above('0.9')],
    ['is anything close to its limit right now', above('0.8')],
  ])('is found among all that has a share of what there is: %s', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('is told with what was left out where there is too much of it', () => {
    expect(planHarbour('is anything nearly full').notices).toBeUndefined();
    const lockers = Array.from({ length: 12 }, (_, index) => `locker${String.fromCharCode(97 + index)}`);
    const outcome = askHarbourWith(
      Object.fromEntries(
        lockers.flatMap((name) =>
          ['used', 'max'].map(
            (end) => [`${name}_slots_${end}`, { type: 'gauge', help: 'Slots.', labels: {} }] as const,
          ),
        ),
      ),
    )('is anything nearly full');
    const plan = outcome.outcome === 'planned' ? outcome : undefined;
    expect(plan?.promql.match(/label_replace/g)).toHaveLength(12);
    expect(plan?.notices).toEqual([
      expect.stringMatching(/^This leaves out .+ and .+: ask for one of them by name\.$/),
    ]);
  });

  it.each(['is anything down', 'is the hold nearly full', 'is anything nearly full in the borealis'])(
    'is not meant where something is named: %s',
    (question) => {
      const outcome = askHarbour(question);
      expect(outcome.outcome === 'planned' ? outcome.promql : '').not.toContain('"what"');
    },
  );
});
