import { describe, expect, it } from 'vitest';
import { takeComparison } from './comparison.ts';
import { createMaskedText } from './masked-text.ts';

describe('comparisons with the period before', () => {
  it.each([
    ['more lifts in the last 30 minutes than in the 30 minutes before', 1800, 'percent'],
    ['lifts vs the 2 hours before that', 7200, 'percent'],
    ['lifts in the last hour and the hour prior', 3600, 'percent'],
    ['lifts compared to the previous week', 604_800, 'percent'],
    ['lifts minus the preceding day', 86_400, 'difference'],
    ['how many more lifts than in the prior 15 min', 900, 'difference'],
    ['lifts divided by lifts, relative to the previous hour', 3600, 'ratio'],
  ])('are found in "%s"', (question, offset, form) => {
    expect(takeComparison(createMaskedText(question))).toEqual({ offset, form });
  });

  it.each(['lifts before the storm', 'lifts in the previous hour', 'lifts of the hour before'])(
    'are not found in "%s"',
    (question) => {
      const text = createMaskedText(question);
      expect(takeComparison(text)).toBeUndefined();
      expect(text.rest()).toBe(question);
    },
  );

  it('leave the period of the first side to be read as a window', () => {
    const text = createMaskedText('more lifts in the last hour than in the hour before');
    takeComparison(text);
    expect(text.rest().trim()).toBe('more lifts in the last hour');
  });
});
