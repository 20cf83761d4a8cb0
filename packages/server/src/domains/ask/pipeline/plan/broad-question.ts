import { suggestQuestions } from '../../../catalog/index.ts';
import type { Ground } from '../ground/ground.ts';
import type { Understanding } from '../understand/understand.ts';
import { meaningOf } from './across-families.ts';
import type { NoPlan } from './plan.ts';

const HELP =
  /^\W*(?:help(?: me)?(?: please)?|what can (?:you|i|we|locum) (?:do|ask|know|answer|tell me)(?: you| here| about)?|what (?:questions|things) can (?:i|we|you) (?:ask|answer)(?: you)?|how (?:does this|do i use (?:this|it|you)|do you) work|show me what you can(?: do)?|examples?)\W*$/;
const OVERVIEW = /\b(?:(?:four |4 )?golden signals?|(?:red|use) (?:metrics|method|signals)|vital signs|key metrics)\b/;
/** What a service is watched by. */
const SIGNALS = ['requests', 'error rate', 'latency', 'requests in flight'];
const MOST_EXAMPLES = 3;

/** "help", "golden signals of checkout": nothing to query, and yet something to say. */
export function answerBroad({ question }: Understanding, ground: Ground): NoPlan | undefined {
  if (HELP.test(question)) return help(ground);
  const said = OVERVIEW.exec(question)?.[0];
  if (said === undefined) return undefined;
  const known = new Set(ground.measures.map(meaningOf));
  return {
    outcome: 'declined',
    reason: 'unknown_metric',
    message: `"${said}" are several measures, and one question gets one answer: ask for traffic, errors and latency one by one.`,
    nearest: SIGNALS.filter((title) => known.has(title)),
  };
}

function help({ snapshot }: Ground): NoPlan {
  const examples = suggestQuestions(snapshot, MOST_EXAMPLES);
  const asked = examples.length === 0 ? '' : ` For example: ${examples.map((text) => `"${text}"`).join(', ')}.`;
  return {
    outcome: 'declined',
    reason: 'out_of_scope',
    message: `Ask in plain words for something that is measured here: a rate, a latency, a share of errors, memory, what is full or down.${asked}`,
    nearest: [],
  };
}
