import { describe, expect, it } from 'vitest';
import { askHarbour } from './test/harbour-plans.ts';

describe('questions too broad for one query', () => {
  it.each(['help', 'what can you do', 'what can I ask?', 'examples'])('are told what can be asked: %s', (question) => {
    const outcome = askHarbour(question);
    expect(outcome).toMatchObject({ outcome: 'declined', reason: 'out_of_scope' });
    expect(outcome.outcome === 'planned' ? '' : outcome.message).toMatch(/For example: "/);
  });

  it('are told which measures they are made of', () => {
    expect(askHarbour('golden signals of booking')).toMatchObject({
      outcome: 'declined',
      nearest: ['requests'],
      message: expect.stringContaining('one by one'),
    });
  });
});
