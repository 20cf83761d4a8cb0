import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import { CODE_LABELS, isGoodResult, RESULT_LABELS } from './outcome-labels.ts';
import { EXCLUDES_5XX, EXCLUDES_BOTH } from './question-traits.ts';

export interface MatcherSpec {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
  /** How many things were named, where the value is made of several. */
  readonly alternatives?: number;
}

export type OutcomeWish = 'failure' | 'success' | 'client-error' | 'server-error' | 'both-errors' | 'no-errors';

const SUCCESS = /\b(?:success|availability)\b/;
const FAILURE_SHARE = /\b(?:error|failure|fail)s? (?:rate|ratio|share|percent\w*)\b/;
const CLIENT_ERROR = /\b4xxs?\b|\bclient errors?\b/;
const SERVER_ERROR = /\b5xxs?\b|\bserver errors?\b/;
const FAILED =
  /\b(?:er+ors?|errored|erroring|fail(?:s|ed|ing|ure|ures)?|unsuccessful|faulty|broken(?! (?:down|out|up))|bad|went wrong)\b/;
/** One s or c missing is a common typo. */
const SUCCEEDED =
  /\b(?:succ?ess?(?:es|ful|fully)?|succeed(?:ed|s|ing)?|went through|go through|goes through|availability)\b/;

/** What a question wants to know of outcomes, from its own words. */
export function findOutcomeWish(question: string): OutcomeWish | undefined {
  if (EXCLUDES_BOTH.test(question)) return 'no-errors';
  if (SUCCESS.test(question) && !FAILURE_SHARE.test(question)) return 'success';
  if (EXCLUDES_5XX.test(question)) return 'success';
  const client = CLIENT_ERROR.test(question);
  const server = SERVER_ERROR.test(question);
  if (client && server) return 'both-errors';
  if (server) return 'server-error';
  if (client) return 'client-error';
  if (FAILED.test(question)) return 'failure';
  return SUCCEEDED.test(question) ? 'success' : undefined;
}

/**
 * The matcher on a measure's own labels that selects such outcomes; nothing when no label tells outcomes. What the question
 * says literally goes first, then what knowledge says of the label, status codes, and results called good.
 */
export function outcomeMatcher(
  wish: OutcomeWish,
  measure: Measure,
  ground: Ground,
  question: string,
): MatcherSpec | undefined {
  const labels = { measure, values: (label: string) => valuesOf(label, measure, ground) };
  const wantsCode = ['client-error', 'server-error', 'both-errors', 'no-errors'].includes(wish);
  return (
    saidValue(labels, question) ??
    (wantsCode ? undefined : knownOutcome(wish, measure, ground)) ??
    codeMatcher(wish, labels, question) ??
    (wantsCode ? undefined : goodResult(wish, labels))
  );
}

interface Labels {
  readonly measure: Measure;
  /** Values of a label, without the empty one. */
  values(label: string): readonly string[];
}

function valuesOf(label: string, measure: Measure, ground: Ground): string[] {
  const all = measure.metrics.flatMap((metric) => ground.snapshot.metric(metric)?.labels.get(label)?.values ?? []);
  return [...new Set(all)].filter((value) => value !== '');
}

/** "end in error" where one of the results is called error. */
function saidValue({ measure, values }: Labels, question: string): MatcherSpec | undefined {
  const words = new Set(question.split(/\W+/));
  for (const label of RESULT_LABELS) {
    if (!measure.labels.has(label)) continue;
    const value = values(label).find((candidate) => {
      const word = candidate.toLowerCase();
      return /^[a-z_]{4,}$/.test(word) && (words.has(word) || words.has(`${word}s`));
    });
    if (value !== undefined) return { label, op: '=', value };
  }
  return undefined;
}

function knownOutcome(wish: OutcomeWish, measure: Measure, ground: Ground): MatcherSpec | undefined {
  for (const rule of ground.outcomeRules) {
    if (!measure.labels.has(rule.label) || CODE_LABELS.includes(rule.label)) continue;
    const wanted = wish === 'success' ? rule.success : rule.failure;
    const opposite = wish === 'success' ? rule.failure : rule.success;
    if (wanted) return equality(rule.label, wanted, false);
    if (opposite) return equality(rule.label, opposite, true);
  }
  return undefined;
}

function equality(label: string, pattern: string, negated: boolean): MatcherSpec {
  const isPlain = /^[\w -]+$/.test(pattern);
  if (isPlain) return { label, op: negated ? '!=' : '=', value: pattern };
  return { label, op: negated ? '!~' : '=~', value: pattern };
}

/** "error rate with 404s included". */
const COUNTED_TOO =
  /\b(4\d\d)s? (?:responses? )?(?:(?:are |being )?included|counted (?:too|as well|in))\b|\b(?:including|counting) (?:the )?(4\d\d)s?\b/;

function codeMatcher(wish: OutcomeWish, { measure, values }: Labels, question: string): MatcherSpec | undefined {
  const label = CODE_LABELS.find(
    (candidate) => measure.labels.has(candidate) && values(candidate).some((value) => /^[1-5]\d\d$/.test(value)),
  );
  if (label === undefined) return undefined;
  if (wish === 'client-error') return { label, op: '=~', value: '4..' };
  if (wish === 'both-errors') return { label, op: '=~', value: '[45]..' };
  if (wish === 'no-errors') return { label, op: '!~', value: '[45]..' };
  const [, before, behind] = COUNTED_TOO.exec(question) ?? [];
  const also = before ?? behind;
  return { label, op: wish === 'success' ? '!~' : '=~', value: also === undefined ? '5..' : `5..|${also}` };
}

function goodResult(wish: OutcomeWish, { measure, values }: Labels): MatcherSpec | undefined {
  for (const label of RESULT_LABELS) {
    if (!measure.labels.has(label)) continue;
    const good = values(label).find(isGoodResult);
    if (good !== undefined) return { label, op: wish === 'success' ? '=' : '!=', value: good };
  }
  return undefined;
}
