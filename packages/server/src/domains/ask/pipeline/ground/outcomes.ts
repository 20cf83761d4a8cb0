import type { CatalogSnapshot, KnowledgeFile } from '../../../catalog/index.ts';
import type { Measure } from './measure.ts';

export interface MatcherSpec {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
  /** How many things were named, where the value is made of several. */
  readonly alternatives?: number;
}

/** Everything but server errors is wanted: "non-5xx", "everything that is not 5xx". */
export const NOT_5XX = /\bnon[- ]?5xx\b|\b(?:but|except|not|without|excluding|isnt) (?:a |the )?5xx\b/;

export type OutcomeWish = 'failure' | 'success' | 'client-error' | 'server-error' | 'both-errors';

const CODE_LABELS = [
  'status',
  'code',
  'status_code',
  'http_status',
  'http_status_code',
  'http_response_status_code',
  'response_code',
  'http_code',
];
const RESULT_LABELS = ['result', 'outcome', 'status', 'state', 'kind', 'success', 'error_type'];
const GOOD =
  /^(?:success|successful|succeeded|ok|true|completed|complete|passed|pass|hit|done|accepted|delivered|2xx)$/i;

/** What a question wants to know of outcomes, from its own words. */
export function findOutcomeWish(question: string): OutcomeWish | undefined {
  if (
    /\b(?:success|availability)\b/.test(question) &&
    !/\b(?:error|failure|fail)s? (?:rate|ratio|share|percent\w*)\b/.test(question)
  )
    return 'success';
  if (NOT_5XX.test(question)) return 'success';
  const client = /\b4xx\b|\bclient errors?\b|\b4xxs\b/.test(question);
  const server = /\b5xx\b|\bserver errors?\b|\b5xxs\b/.test(question);
  if (client && server) return 'both-errors';
  if (server) return 'server-error';
  if (client) return 'client-error';
  if (
    /\b(?:errors?|errored|erroring|fail(?:s|ed|ing|ure|ures)?|unsuccessful|faulty|broken|bad|went wrong)\b/.test(
      question,
    )
  )
    return 'failure';
  if (
    /\b(?:succ?ess?(?:es|ful|fully)?|succeed(?:ed|s|ing)?|went through|go through|goes through|availability)\b/.test(
      question,
    )
  )
    return 'success';
  return undefined;
}

/** The matcher on a measure's own labels that selects such outcomes; nothing when no label tells outcomes. */
export function outcomeMatcher(
  wish: OutcomeWish,
  measure: Measure,
  snapshot: CatalogSnapshot,
  knowledge: readonly KnowledgeFile[],
  question: string,
): MatcherSpec | undefined {
  const values = (label: string) =>
    [...new Set(measure.metrics.flatMap((metric) => snapshot.metric(metric)?.labels.get(label)?.values ?? []))].filter(
      (value) => value !== '',
    );
  const said = saidValue(measure, values, question);
  if (said) return said;
  for (const rule of knowledge.flatMap((file) => file.outcomes)) {
    if (!measure.labels.has(rule.label) || wish === 'client-error' || wish === 'server-error' || wish === 'both-errors')
      continue;
    if (CODE_LABELS.includes(rule.label)) continue;
    const wanted = wish === 'success' ? rule.success : rule.failure;
    const opposite = wish === 'success' ? rule.failure : rule.success;
    if (wanted) return equality(rule.label, wanted, false);
    if (opposite) return equality(rule.label, opposite, true);
  }
  for (const label of CODE_LABELS) {
    if (!measure.labels.has(label) || !values(label).some((value) => /^[1-5]\d\d$/.test(value))) continue;
    if (wish === 'client-error') return { label, op: '=~', value: '4..' };
    if (wish === 'both-errors') return { label, op: '=~', value: '[45]..' };
    if (wish === 'success') return { label, op: '!~', value: '5..' };
    return { label, op: '=~', value: '5..' };
  }
  for (const label of RESULT_LABELS) {
    if (!measure.labels.has(label)) continue;
    const good = values(label).filter((value) => GOOD.test(value));
    if (good[0] === undefined || wish === 'client-error' || wish === 'server-error' || wish === 'both-errors') continue;
    return { label, op: wish === 'success' ? '=' : '!=', value: good[0] };
  }
  return undefined;
}

function equality(label: string, pattern: string, negated: boolean): MatcherSpec {
  const plain = /^[\w -]+$/.test(pattern);
  if (plain) return { label, op: negated ? '!=' : '=', value: pattern };
  return { label, op: negated ? '!~' : '=~', value: pattern };
}

/** "end in error" where one of the results is called error. */
function saidValue(measure: Measure, values: (label: string) => string[], question: string): MatcherSpec | undefined {
  for (const label of RESULT_LABELS) {
    if (!measure.labels.has(label)) continue;
    const value = values(label).find(
      (candidate) => /^[a-z_]{4,}$/i.test(candidate) && new RegExp(`\\b${candidate.toLowerCase()}s?\\b`).test(question),
    );
    if (value !== undefined) return { label, op: '=', value };
  }
  return undefined;
}
