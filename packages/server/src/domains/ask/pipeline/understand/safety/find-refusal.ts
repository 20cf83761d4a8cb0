import { findDanger } from './danger.ts';
import { findOutOfScope } from './out-of-scope.ts';
import type { Refusal } from './refusal.ts';

/**
 * Decides on the words alone whether a request is refused or out of scope. `question` is normalised; `core` is what of it asks,
 * without the occasion: who needs a graph for a post-mortem asks for a graph.
 */
export function findRefusal(question: string, core: string = question): Refusal | undefined {
  if (!/\p{L}/u.test(question)) {
    return {
      status: 'declined',
      reason: 'no_question',
      message: 'There is no question in this. Ask about a metric or a service, for example "error rate of checkout".',
    };
  }
  return findDanger(question) ?? findOutOfScope(core);
}
