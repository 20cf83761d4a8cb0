import { AND_WHY } from '../understand/entities.ts';
import { inOrder } from '../understand/pattern.ts';
import { speaksOfShare } from '../understand/share-words.ts';
import type { Understanding } from '../understand/understand.ts';

/** What the words of a question say about the kind of measure that is meant; read once, asked of every candidate. */
export interface QuestionTraits {
  /** "since", "how old": a moment is meant. */
  readonly asksAge: boolean;
  /** "minutes since", "how long ago": the time since a moment, and nothing else. */
  readonly asksTimeSince: boolean;
  /** "older than", "behind". */
  readonly asksStale: boolean;
  readonly asksTimeSpent: boolean;
  /** "average time per call". */
  readonly asksMeanTime: boolean;
  readonly saysBytes: boolean;
  /** "utilisation", "how full". */
  readonly asksFullness: boolean;
  /** "error rate", "availability": outcomes are compared with the rest rather than counted. */
  readonly comparesOutcomes: boolean;
  /** "how many", "how much". */
  readonly asksAmount: boolean;
  /** "fewer ready pods than desired": two amounts of the same thing are compared. */
  readonly comparesAmounts: boolean;
  readonly wantsShare: boolean;
  /** "… and why". */
  readonly asksWhy: boolean;
  /** "is …", "does …". */
  readonly asksYesOrNo: boolean;
  /** "everything that is not 5xx". */
  readonly excludes5xx: boolean;
}

const AMOUNT_COMPARED =
  /\b(?:fewer|less|more|lower|higher|not the same|not equal|differ\w*|mismatch\w*|behind|short)\b/;
const COMPARED_WITH = /\b(?:than|as|from|of)\b/;
const WANTED_AMOUNT =
  /\b(?:desired|want\w*|have|has|should|expected|required|requested|ask\w*|spec\w*|need\w*|demand\w*|asked|got|running|actual\w*)\b/;

const TIME_SINCE =
  /(?<!\d )\b(?:seconds?|minutes?|mins?|hours?|days?|weeks?|time|how (?:long|much time)) (?:has (?:it been|passed|gone by) |have passed |is it |passed |elapsed )?since\b|\bhow (?:long|many \w+) ago\b|\bsince (?:when|how (?:long|many))\b/;

/** "without a successful run in the last day". */
const WITHOUT_ONE =
  /\b(?:without|lacking|missing) (?:an?|any) (?:\w+ ){0,2}?(?:runs?|success(?:es)?|backups?|completions?|executions?|reports?|heartbeats?|reloads?|syncs?)\b.*\b(?:in|within|for|over|during|since)\b/;

/** "has not run for more than an hour". */
const NOT_FOR = /\b(?:not|never|no|hasnt|havent|wasnt|didnt|without)\b.*\bfor (?:more|longer|over|at least)\b/;

export function readTraits({ question, core, words, shape, threshold, errorBudget }: Understanding): QuestionTraits {
  return {
    asksAge: /\b(?:since|ago|how old|last time|when (?:did|was|were)|age)\b/.test(question),
    asksTimeSince:
      TIME_SINCE.test(question) ||
      WITHOUT_ONE.test(question) ||
      (threshold?.unit?.base === 'seconds' && NOT_FOR.test(question)),
    asksStale: /\b(?:older|stale|staler|outdated|behind)\b/.test(question),
    asksTimeSpent: /\bseconds per second\b|\btime spent\b|\bspends?\b/.test(question),
    asksMeanTime:
      /\b(?:average|avg|mean|median|typical) (?:[\w-]+ )?(?:time|duration|latency)\b|\btime (?:per (?!second|minute|hour|day)|for each |for one )/.test(
        core,
      ),
    saysBytes: /\bbytes\b/.test(words),
    asksFullness: /\b(?:utili[sz]ation|saturat\w+|how full|occupancy)\b/.test(question),
    comparesOutcomes: /\b(?:rate|ratio|availability|budget|how often)\b/.test(question),
    asksAmount: shape.howMany || /\bhow (?:much|many)\b/.test(question),
    comparesAmounts:
      inOrder(question, AMOUNT_COMPARED, COMPARED_WITH, WANTED_AMOUNT) || /\bwant\w* more\b/.test(question),
    asksWhy: AND_WHY.test(question),
    wantsShare: speaksOfShare(question),
    asksYesOrNo: /^(?:are|is|any|do|does|has|have|did)\b/.test(core),
    excludes5xx: (EXCLUDES_5XX.test(question) || EXCLUDES_BOTH.test(question)) && errorBudget === undefined,
  };
}

/** "responses that are not 4xx/5xx". */
export const EXCLUDES_BOTH =
  /\b[45]xx ?(?:\/|,|and|&|or) ?[45]xx (?:both )?(?:count|counts|counted|are counted|treated|are treated|taken) as (?:an? )?(?:failures?|failed|failing|errors?|bad|unsuccessful)\b|\b(?:not|no|non|neither|without|isnt|arent|excluding|except|but)[- ](?:an? |any )?[45]xx\s?(?:\/|,|or|and|nor)\s?(?:an? |no )?[45]xx\b/;

/** Everything but server errors is wanted: "non-5xx", "everything that is not 5xx". */
export const EXCLUDES_5XX =
  /\bnon[- ]?5xx\b|\b(?:not|didnt|dont|doesnt|never) (?:end|ended|ending|result|resulted|finish|finished|return|returned|come back|came back|answer|answered|fail|failed|get|got)(?: up)?(?: in| with| as)? (?:an? |the )?5xx\b|\b(?:but|except|not|no|without|excluding|isnt) (?:a |the )?5xx\b/;
