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
  /** Words of aggregation, the strongest first; some may belong to the measure's name. */
  readonly aggregators: readonly Aggregator[];
  /** Aggregate along time: "peak over the last hour". */
  readonly extreme?: 'max' | 'min' | 'avg';
  readonly percentiles: readonly number[];
  /** Words after by / per / for each, nearest first. */
  readonly groupings: readonly string[];
  /** Those of them that may be who did it ("handled by cart") rather than a grouping. */
  readonly tentative: ReadonlySet<string>;
  /** "of each container": single things, told apart by all that tells them apart. */
  readonly individually: boolean;
  /** "overall", "in total": no grouping wanted. */
  readonly overall: boolean;
  /** Events per this many seconds: "per minute" is 60. */
  readonly perSeconds?: number;
  /** A number of entities or events is the answer: "how many". */
  readonly howMany: boolean;
  /** "which …", "any …", "list …": entities are the answer. */
  readonly entities: boolean;
  /** The entities were only named first ("threads waiting for …"), not asked for with "which" or "any". */
  readonly leadingOnly: boolean;
  /** The noun after "which": "which pods". */
  readonly entityNoun?: string;
}

const SUPERLATIVE_HIGH =
  'most|highest|biggest|largest|greatest|heaviest|worst|slowest|busiest|longest|hottest|fullest|deepest|noisiest|chattiest|hungriest|laggiest|fastest growing|oldest|closest|nearest|maximum|max';
const SUPERLATIVE_LOW = 'least|lowest|smallest|fewest|fastest|best|shortest|emptiest|quietest|minimum|youngest|newest';

function takeRanking(text: MaskedText): Ranking | undefined {
  const explicit = text.take(
    new RegExp(
      `\\b(top|bottom|first)[ -]?${NUMBER}\\b(?: (?:of|by))?|\\b${NUMBER} (?:of the )?(?=(?:${SUPERLATIVE_HIGH}|${SUPERLATIVE_LOW})\\b)`,
    ),
  );
  const counted = text.take(
    new RegExp(
      `^(?:the |our |show |give me |list |which |what are the )*${NUMBER}(?= [a-z][\\w-]*s\\b.*\\b(?:more|${SUPERLATIVE_HIGH}|${SUPERLATIVE_LOW})\\b)`,
    ),
  );
  if (counted?.[1]) {
    const low = /\b(?:least|fewest|lowest|smallest)\b/.test(text.rest());
    return {
      direction: low ? 'bottom' : 'top',
      count: Math.max(1, Math.round(numberValue(counted[1]))),
      explicit: true,
    };
  }
  if (explicit) {
    const count = numberValue(explicit[2] ?? explicit[3] ?? '1');
    const low =
      explicit[1] === 'bottom' ||
      (explicit[3] !== undefined &&
        new RegExp(`^\\s*(?:${SUPERLATIVE_LOW})\\b`).test(text.rest().slice(explicit.index + explicit[0].length)));
    return { direction: low ? 'bottom' : 'top', count: Math.max(1, Math.min(1000, Math.round(count))), explicit: true };
  }
  return undefined;
}

function takePercentiles(text: MaskedText): number[] {
  const wanted = /\b(?:just|only) (?:the )?p(\d\d?(?:\.\d+)?)\b/.exec(text.rest());
  const found = text.takeAll(
    /\b(?:at |the )?p(\d{1,2}(?:\.\d+)?|100|999)\b(?:th)?|\b(\d{1,2}(?:\.\d+)?)(?:st|nd|rd|th)?[ -]?(?:percentiles?|pctl|centile|quantile|pctile)\b|\b(median)\b|\bquantile (0?\.\d+)\b|\b(0\.\d+)[ -]quantile\b|\b(tail) (?=latenc)/,
  );
  if (wanted?.[1]) return [Number(wanted[1]) / 100];
  return found.map((match) => {
    if (match[3]) return 0.5;
    if (match[6]) return 0.99;
    if (match[4] ?? match[5]) return Number(match[4] ?? match[5]);
    const digits = match[1] ?? match[2] ?? '50';
    return digits === '999' ? 0.999 : Number(digits) / 100;
  });
}

