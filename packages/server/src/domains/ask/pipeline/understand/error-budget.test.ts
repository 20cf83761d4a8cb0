import { describe, expect, it } from 'vitest';
import { takeErrorBudget } from './error-budget.ts';
import { createMaskedText } from './masked-text.ts';

describe('error budgets', () => {
  it.each([
    ['burn rate of the crane', 0.999, false, 'burn-rate'],
    ['how fast are we burning the error budget (99.95% slo)', 0.9995, true, 'burn-rate'],
    ['error budget left for a 99 percent objective', 0.99, true, 'left'],
    ['how much budget burned? error budget remaining', 0.999, false, 'left'],
    ['burn rate over the last 90 minutes', 0.999, false, 'burn-rate'],
    ['burn rate for a target of 90 days', 0.999, false, 'burn-rate'],
    ['burn rate for an slo of 99.5', 0.995, true, 'burn-rate'],
    ['burn rate for a 99.95 availability target', 0.9995, true, 'burn-rate'],
    ['burn rate for four nines over the last 95 minutes', 0.9999, true, 'burn-rate'],
    ['burn rate for 3 nines', 0.999, true, 'burn-rate'],
    ['share of the slo budget used up', 0.999, false, 'used'],
    ['failure budget spent by the crane', 0.999, false, 'used'],
  ])('reads "%s"', (question, objective, isSaid, asks) => {
    expect(takeErrorBudget(createMaskedText(question))).toEqual({ objective, isSaid, asks });
  });

  it.each(['how many euros of the budget are left', 'rate of burnt fuel', '99.9 % of the lifts'])(
    'finds none in "%s"',
    (question) => {
      const text = createMaskedText(question);
      expect(takeErrorBudget(text)).toBeUndefined();
      expect(text.rest()).toBe(question);
    },
  );

  it('takes its words out of the text, so that they name no measure', () => {
    const text = createMaskedText('how much of the error budget of the crane is left (99.9% slo)');
    takeErrorBudget(text);
    expect(text.rest().replace(/\s+/g, ' ')).toBe('how much of the of the crane is ( )');
  });
});
