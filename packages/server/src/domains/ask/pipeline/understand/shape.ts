import type { MaskedText } from './masked-text.ts';
import { NUMBER, numberValue } from './numbers.ts';

export type Aggregator = 'sum' | 'avg' | 'max' | 'min' | 'count';

/** "top 3", "the two slowest": how many and from which end. */
export interface Ranking {
  readonly direction: 'top' | 'bottom';
  readonly count: number;
  /** The number was said; "which … has the highest" alone implies one. */
  readonly explicit: boolean;
}

/** The outer form of the question. */
export interface Shape {
  readonly ranking?: Ranking;
  readonly aggregator?: Aggregator;
  /** Aggregate along time: "peak over the last hour". */
  readonly extreme?: 'max' | 'min' | 'avg';
  readonly percentiles: readonly number[];
  /** Words after by / per / for each, nearest first. */
  readonly groupings: readonly string[];
  /** "overall", "in total": no grouping wanted. */
  readonly overall: boolean;
  /** Events per this many seconds: "per minute" is 60. */
  readonly perSeconds?: number;
  /** A number of entities or events is the answer: "how many". */
  readonly howMany: boolean;
  /** "which …", "any …", "list …": entities are the answer. */
  readonly entities: boolean;
  /** The noun after "which": "which pods". */
  readonly entityNoun?: string;
}

const SUPERLATIVE_HIGH = 'most|highest|biggest|largest|greatest|heaviest|worst|slowest|busiest|longest|hottest|fullest|deepest|noisiest|chattiest|hungriest|laggiest|fastest growing|oldest|maximum|max';
const SUPERLATIVE_LOW = 'least|lowest|smallest|fewest|fastest|best|shortest|emptiest|quietest|minimum|youngest|newest';
const GROUP_WORD = "[a-z_][\\w.:/-]*(?: (?:code|class|name|group|point|interface|type|method|reason|device|provider|queue|index|pool|level|claim|mode|state|node|family|user|owner|set|service|port|family|path|category|database|topic|status|job|cache|partition|database|area|version|zone|region))?";

function takeRanking(text: MaskedText): Ranking | undefined {
  const explicit = text.take(new RegExp(`\\b(top|bottom|first)[ -]?${NUMBER}\\b(?: (?:of|by))?|\\b${NUMBER} (?:of the )?(${SUPERLATIVE_HIGH}|${SUPERLATIVE_LOW})\\b`));
  if (explicit) {
    const count = numberValue(explicit[2] ?? explicit[3] ?? '1');
    const low = explicit[1] === 'bottom' || new RegExp(`^(?:${SUPERLATIVE_LOW})$`).test(explicit[4] ?? '');
    return { direction: low ? 'bottom' : 'top', count: Math.max(1, Math.min(1000, Math.round(count))), explicit: true };
  }
  return undefined;
}

function takePercentiles(text: MaskedText): number[] {
  const wanted = /\b(?:just|only) (?:the )?p(\d\d?(?:\.\d+)?)\b/.exec(text.rest());
  const found = text.takeAll(/\b(?:at |the )?p(\d{1,2}(?:\.\d+)?|100|999)\b(?:th)?|\b(\d{1,2}(?:\.\d+)?)(?:st|nd|rd|th)?[ -]?(?:percentiles?|pctl|centile|quantile|pctile)\b|\b(median)\b|\bquantile (0?\.\d+)\b|\b(0\.\d+)[ -]quantile\b|\b(tail) (?=latenc)/);
  if (wanted?.[1]) return [Number(wanted[1]) / 100];
  return found.map((match) => {
    if (match[3]) return 0.5;
    if (match[6]) return 0.99;
    if (match[4] ?? match[5]) return Number(match[4] ?? match[5]);
    const digits = match[1] ?? match[2] ?? '50';
    return digits === '999' ? 0.999 : Number(digits) / 100;
  });
}

/** Splits "method, host and path" into its parts. */
function splitGrouping(list: string): string[] {
  return list.split(/\s*(?:,|\band\b|\+|&|\/(?=\s))\s*/).map((part) => part.trim().replace(/^(?:the|each|every|per|by|its) /, '')).filter(Boolean);
}

