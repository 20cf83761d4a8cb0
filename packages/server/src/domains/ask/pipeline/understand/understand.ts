import { isRelative, takeAskedUnit } from './asked-unit.ts';
import { formOf, THAN_BEFORE, takeThen } from './comparison.ts';
import { type Context, findContext, type Span, withoutContext } from './context.ts';
import { type ErrorBudget, takeErrorBudget } from './error-budget.ts';
import { createMaskedText, type MaskedText, normaliseQuestion } from './masked-text.ts';
import { findSuperlative, type Ranking } from './ranking.ts';
import { findRefusal } from './safety/find-refusal.ts';
import type { Refusal } from './safety/refusal.ts';
import { type Shape, takeShape } from './shape.ts';
import { type Target, takeTarget } from './target.ts';
import { leavesBound, type Threshold, takeLasting, takePromise, takeThreshold } from './thresholds.ts';
import { type TimePhrases, takeTimePhrases } from './time-phrases.ts';
import type { WrittenUnit } from './units.ts';

/** A question with everything read that needs no catalog; `words` is what is left: the measure, its things and places. */
export interface Understanding {
  readonly question: string;
  readonly words: string;
  /** The question without what only tells the occasion. */
  readonly core: string;
  /** Where it tells the occasion. */
  readonly context: readonly Context[];
  readonly refusal?: Refusal;
  readonly time: TimePhrases;
  readonly shape: Shape;
  readonly superlative?: Ranking;
  readonly threshold?: Threshold;
  /** For how long the threshold has to be passed, in seconds. */
  readonly lasting?: number;
  /** More than one bound is asked: "between 10 and 20". */
  readonly severalBounds: boolean;
  /** "when will it reach 1 GB". */
  readonly target?: Target;
  /** "in percent", "in bits per second". */
  readonly askedUnit?: WrittenUnit;
  readonly errorBudget?: ErrorBudget;
  /** "of its limit", "vs the maximum": a share of a bound. */
  readonly relative: boolean;
  /** Text in quotes, as written but in lower case. */
  readonly literals: readonly string[];
  readonly matchers: readonly WrittenMatcher[];
  readonly negatedWords: readonly string[];
}

/** `label=value` and `label="value"` as written. */
export interface WrittenMatcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** The first stage: reads structure, without knowing what is measured. `now` is Unix seconds. */
export function understand(question: string, now: number): Understanding {
  const original = normaliseQuestion(question);
  const text = createMaskedText(original);
  const context = findContext(original);
  const core = withoutContext(original, context);
  const refusal = findRefusal(original, core);
  const matchers = takeMatchers(text);
  takeExamples(text);
  text.take(AND_SO_ON);
  text.take(NO_MATTER);
  text.take(EVERYWHERE);
  text.take(INCLUDED);
  text.take(LIST_OF);
  text.take(ANY_MOMENT);
  takeParticles(text);
  const literals = text.takeAll(/"([^"]{1,200})"/).map((match) => match[1] ?? '');
  const errorBudget = takeErrorBudget(text);
  const promised = takePromise(text);
  // What is said of time and form is said of the question itself; the words of the occasion come back at the end.
  const passing = context.map((part) => ({ ...part, ...inPassing(text.rest().slice(part.start, part.end), now) }));
  for (const { start, end } of context) text.mask(start, end);
  // "older than 2 hours", "within 300 ms" look like windows: they are taken before time is read, all others after.
  const target = takeTarget(text);
  const lasting = takeLasting(text);
  const isEarly = LOOKS_LIKE_WINDOW.test(original) && !THAN_BEFORE.test(original);
  const early = isEarly ? takeThreshold(text) : undefined;
  const said = takeTimePhrases(text, now, core);
  const phrases = speaksOfTime(said) ? said : { ...said, ...timeTold(passing, text) };
  const timed = target ? { ...phrases, timeUntil: true, forecast: true } : phrases;
  const bound = promised ?? early ?? takeThreshold(text);
  const time = asCompared(timed, bound, original);
  const threshold = time === timed ? bound : asChange(bound, original);
  const severalBounds = !promised && leavesBound(text, threshold);
  const askedUnit = takeAskedUnit(text);
  const negatedWords = findNegatedWords(text.rest());
  const shape = takeShape(text, context);
  const superlative = findSuperlative(text);
  return {
    question: original,
    core,
    context,
    words: restore(text.rest(), passing),
    time,
    shape,
    literals,
    matchers,
    negatedWords,
    relative: isRelative(original),
    severalBounds,
    ...(refusal && { refusal }),
    ...(superlative && { superlative }),
    ...(threshold && { threshold }),
    ...(threshold && lasting !== undefined && { lasting }),
    ...(target && { target }),
    ...(askedUnit && { askedUnit }),
    ...(errorBudget && { errorBudget }),
  };
}

