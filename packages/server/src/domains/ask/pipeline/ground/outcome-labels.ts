/**
 * How labels tell the way something ended: what they are called, and what their values say. This is custom among all programs; what
 * one exporter does in its own way stands as `outcomes` in its knowledge file.
 */

/** Labels of HTTP status codes, the likeliest first. */
export const CODE_LABELS = [
  ...['status', 'code', 'status_code', 'http_status', 'http_status_code', 'http_response_status_code'],
  ...['response_code', 'http_code'],
];

/** Labels of results in words, the likeliest first. */
export const RESULT_LABELS = ['result', 'outcome', 'status', 'state', 'kind', 'success', 'error_type'];

const OUTCOME = /status|code|result|outcome|state|phase|condition/;
const PART = /reason|type|mode|level|kind|exception|quantile|memtype|area/;

/** Whether a label tells how something ended. */
export function isOutcomeLabel(label: string): boolean {
  return OUTCOME.test(label);
}

/** Whether the values of a label are parts of a whole, outcomes among them, rather than things of their own. */
export function isPartLabel(label: string): boolean {
  return OUTCOME.test(label) || PART.test(label);
}

const GOOD =
  /^(?:success|successful|succeeded|ok|true|completed|complete|passed|pass|hit|done|accepted|delivered|2xx)$/i;

/** Whether a value of a result says that it went well. */
export function isGoodResult(value: string): boolean {
  return GOOD.test(value);
}

const BAD =
  /(?:^|[ _-])(?:err(?:or)?s?|errored|fail(?:ed|ure|ures)?|time(?:d[ _-]?)?out|unavailable|aborted|exception|crash(?:ed)?|5xx)$/i;

/** Whether a value of a result says that it went wrong, and not only that there was nothing to find. */
export function isBadResult(value: string): boolean {
  return BAD.test(value);
}

/** "server error": a value that says no more than an outcome. */
export function isOutcomeValue(value: string): boolean {
  return /^(?:(?:server|client|internal) )?(?:errors?|failures?|failed|success(?:ful)?|ok)$/.test(value);
}

/** Whether the stem of a word says an outcome. */
export function isOutcomeStem(stem: string): boolean {
  return stem === 'error' || stem === 'success' || /^[45]xx$/.test(stem);
}
