import { inOrder } from '../understand/pattern.ts';
import { speaksOfShare } from '../understand/share-words.ts';
import type { Understanding } from '../understand/understand.ts';
import type { Ground } from './ground.ts';
import { namesItself } from './label-order.ts';
import { CHUNK } from './mentions.ts';
import { findOutcomeWish } from './outcomes.ts';
import type { WeighedToken } from './question-words.ts';
import type { ValuePlace } from './values.ts';
import type { Token } from './vocabulary.ts';

/** A word that a question goes without, and when. */
interface Implied {
  readonly words: string | ((question: Asked) => string);
  /** What the word's own weight is multiplied by; 0 only lets phrases match. */
  readonly share: number;
  readonly when: (question: Asked) => boolean;
}

/** What is the name of a program as well says nothing of the label. */
function isValueOf(label: string, places: readonly ValuePlace[]): boolean {
  return places.some((place) => place.label === label) && !places.some((place) => namesItself(place.label));
}

interface Asked extends Understanding {
  /** A value of the label is named. */
  readonly names: (label: string) => boolean;
  readonly has: (stems: RegExp) => boolean;
  /** Names of the services that have both: a metric of each name. */
  readonly servicesWith: (one: RegExp, other: RegExp) => string;
}

/** Stems of what a distribution is of; without one of them, latency is meant. */
const MEASURED = /^(?:size|lag|duration|time|age|wait|paus|byt|delai|latency)$/;
const STATUS_CODE = /(?<![\w.])[1-5]\d\ds?\b/;
const CALLER = /\b(?:calls?|requests?) (?:that )?(?:\w+ )?(?:makes?|made|sends?|issues?)\b/;
const SINCE_WHEN = /\b(?:since|for) how (?:many|long)\b|\bsince when\b/;
const TOO_FEW = /\b(?:fewer|less|lower|not enough|too few|short of|under|below)\b/;
const EXPECTED =
  /\b(?:desired|should|expected|want(?:ed|s)?|need(?:ed|s)?|required|supposed|spec\w*|asked for|asks for|demand(?:s|ed)?)\b/;
const MISMATCHED =
  /\b(?:is not|isnt|are not|arent|not) (?:what|the same as|equal to|in line with)\b|\bhas ?n[o']?t been (?:observed|applied|rolled)\b/;

const SPACE_OF =
  /\bhow much (?:disk|storage|space|room)(?: space)? (?:does|do|is|are|did|has|have)\b.*\b(?:tak\w+|us\w+|occup\w+|need\w*|eat\w*|consum\w+|fill\w*)\b/;
const BYTES_OF = /\bhow (?:many bytes|big|large) (?:will|would|is|are) (?!be\b).*\bbe\b/;
const COUNTED = /\b(?:number|amount|count) of\b|\bhow many\b/;
const EVER =
  /\b(?:most|highest|largest|biggest|maximum) (?:[\w-]+ ){1,6}?ever\b|\bever (?:needed|reached|hit|got to)\b/;
const LOGINS = /(?:^|_)(?:log|sign)_?ins?(?:_|$)/;
const SESSIONS = /(?:^|_)sessions?(?:_|$)/;
const TAKES_LONGEST = /\b(?:take|takes|taking|took) (?:[\w-]+ ){1,2}(?:the )?(?:longest|most time)\b/;
const AT_MAXIMUM = /\bat (?:the |its |their )max(?:imum)?\b/;

const isMismatch = ({ question }: Asked) => inOrder(question, TOO_FEW, EXPECTED) || MISMATCHED.test(question);

const IMPLIED: readonly Implied[] = [
  {
    // "share within 300 ms"
    words: 'latency',
    share: 0.5,
    when: ({ threshold, question, has }) =>
      threshold?.unit?.base === 'seconds' && speaksOfShare(question) && !has(MEASURED),
  },
  // "p95 of checkout"
  {
    words: 'latency',
    share: 0.8,
    when: ({ shape, question, has }) => shape.percentiles.length > 0 && !has(MEASURED) && !COUNTED.test(question),
  },
  {
    // "errors of checkout", "404s", "traffic"
    words: 'request',
    share: 0.15,
    when: ({ question, has }) =>
      !has(/^request$/) &&
      (findOutcomeWish(question) !== undefined || has(/^(?:latency|traffic|busiest)$/) || STATUS_CODE.test(question)),
  },
  // "status codes of checkout"
  {
    words: 'request',
    share: 0.4,
    when: ({ shape, has }) => shape.groupings.includes('status code') && !has(/^(?:request|latenc|rpc|call)$/),
  },
  // "is HighLatency firing"
  { words: 'alert', share: 0.3, when: ({ names }) => names('alertname') },
  // "sessions that are logged in" are those of who lets people in.
  {
    words: ({ servicesWith }) => servicesWith(LOGINS, SESSIONS),
    share: 2,
    when: ({ question }) => /\blogged[- ]in\b|\bsigned[- ]in\b/.test(question),
  },
  // "autoscalers at their maximum"
  { words: 'maxed out', share: 0.5, when: ({ question }) => AT_MAXIMUM.test(question) },
  // "the most memory that it ever needed"
  { words: 'peak', share: 0.5, when: ({ question }) => EVER.test(question) },
  // "how many bytes will the database be"
  { words: 'size', share: 0.5, when: ({ question, has }) => BYTES_OF.test(question) && !has(MEASURED) },
  { words: 'size', share: 0.6, when: ({ question, has }) => SPACE_OF.test(question) && !has(MEASURED) },
  // "threads of redis-server"
  { words: 'process', share: 0.3, when: ({ names }) => names('groupname') },
  // "requests that cart makes"
  { words: 'outgoing', share: 0.4, when: ({ question }) => CALLER.test(question) },
  { words: 'error rate', share: 1, when: ({ errorBudget }) => errorBudget !== undefined },
  { words: 'request', share: 0.3, when: ({ errorBudget, has }) => errorBudget !== undefined && !has(/^request$/) },
  { words: 'second', share: 0, when: ({ shape }) => shape.perSeconds !== undefined },
  { words: 'how long', share: 0.8, when: ({ question }) => SINCE_WHEN.test(question) },
  // "which targets take prometheus the longest to scrape"
  { words: 'latency', share: 0.5, when: ({ question }) => TAKES_LONGEST.test(question) },
  // "fewer replicas than desired"
  { words: 'missing', share: 0.4, when: isMismatch },
  { words: 'below', share: 0.2, when: isMismatch },
  { words: 'mismatch', share: 0, when: isMismatch },
];

/** Words that a question goes without: "p95 of checkout" is about latency, "errors of checkout" about requests. */
export function impliedWords(tokens: readonly Token[], understanding: Understanding, ground: Ground): WeighedToken[] {
  const chunks = understanding.words.match(CHUNK) ?? [];
  const asked: Asked = {
    ...understanding,
    names: (label) => chunks.some((chunk) => isValueOf(label, ground.values.find(chunk))),
    has: (stems) => tokens.some((token) => stems.test(token.stem)),
    servicesWith: (...names) =>
      ground.snapshot.services
        .filter(({ metrics }) => names.every((name) => metrics.some((metric) => name.test(metric))))
        .map(({ name }) => name)
        .join(' '),
  };
  return IMPLIED.filter((implied) => implied.when(asked)).flatMap(({ words, share }) => {
    const text = typeof words === 'string' ? words : words(asked);
    return ground.vocabulary
      .stems(text)
      .map((stem) => ({ stem, text, start: -1, end: -1, generic: false, weight: ground.weight(stem) * share }));
  });
}