function takeGroupings(text: MaskedText): string[] {
  const groupings: string[] = [];
  const cue = new RegExp(`(?:\\b(?:broken down|split(?: up)?|grouped|group|breakdown|separated|segmented|sliced|partitioned|broken out|itemi[sz]ed|categori[sz]ed|aggregated|listed|ranked|sorted|summed|totalled)(?: (?:by|per|across|into))|\\bby|\\bper|\\bfor (?:each|every)|\\bof (?:each|every)|\\bon (?:each|every)|\\bin (?:each|every)|\\bfrom (?:each|every)|\\beach|\\bevery|\\bacross (?:all )?(?:the )?(?=\\w+s\\b)) (?:the |individual |single |distinct |separate |different )*(${GROUP_WORD}(?:(?:\\s*,\\s*|\\s+and (?:by |per )?|\\s*\\+\\s*|\\s*&\\s*)${GROUP_WORD})*)`);
  for (let guard = 0; guard < 4; guard += 1) {
    const match = cue.exec(text.rest());
    if (!match?.[1]) break;
    const across = /^across/.test(match[0]);
    text.mask(match.index, match.index + match[0].length);
    if (across && !/\b(?:by|per|each)\b/.test(text.original)) continue;
    groupings.push(...splitGrouping(match[1]));
  }
  return groupings;
}

/** Reads aggregation, ranking, percentile and grouping, and takes their words out of the text. */
export function takeShape(text: MaskedText): Shape {
  const percentiles = takePercentiles(text);
  const perUnit = text.take(/\b(?:per|a|each|every|\/)\s?(second|sec|s|minute|min|hour|hr|day)\b(?! (?:ago|average|rate))|\/(s|sec|min|h)\b|\b(rps|qps|tps|iops|bps)\b(?=$)/);
  const ranking = takeRanking(text);
  const groupings = takeGroupings(text);
  const overall = text.take(/\b(?:overall|in total|altogether|all together|combined|in aggregate|aggregated?|as a whole|(?:all|every) (?:\w+ )?(?:instances?|pods?|nodes?|replicas?|hosts?) (?:added up|together|combined|summed)|added up|summed(?: up)?|sum of all|cluster[- ]wide|fleet[- ]wide|site[- ]wide|globally|grand total|across the board|across all(?: of)?(?: the| our)? \w+|across (?:the )?(?:whole |entire )?(?:cluster|fleet|site))\b/) !== undefined;
  const which = /\b(?:which|what|list(?: all| the)?|show(?: me)?(?: all| the)*|any|are there(?: any)?|is there(?: any| an?)?|find|name(?: the| all)?|do (?:we have|any|some)|does any|have any|has any|who) (?:of (?:the|our) )?((?:[a-z][\w-]*)(?: [a-z][\w-]*){0,2})/.exec(text.rest());
  const howMany = /\b(?:how many|number of|count of|count how many|count the|count)\b/.test(text.rest());
  return {
    percentiles,
    groupings,
    overall,
    howMany,
    entities: /^(?:\W|hey |hi |so |ok |please |tell me |can you |show me )*(?:which|who|list|any|are (?:there|any|some)|is (?:there|any)|what (?!is|are|was|were|'s|percent|share|fraction|does|do|would|did)|do any|does any|have any|has any|find|name)\b|\b(?:any|which) \w+/.test(text.rest()),
    ...(which?.[1] && { entityNoun: which[1] }),
    ...(ranking && { ranking }),
    ...readAggregator(text),
    ...(perUnit && { perSeconds: perSecondsOf(perUnit) }),
  };
}

function perSecondsOf(match: RegExpExecArray): number {
  const unit = match[1] ?? match[2] ?? match[3] ?? 's';
  if (/^min/.test(unit)) return 60;
  if (/^h/.test(unit)) return 3600;
  return unit === 'day' ? 86_400 : 1;
}

/** A superlative that implies a ranking: "which route is slowest". */
export function findSuperlative(text: MaskedText): Ranking | undefined {
  const high = new RegExp(`\\b(?:${SUPERLATIVE_HIGH})\\b`).exec(text.original);
  const low = new RegExp(`\\b(?:${SUPERLATIVE_LOW})\\b`).exec(text.original);
  if (!high && !low) return undefined;
  return { direction: low && !high ? 'bottom' : 'top', count: 1, explicit: false };
}

function readAggregator(text: MaskedText): Pick<Shape, 'aggregator'> {
  const rest = text.rest();
  const found: [RegExp, Aggregator][] = [
    [/\b(?:total|sum|summed|altogether|combined|added up|together)\b/, 'sum'],
    [/\b(?:average|avg|mean|averaged|on average|typical)\b/, 'avg'],
    [/\b(?:max|maximum|peak|highest|worst|largest|biggest)\b/, 'max'],
    [/\b(?:min|minimum|lowest|smallest|trough)\b/, 'min'],
  ];
  const hit = found.find(([pattern]) => pattern.test(rest));
  return hit ? { aggregator: hit[1] } : {};
}
