import {
  createHarbourState,
  HARBOUR_KNOWLEDGE,
  HARBOUR_NOW,
  type Made,
} from '../../../../../../test/harbour-catalog.ts';
import { buildSnapshot, loadLexicon } from '../../../../catalog/index.ts';
import { createGround } from '../../ground/ground.ts';
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

/** Asks of a harbour that has these metrics as well. */
export function askHarbourWith(more: Readonly<Record<string, Made>>): (question: string) => Plan | NoPlan {
  const snapshot = buildSnapshot(createHarbourState(more));
  const extended = createGround(snapshot, HARBOUR_KNOWLEDGE, loadLexicon());
  return (question) => planQuestion(question, extended, HARBOUR_NOW);
}