const GROUP_STOP =
  /^(?:of|in|on|for|over|at|the|and|to|with|from|is|are|was|were|that|which|who|vs|versus|during|last|past|right|now|as|have|has|had|do|does|did|than|where|when|currently|please|pls|compared|relative|within|since|if|but|or|not|be|been|being|get|gets|give|show|using|used|judged|they|it|we|their|by|per|each|every|more|less|above|below|under|take|takes|took|per)$/;

/** Up to three words of the thing named, cut at the first word that cannot belong to it. */
function thing(words: string): string {
  const taken: string[] = [];
  for (const word of words.trim().split(/\s+/)) {
    const clean = word.replace(/[?!.;:]+$/, '');
    if (taken.length === 3 || GROUP_STOP.test(clean)) break;
    taken.push(clean);
    if (clean !== word) break;
  }
  return taken.join(' ');
}

const WORD_RUN = '[a-z_][\\w.:/-]*(?: (?!and\\b)[a-z_][\\w.:/-]*){0,2}';
const GROUP_CUE = new RegExp(
  `(?:\\b(?:broken down|split(?: up)?|grouped|group|breakdown|separated|segmented|sliced|partitioned|broken out|itemi[sz]ed|categori[sz]ed|aggregated|listed|ranked|sorted|summed|totalled)(?: (?:by|per|across|into))|\\bby(?! (?:the |more|less|how|at least|over|the way|now|default|chance|any|far|than|\\d))|\\bper(?! (?:cent|chance))|(?<!with |whose |has |have |when |if )\\b(?:each|every)) (?:the |individual |single |distinct |separate |different |each |every )*(${WORD_RUN}(?:(?:\\s*,\\s*(?:and )?|\\s+and (?:by |per )?|\\s*\\+\\s*|\\s*&\\s*)${WORD_RUN})*)`,
  'g',
);

/** "by method, host and path" → the three things. The words stay in the text: they may also say what is measured. */
function findGroupings(text: MaskedText, ranked: boolean): { groupings: string[]; tentative: Set<string> } {
  const tentative = new Set<string>();
  const listed = /\(([a-z_]+(?:\s*\+\s*[a-z_]+)+)\)/.exec(text.rest())?.[1]?.split(/\s*\+\s*/) ?? [];
  // What follows "i.e." explains and groups nothing.
  const stated = text.rest().split(/\bi\.e\b/)[0] ?? '';
  const found = [...stated.matchAll(GROUP_CUE)].flatMap((match) => {
    // "top 3 pods by cpu" ranks by the measure.
    if (ranked && /^(?:ranked |sorted |listed )?by/.test(match[0])) return [];
    // "handled by cart", "declined by provider": only a label makes the second a grouping.
    const before = stated.slice(0, match.index);
    const isTentative =
      /^by\b/.test(match[0]) && /\b(?:\w{2,}ed|made|sent|held|run|driven|taken|thrown|out) $/.test(before);
    const parts = (match[1] ?? '')
      .split(/\s*(?:,|\band\b|\+|&)\s*/)
      .filter((part) => !/^(?:all|total|overall)\b/.test(part))
      .map((part) => part.replace(/^(?:the|each|every|per|by|its|and) /, '').replace(/^(?:sort|kind|type) of /, ''));
    const things = parts.map(thing);
    const end = parts.findIndex((part, i) => things[i] !== part.trim().replace(/[?!.;:]+$/, ''));
    const named = (end < 0 ? things : things.slice(0, end + 1)).filter(Boolean);
    if (isTentative) for (const name of named) tentative.add(name);
    return named;
  });
  return { groupings: [...new Set([...found, ...listed])], tentative };
}

