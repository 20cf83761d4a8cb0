import { type Span, withoutContext } from './context.ts';
import { AND_WHY, type Entities, findEntities } from './entities.ts';
import { findGroupings } from './groupings.ts';
import type { MaskedText } from './masked-text.ts';
import { anyOf } from './pattern.ts';
import { takePercentiles } from './percentiles.ts';
import { type Ranking, takeRanking } from './ranking.ts';
import { SHARE_WORD } from './share-words.ts';
import { findUnit } from './units.ts';

export type Aggregator = 'sum' | 'avg' | 'max' | 'min';

/** The outer form of the question. */
export interface Shape extends Entities {
  readonly ranking?: Ranking;
  /** Words of aggregation, the strongest first; some may belong to the measure's name. */
  readonly aggregators: readonly Aggregator[];
  /** Levels from 0 to 1. */
  readonly percentiles: readonly number[];
  /** Words after by / per / for each, nearest first. */
  readonly groupings: readonly string[];
  /** Those of them that may be who did it ("handled by cart") rather than a grouping. */
  readonly tentative: ReadonlySet<string>;
  /** "of each container": single things, told apart by all that tells them apart. */
  readonly individually: boolean;
  /** "overall", "in total": no grouping wanted. */
  readonly overall: boolean;
  /** "rank pods by memory": all of them, the highest first. */
  readonly ordered: boolean;
  /** Events per this many seconds: "per minute" is 60. */
  readonly perSeconds?: number;
}

const PER_UNIT =
  /\b(?:(?:per|(?<!\b(?:half|quarter|third|tenth|than|within|inside|under|over|below|above|about) )a|each|every)\s+|\/\s?)(second|sec|s|minute|min|hour|hr|day)\b(?! (?:ago|average|rate)\b)|\/(s|sec|min|h)\b/;
/** "per second and method". */
const BESIDE_UNIT =
  /^(?:per|a|each|every|\/)\s?\w+ (?:and|,) (?:per |by |for each )?([a-z][\w-]*(?: [a-z][\w-]*)?)(?=\s*[,.?!;]|\s*$)/;
/** "mean time per call" is what a call takes: nothing is grouped. */
const PER_CALL =
  /(?<=\b(?:time|latency|duration|seconds|milliseconds|ms|microseconds)(?: (?:taken|spent|needed|used))?) per (call|request|operation|op|query|command|statement|run|rpc|read|write|scrape|evaluation|transaction|message|event)\b/;
/** "which versions run, and how many pods on each", "… count instances for each". */
const EACH_ALONE =
  /\b(?:how many|count|number of)\b[^.?!]*\b(?:for|on|of|in|with|per|at) each(?: one)?(?=\s*(?:[.?!,]|$))/;
const WHICH_THINGS = /\b(?:in |on |at |for )?(?:which|what) ([a-z][\w-]*(?: [a-z][\w-]*){0,2}?s)\b/;
const OVERALL = new RegExp(
  `\\b${anyOf([
    ...['overall', 'in total', 'altogether', 'all together', 'combined', 'in aggregate', 'aggregated?', 'as a whole'],
    ...['(?<=, )(?:the )?whole service', '(?<=\\()(?:the )?whole service(?=\\))'],
    '(?:all|every) (?:\\w+ )?(?:instances?|pods?|nodes?|replicas?|hosts?) (?:added up|together|combined|summed)',
    ', all (?:\\w+ )?(?:instances|pods|nodes|replicas|hosts)(?=\\s*[?.]?\\s*$)',
    '(?<=\\()all (?:\\w+ )?(?:instances|pods|nodes|replicas|hosts)(?=\\))',
    ...['added up', 'summed(?: up)?', 'sum of all', 'cluster[- ]wide', 'fleet[- ]wide', 'site[- ]wide', 'globally'],
    'everything (?:that )?(?:we |i )?(?:monitor|scrape|watch|have)',
    ...['grand total', 'across the board', "of (?:the|our) (?:whole |entire )?cluster'?s?"],
    `(?<=(?:${SHARE_WORD}|%) )of all(?: of)?(?: the| our)?`,
    'across all(?: of)?(?: the| our)? \\w+',
    'across (?:the )?(?:whole |entire )?(?:cluster|fleet|site)',
  ])}\\b`,
);
/** "rank the pods by memory". */
const ORDERED = /\b(?:rank|sort|order) (?:all )?(?:of )?(?:the |our |my )?([a-z][\w-]*s) by\b/;
/** "…, biggest first". */
const IN_ORDER =
  /,? ?\b(?:the )?(?:biggest|largest|highest|worst|slowest|busiest|most|heaviest|longest) (?:ones? )?first\b/;
