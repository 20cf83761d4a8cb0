import { describe, expect, it } from 'vitest';
import { planHarbour } from './test/harbour-plans.ts';

describe('two things in one question', () => {
  it('are answered by the first, with word of the second', () => {
    const plan = planHarbour('show me fuel and engine temperature of the aurora');
    expect(plan.promql).toBe('sum by (vessel) (fuel_litres{vessel="aurora"})');
    expect(plan.notices).toEqual([
      'One question gets one answer, and this is the first of two: ask "engine temperature of the aurora" next.',
    ]);
  });

  it.each(['fuel of the aurora and the borealis', 'requests of booking and tickets'])(
    'are no two where one measure tells all: %s',
    (question) => {
      expect(planHarbour(question).notices).toBeUndefined();
    },
  );
});