/** Reads aggregation, ranking, percentile and grouping, and takes their words out of the text. */
export function takeShape(text: MaskedText): Shape {
  const percentiles = takePercentiles(text);
  const perUnit = text.take(
    /\b(?:(?:per|a|each|every)\s+|\/\s?)(second|sec|s|minute|min|hour|hr|day)\b(?! (?:ago|average|rate))|\/(s|sec|min|h)\b/,
  );
  const ranking = takeRanking(text);
  const { groupings, tentative } = findGroupings(text, ranking !== undefined);
  const overall =
    text.take(
      /\b(?:overall|in total|altogether|all together|combined|in aggregate|aggregated?|as a whole|(?:all|every) (?:\w+ )?(?:instances?|pods?|nodes?|replicas?|hosts?) (?:added up|together|combined|summed)|added up|summed(?: up)?|sum of all|cluster[- ]wide|fleet[- ]wide|site[- ]wide|globally|grand total|across the board|(?<=(?:percent|percentage|share|fraction|proportion|ratio|%) )of all(?: of)?(?: the| our)?|across all(?: of)?(?: the| our)? \w+|across (?:the )?(?:whole |entire )?(?:cluster|fleet|site))\b/,
    ) !== undefined;
  const which =
    /\b(?:which|what|list(?: all| the)?|show(?: me)?(?: all| the)*|any|are there(?: any)?|is there(?: any| an?)?|find|name(?: the| all)?|do (?:we have|any|some)|does any|have any|has any|who) (?:of (?:the|our) )?((?:[a-z][\w/.-]*)(?: [a-z][\w/.-]*){0,2})/.exec(
      text.rest(),
    );
  const extreme = new RegExp(
    `^(?:what|show|give|which is)\\b.*?\\b(?:the|our) (?:${SUPERLATIVE_HIGH}|${SUPERLATIVE_LOW}) ([a-z][\\w-]*)`,
  ).exec(text.rest());
  const leading =
    /^(?:the |all |all the )?((?:[a-z][\w-]*)(?: [a-z][\w-]*){0,2}?s) (?:that|which|with|where|whose|having|lagging|missing|in|without|not|running|stuck|over|under|above|below|at|exceeding|using|older|waiting|pending|failing|close|near|out)\b/.exec(
      text.rest(),
    );
  const howMany =
    /\bhow many\b|^(?:\W|show me |give me |what(?: is|'s|s)? |the |current |total )*(?:number|count|amount) of\b|^(?:please )?count\b|\(count of\b/.test(
      text.rest(),
    );
  const counted =
    /\b(?:how many|number of|count of) ((?:[a-z][\w/.-]*)(?: [a-z][\w/.-]*){0,3}?)(?= (?:are|is|were|have|has|had|do|does|did|currently|in|on|with|exposing|running|there|per|by|for|across|that|which|at|does)\b|[?.,]|$)/.exec(
      text.rest(),
    );
  const ranked = ranking ? /\b([a-z][\w-]*s)\b/.exec(text.rest().trim())?.[1] : undefined;
  const noun = leading?.[1] ?? extreme?.[1] ?? (howMany ? counted?.[1] : undefined) ?? which?.[1] ?? ranked;
  return {
    percentiles,
    groupings,
    tentative,
    overall,
    howMany,
    entities:
      leading !== null ||
      /\bat (?:the |its |their )?(?:max(?:imum)?|limit|capacity|ceiling)\b/.test(text.rest()) ||
      /^(?:\W|hey |hi |so |ok |please |tell me |can you |show me )*(?:which|who|list|any|are (?:there|any|some)|is (?:there|any)|what (?!is|are|was|were|'s|percent|share|fraction|does|do|would|did)|do any|does any|have any|has any|find|name)\b|\b(?:any|which) \w+/.test(
        text.rest(),
      ),
    leadingOnly:
      leading !== null &&
      !/^\S+(?: \S+){0,3}? (?:that|which|where|whose|with|without)\b/.test(text.rest().trim()) &&
      !/\b(?:which|any|list|find|who|show me|are there|is there)\b/.test(text.rest()),
    ...(noun && { entityNoun: noun }),
    individually: /\b(?:each|every)\b/.test(text.rest()),
    ...(ranking && { ranking }),
    aggregators: readAggregators(text),
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

function readAggregators(text: MaskedText): Aggregator[] {
  const rest = text.rest();
  const words: [RegExp, Aggregator][] = [
    [/\b(?:max|maximum|peak|highest|worst|longest|slowest|largest|biggest|busiest moment|busiest time)\b/, 'max'],
    [/\b(?:min|minimum|lowest|smallest|trough)\b/, 'min'],
    [/\b(?:total|sum|summed|altogether|combined|added up|together)\b/, 'sum'],
    [/\b(?:average|avg|mean|averaged|on average|typical)\b/, 'avg'],
  ];
  return words.filter(([pattern]) => pattern.test(rest)).map(([, aggregator]) => aggregator);
}
