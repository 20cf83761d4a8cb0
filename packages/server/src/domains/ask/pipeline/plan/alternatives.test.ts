import { expect, it } from 'vitest';
import { createHarbourGround } from '../ground/test/harbour-ground.ts';
import { planQuestion } from './built-in-planner.ts';

const ground = createHarbourGround();

// proves: ASK-05
it.each([
  ['latency of booking', 'also matches "latency"'],
  ['how slow is booking', 'also matches "slow"'],
  ['berth slots', 'also matches "berth slots"'],
  ['radar outage', 'also matches "radar outage"'],
])('gives the words of "%s" as reason for another reading, not their stems', (question, reason) => {
  const planned = planQuestion(question, ground, 1_790_000_000);
  const reasons = planned.outcome === 'planned' ? planned.alternatives.map((alternative) => alternative.reason) : [];
  expect(reasons).toContain(reason);
});
