import { anyOf } from './pattern.ts';
import { SHARE_WORD } from './share-words.ts';
import { SUPERLATIVE } from './superlatives.ts';

/** Whether things are the answer ("which pods …"), and which. */
export interface Entities {
  /** A number of entities or events is the answer: "how many". */
  readonly howMany: boolean;
  /** "which …", "any …", "list …": entities are the answer. */
  readonly entities: boolean;
  /** The entities were only named first ("threads waiting for …"), not asked for with "which" or "any". */
  readonly leadingOnly: boolean;
  /** The noun after "which": "which pods". Up to four words. */
  readonly entityNoun?: string;
}

const NOUN = '[a-z][\\w/.-]*';
const PLAIN_NOUN = '[a-z][\\w-]*';

/** "which pods", "are there any targets". */
const ASKED_FOR = new RegExp(
  `\\b${anyOf([
    ...[
      'which',
      `what(?! (?:part|${SHARE_WORD}))`,
      'list(?: all| the)?',
      'show(?: me)?(?: all| the)*',
      'any',
      'are there(?: any)?',
    ],
    ...['is there(?: any| an?)?', 'find', 'name(?: the| all)?', 'do (?:we have|any|some)', 'does any', 'have any'],
    ...['did (?:one|any|some) of', 'has any', 'why are', 'why do'],
  ])} (?:of (?:the|our) )?(${NOUN}(?: ${NOUN}){0,2})`,
);
/** "what is the slowest route". */
const EXTREME = new RegExp(
  `^(?:what(?:'?s| is| are)|show|give|which is)\\b.*?\\b(?:the|our) ${SUPERLATIVE} (${PLAIN_NOUN})`,
);
/** "slowest login method right now". */
const LEADING_EXTREME = new RegExp(
  `^(?:the )?${SUPERLATIVE} (?:\\w+ )?(?!(?:by|of|in|on|per|for|at|over|with|is|are|going)\\b)(${PLAIN_NOUN})(?=\\s*[?.,]?\\s*$| +(?:in|of|over|by|on|right|at|going by|judged by|measured by|according to)\\b|  )`,
);
/** "the one route with the worst p95". */
const WITH_EXTREME = new RegExp(
  `\\bthe (?:one |single )(${PLAIN_NOUN}) (?:with|that has|having) (?:the |our )?${SUPERLATIVE}\\b`,
);
/** "top 5 memory hogs among the pods". */
const AMONG = new RegExp(`\\bamong (?:all )?(?:the |our )?(${PLAIN_NOUN})`);
/** "pods not ready": the things come first, with what is said of them. */
const LEADING = new RegExp(
  `^(?!(?:[\\w-]+ ){1,3}?(?:looks|seems|appears|feels|gets|keeps|goes|hangs) )(?!(?:the )?(?:share|percentage|percent|fraction|proportion|portion|ratio|part|number|count|rate|amount) of )(?:the |all |all the )?(${PLAIN_NOUN}(?: ${PLAIN_NOUN}){0,2}?s) (?:(?:currently|now|still|already|right now) )?${anyOf(
    [
      ...['that', 'which', 'with', 'where', 'whose', 'having', 'lagging', 'missing', 'in', 'without', 'not'],
      ...['running', 'stuck', 'over', 'under', 'above', 'below', 'at', 'exceeding', 'using', 'older', 'waiting'],
      ...['pending', 'failing', 'close', 'near', 'out'],
    ],
  )}\\b`,
);
/** "maximum parcels waiting": the first word describes the value, not the parcels. */
const AGGREGATION = new RegExp(`^${anyOf([SUPERLATIVE, 'average', 'mean', 'total', 'peak', 'typical'])} `);
const HOW_MANY =
  /\bhow many\b(?! percent| %)|^(?:\W|show (?:me )?|give me |what(?: is|'s|s)? |the |current |total )*(?:number|count|amount) of\b|^(?:please )?count\b|\(count of\b/;
/** "how many pods are …". */
const COUNTED = new RegExp(
  `\\b(?:how many|number of|count of) (${NOUN}(?: ${NOUN}){0,3}?)(?= ${anyOf([
    ...['are', 'is', 'were', 'have', 'has', 'had', 'do', 'does', 'did', 'currently', 'in', 'on', 'with', 'exposing'],
    ...['running', 'there', 'per', 'by', 'for', 'across', 'that', 'which', 'at'],
  ])}\\b|[?.,]|$)`,
);
const AT_LIMIT = /\bat (?:the |its |their )?(?:max(?:imum)?|limit|capacity|ceiling)\b/;
const STARTS_ASKING =
  /^(?:\W|hey |hi |so |ok |please |tell me |can you |show me )*(?:which|who|list|any|are (?:there|any|some)|is (?:there|any|some|one of)|what (?!is|are|was|were|'s|percent|share|fraction|does|do|would|did)|do any|does any|have any|has any|find|name)\b|\b(?:any|which) \w+/;
/** The things right behind their number: "payments pods" of "top 3 payments pods by memory". */
const RANKED = /^\s*(?!(?:by|of|in|on|per|according|ranked|sorted)\b)(?:[\w-]+ ){0,2}?([a-z][\w-]*s)\b/;
const PLURAL = /\b([a-z][\w-]*s)\b/;
const RELATIVE_CLAUSE = /^\S+(?: \S+){0,3}? (?:that|which|where|whose|with|without)\b/;
const ASKS = /\b(?:which|any|list|find|who|show me|are there|is there)\b/;

/** "… and why": of each thing the reason is wanted. */
export const AND_WHY = /(?:\band|,|\+) (?:why|for what reason)\b|\b(?:plus|and|with) (?:the |its |their )?reasons?\b/;

/** "did one of them restart? which". */
const ENDS_WITH_WHICH = /[?.!;,-]\s*(?:and )?which(?: ones?)?\s*\??\s*$/;

/** No thing is named by these. */
const ANYTHING = /^(?:anything|something|everything|anyone|someone|ones?)\b/;

/** `ranked`: what stands behind the number, when a number of things is asked ("pods by memory" of "top 3 pods by memory"). */
export function findEntities(rest: string, ranked: string | undefined): Entities {
  const leading = LEADING.exec(rest)?.[1]?.replace(AGGREGATION, '');
  const howMany = HOW_MANY.test(rest);
  const noun =
    leading ??
    WITH_EXTREME.exec(rest)?.[1] ??
    (ranked === undefined ? undefined : AMONG.exec(rest)?.[1]) ??
    EXTREME.exec(rest)?.[1] ??
    LEADING_EXTREME.exec(rest)?.[1] ??
    (howMany ? COUNTED.exec(rest)?.[1] : undefined) ??
    (ranked === undefined ? undefined : RANKED.exec(ranked)?.[1]) ??
    ASKED_FOR.exec(rest)?.[1] ??
    (ranked === undefined ? undefined : PLURAL.exec(rest.trim())?.[1]);
  return {
    howMany,
    entities: leading !== undefined || ENDS_WITH_WHICH.test(rest) || AT_LIMIT.test(rest) || STARTS_ASKING.test(rest),
    leadingOnly: leading !== undefined && !RELATIVE_CLAUSE.test(rest.trim()) && !ASKS.test(rest),
    ...(noun && !ANYTHING.test(noun) && { entityNoun: noun }),
  };
}
