import type { PlanInput, PlannedQuery, Planner, Unplanned } from '../planner.ts';
import type { Staged } from './stage-log.ts';

/** Asks the planner for a query. A refusal of the words alone never reaches it. */
export async function planStage(
  input: PlanInput,
  { planner }: { readonly planner: Planner },
): Promise<Staged<PlannedQuery | Unplanned>> {
  const { refusal } = input.understanding;
  const outcome: PlannedQuery | Unplanned =
    refusal === undefined
      ? await planner.plan(input)
      : { outcome: refusal.status, reason: refusal.reason, message: refusal.message, nearest: [] };
  const said = outcome.outcome === 'planned' ? outcome.reading : outcome.message;
  return { result: outcome, summary: [said, ...(outcome.notices ?? [])].join(' · ') };
}