/** "status codes of checkout": how many of each. */
const STATUS_CODES =
  /^\W*(?:please |show (?:me )?|give me |list |what |which |what are |all )*(?:the )?(?:http |response |grpc )?(?:status|response|return) codes?\b(?! (?:[1-5]|is|was))/;
/** "of all services": each of them, unless their total is asked. */
const OF_ALL_SERVICES =
  /\b(?:of|for|from|in) (?:all|our|the) (?:of )?(?:the |our |my )?(?:\w+ )?(?:micro)?services\b|^\W*(?:compare )?(?:all )?(?:the |our )?(?:micro)?services (?:ranked |sorted |compared )?by\b/;
const TOTAL = /\b(?:total|sum|summed|together|combined|number of|how many|which|top|highest|lowest)\b/;
const AVERAGE = /\b(?:averaged?|avg|mean|typical(?:ly)?)\b/;
const AGGREGATORS: readonly (readonly [RegExp, Aggregator])[] = [
  [/\b(?:max|maximum|peak|highest|worst|longest|slowest|largest|biggest|busiest moment|busiest time)\b/, 'max'],
  [/\b(?:min|minimum|lowest|smallest|trough)\b/, 'min'],
  [/\b(?:total|sum|summed|altogether|combined|added up|together)\b/, 'sum'],
  [AVERAGE, 'avg'],
];

/** Also where its word belongs to a window ("average over 5 minutes") and is no aggregator. */
export function speaksOfAverage(question: string): boolean {
  return AVERAGE.test(question);
}

/** What stands behind the number, unless that is what it is ranked by: "commands, top 5 by calls". */
function thingsRanked(original: string, rest: string, end: number): string {
  return /\bby$/.test(original.slice(0, end).trimEnd()) ? '' : rest.slice(end);
}

/** Reads aggregation, ranking, percentile and grouping, and takes their words out of the text. */
export function takeShape(text: MaskedText, context: readonly Span[] = []): Shape {
  // Taken in this order: "per second" is no grouping, and what is ranked decides what "by" means.
  const percentiles = takePercentiles(text);
  const perUnit = text.take(PER_UNIT);
  const ranking = takeRanking(text);
  text.take(AND_WHY);
  const isOrdered = text.take(IN_ORDER) !== undefined;
  const ordered = text.take(ORDERED)?.[1];
  const rankedFrom = ordered === undefined ? ranking?.end : 0;
  const found = findGroupings(text, rankedFrom);
  const beside = perUnit && BESIDE_UNIT.exec(text.original.slice(perUnit.index))?.[1];
  const call = PER_CALL.exec(text.original)?.[1];
  const groupings = [beside, ordered, ...found.groupings]
    .flatMap((name) => name ?? [])
    .filter((name) => name.split(' ')[0] !== call);
  const { tentative } = found;
  const things = EACH_ALONE.test(text.rest()) ? WHICH_THINGS.exec(text.rest())?.[1] : undefined;
  if (things !== undefined) groupings.push(things);
  const overall = text.take(OVERALL) !== undefined;
  const rest = text.rest();
  if (groupings.length === 0 && STATUS_CODES.test(rest)) groupings.push('status code');
  if (!overall && OF_ALL_SERVICES.test(rest) && !TOTAL.test(rest)) groupings.push('service');
  const perSeconds = perUnit && findUnit(perUnit[1] ?? perUnit[2] ?? 's')?.factor;
  const entities = findEntities(
    withoutContext(rest, context),
    ranking?.end === undefined ? undefined : thingsRanked(text.original, rest, ranking.end),
  );
  return {
    ...entities,
    ...(things !== undefined && { howMany: true, entities: false }),
    percentiles,
    groupings,
    tentative,
    overall,
    ordered: isOrdered || ordered !== undefined,
    individually: /\b(?:each|every)\b/.test(rest),
    ...(ranking && { ranking }),
    aggregators: AGGREGATORS.filter(([pattern]) => pattern.test(rest)).map(([, aggregator]) => aggregator),
    ...(perSeconds !== undefined && { perSeconds }),
  };
}
