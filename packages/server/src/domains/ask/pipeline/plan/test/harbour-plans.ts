import { HARBOUR_NOW } from '../../../../../../test/harbour-catalog.ts';
import { createHarbourGround } from '../../ground/test/harbour-ground.ts';
import { planQuestion } from '../built-in-planner.ts';
import type { NoPlan, Plan } from '../plan.ts';

const ground = createHarbourGround();

/** What the planner makes of a question about the harbour. */
export function askHarbour(question: string): Plan | NoPlan {
  return planQuestion(question, ground, HARBOUR_NOW);
}

/** The plan of a question that has one. */
export function planHarbour(question: string): Plan {
  const outcome = askHarbour(question);
  if (outcome.outcome !== 'planned') throw new Error(`"${question}" has no plan: ${outcome.message}`);
  return outcome;
}

/** The query of a question that has one. */
export function queryOf(question: string): string {
  return planHarbour(question).promql;
}