/** "1000 messages more than an hour ago": what is compared with an amount is a difference. */
function asCompared(time: TimePhrases, threshold: Threshold | undefined, original: string): TimePhrases {
  if (!time.comparison || !threshold || threshold.fraction || threshold.unit?.base === 'percent') return time;
  if (/percent|%|times|factor|ratio|fold/.test(original)) return time;
  return { ...time, comparison: { ...time.comparison, form: 'difference' } };
}

/** "50 lower than an hour ago": a change below -50. */
function asChange(bound: Threshold | undefined, original: string): Threshold | undefined {
  if (!bound?.operator.startsWith('>') || !/\d[\w ]*? (?:lower|less|fewer|smaller) than\b/.test(original)) return bound;
  return { ...bound, operator: bound.operator === '>' ? '<' : '<=', value: -bound.value };
}

function speaksOfTime({ lookback, smoothing, offset, comparison, horizon, absolute }: TimePhrases): boolean {
  return [lookback, smoothing, offset, comparison, horizon, absolute].some((phrase) => phrase !== undefined);
}

/** A part that tells the occasion, without its words of time. */
interface Passing extends Context {
  readonly words: string;
  readonly time: TimePhrases;
}

function inPassing(part: string, now: number): Omit<Passing, keyof Context> {
  const text = createMaskedText(part);
  const time = takeTimePhrases(text, now);
  return { words: text.rest(), time };
}

/**
 * What an introduction says of time: "did anything restart in the last 2 hours? tell me which instances", "is it busier than
 * yesterday? calls now divided by then".
 */
function timeTold(passing: readonly Passing[], text: MaskedText): Partial<TimePhrases> {
  const { lookback, comparison } = passing.find(({ asks }) => asks)?.time ?? {};
  if (comparison && takeThen(text)) return { comparison: { ...comparison, form: formOf(text.original) } };
  return lookback === undefined ? {} : { lookback };
}

function restore(rest: string, passing: readonly (Span & { readonly words: string })[]): string {
  return passing.reduce((all, { start, end, words }) => all.slice(0, start) + words + all.slice(end), rest);
}

const LOOKS_LIKE_WINDOW =
  /\b\w+_seconds (?:over|under|above|below) \d|\bover (?:an?|one|\d+) \w+ (?:behind|old|late|stale)\b|\b(?:over|under) \d+ ?(?:ms|millis|milliseconds?)\b|\b(?:needs?|takes?|took|taking|lasts?|lasted|lasting) (?:over|under) \d|\bwithin\b|\binside\b|\bin (?:under|less than)\b|\bby (?:more than|over|under|at least) |\bfor (?:over|more than|longer than|at least) |\b(?:older|longer|staler|slower|faster|younger) than\b|\bthan [\w ]{1,20}? ago\b|\bfor [\w ]{1,20}? (?:or|and) (?:longer|more)\b/;
/** With spaces only around what is quoted: "(5xx = bad)" explains. */
const MATCHER = /\b([a-z_]\w*)(?:\s?(=~|!~|!=|=)\s?"([^",}]+)"|(=~|!~|!=|=)([^\s",}]+))/;

function takeMatchers(text: MaskedText): WrittenMatcher[] {
  return text.takeAll(MATCHER).map((match) => ({
    label: match[1] ?? '',
    // The pattern lets nothing else through.
    op: (match[2] ?? match[4] ?? '=') as WrittenMatcher['op'],
    value: match[3] ?? match[5] ?? '',
  }));
}

/** "(pods, nodes and so on)" explains and asks nothing. */
function takeExamples(text: MaskedText): void {
  text.takeAll(/\b(?:i\.e|e\.g)\b\.?/);
  text.takeAll(/\([^()]*\b(?:and so on|etc\.?|and the like|for example|e\.?g\.?)[^()]*\)|\([^()]*\.\.\.?\s*\)/);
}

/** "between user, system & co": the first of a list that goes on. */
const AND_SO_ON =
  /(?:\b(?:between|into|like|such as) )?[\w-]+(?:(?:\/|, )[\w-]+){1,6}(?:\/?,? ?(?:\.\.\.)|,? (?:etc\b\.?|& co\b\.?|and co\b\.?|and so on\b|and the like\b|and others\b))/;
