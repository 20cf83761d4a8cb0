import { anyOf } from '../understand/pattern.ts';
import type { Understanding } from '../understand/understand.ts';

const OBSERVATION =
  '(?:requests?|responses?|calls?|quer(?:y|ies)|transactions?|rpcs?|pauses?|waits?|latency|latencies|durations?|times?|run|runs|execution|collection|stop)';
const HIGHEST = anyOf(['slowest', 'longest', 'worst', 'maximum', 'max', 'highest', 'largest', 'biggest', 'peak']);
const SHORTEST = anyOf(['fastest', 'shortest', 'quickest', 'minimum', 'min', 'lowest']);
const extreme = (words: string) =>
  new RegExp(`\\b${words} (?:single |individual |observed |recorded |seen )?(?:[\\w-]+ ){0,3}?${OBSERVATION}\\b`);
const LONGEST_ONE = extreme(HIGHEST);
const SHORTEST_ONE = extreme(SHORTEST);
const RANKS = /\b(?:which|who|top|bottom)\b/;

/** "slowest single request", "longest pause": one observation at the end of the distribution, and not the thing that has it. */
export function extremeObservation({ question, shape }: Understanding): 'max' | 'min' | undefined {
  if (shape.percentiles.length > 0 || shape.ranking || RANKS.test(question)) return undefined;
  if (LONGEST_ONE.test(question)) return 'max';
  return SHORTEST_ONE.test(question) ? 'min' : undefined;
}
