import { describe, expect, it } from 'vitest';
import { askHarbour } from '../test/harbour-plans.ts';

describe('what a status code counts as', () => {
  it.each([
    'error rate (404 counts as an error)',
    'error rate of booking (4xx counted as errors)',
    'error rate, 404 is considered as a success',
  ])('is not changed by "%s"', (question) => {
    expect(askHarbour(question)).toMatchObject({ outcome: 'declined', reason: 'unknown_word' });
  });

  it.each(['error rate (5xx counts as an error)', 'error rate (4xx and 5xx count as errors)', 'requests with 404'])(
    'is known in "%s"',
    (question) => {
      expect(askHarbour(question).outcome).toBe('planned');
    },
  );
});