/** "the highest rate at any point in the last hour". */
const ANY_MOMENT = /\bat any (?:one |given |single )?(?:point|time|moment)(?: in time)?\b/;

/** Whether all of a period is meant, and not its end. */
export function speaksOfAnyMoment(question: string): boolean {
  return ANY_MOMENT.test(question);
}

/** "no matter if up or down" sets nothing apart. */
const NO_MATTER =
  /,? ?\b(?:no matter|regardless of|irrespective of) [^,.?!;:]*(?=$|[,.?!;:])|, whether [^,.?!;:]* or [^,.?!;:]*(?=$|[,.?!;:])|, (?:assuming|supposing|provided that|given that) (?![^,.?!;:]*(?:\d|\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b))[^,.?!;:]*(?=$|[,.?!;:])|\((?:(?:ignore|ignoring) (?:if|whether|that|how|what|who|when|the fact)\b|(?:assuming|assume|supposing) (?![^()]*\d))[^()]*\)/;

/** "404s included": nothing is set apart. */
const INCLUDED =
  /,? ?\b(?:with |and )?(?:the )?[1-5]\d\ds? (?:responses? )?(?:(?:are |being )?included|counted (?:too|as well|in))\b|,? ?\b(?:including|counting) (?:the )?[1-5]\d\ds?(?: too| as well)?(?=$|[\s,.?!])/;
/** "across our fleet" leaves nothing out. */
const EVERYWHERE =
  /\b(?:across|throughout|in|over) (?:the |our |my )?(?:whole |entire |full )?(?:fleet|estate|board|company|organi[sz]ation|infrastructure)\b/;
/** "inventory of go versions". */
const LIST_OF =
  /^(?:an? |the |give me (?:an? |the )?)?(?:inventory|overview|listing|rundown|stocktake) of (?:the |all |our )*/;

const PHRASAL_VERBS =
  'end us fill tak mak pick bring show set sett com go clean back speed eat pil build hold start wak break split mess follow lin sign catch warm clos sp open wrap mov clear hurr tidi';
const PHRASAL_UP = new RegExp(
  `\\b(?:${PHRASAL_VERBS.replaceAll(' ', '|')})(?:s|e|es|ed|ing|ding|ping|ten)? up\\b(?! (?:or|and) down\\b)`,
  'g',
);

/** "ends up", "filling up": the particle says nothing of being up. */
function takeParticles(text: MaskedText): void {
  for (const match of text.rest().matchAll(PHRASAL_UP)) {
    const end = match.index + match[0].length;
    text.mask(end - 'up'.length, end);
  }
}

/** "leave the streaming one out". */
const LEAVE_OUT =
  /\b(?:leave|leaving|keep|keeping|take|taking) (?:the )?((?:\/?[\w*./-]+)) (?:[a-z]+ ){0,2}?(?:out|aside)\b/g;

const NEGATION =
  /\b(?:excluding|except(?: for)?|without(?: counting)?(?! any| a )|not counting|ignoring|other than|leaving out|leave out|skip(?:ping)?|omit(?:ting)?|exclude|ignore|apart from|anything but|everything but|(?:all|every)(?: (?:of )?(?:the|our))?(?: [\w-]+){0,2} but|minus|no|not|isnt|arent|wasnt|werent|besides|never)\s+(?:(?:on|at|running|using|get|got|getting|being|been)\s+)?(?:the\s+|any\s+)?(?:versions?\s+(?=v?\d))?((?:\/?[\w*./-]+)(?:(?:,| and| or)+ (?:\/?[\w*./-]+))*)/g;

/** "actuator calls left out". */
const LEFT_OUT =
  /((?:\/?[\w*./-]+)) (?:[a-z]+ ){0,2}?(?:left out|excluded|not counted|(?:do|does|did|should|must|wo)(?:nt| not) count|ignored|aside|set aside|filtered out)\b/g;

/** "excluding health checks and /metrics" → the words that are left out. They stay in the text. */
function findNegatedWords(rest: string): string[] {
  return [...rest.matchAll(NEGATION), ...rest.matchAll(LEFT_OUT), ...rest.matchAll(LEAVE_OUT)]
    .flatMap((match) => (match[1] ?? '').split(/(?:,| and | or )\s*/))
    .map((word) => word.trim())
    .filter(Boolean);
}
