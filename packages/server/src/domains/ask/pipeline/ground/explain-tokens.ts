import type { Ground } from './ground.ts';
import { isWordOfBuild } from './info-join.ts';
import type { Measure } from './measure.ts';
import type { Mention } from './mentions.ts';
import { isOutcomeStem } from './outcome-labels.ts';
import type { Phrase } from './phrase.ts';
import type { Question } from './question.ts';
import { isWithin, type WeighedToken } from './question-words.ts';

/** What a reading offers to account for the question's words. */
export interface Explanation {
  readonly measure: Measure;
  readonly phrase: Phrase;
  /** Mentions that became filters, or are part of what the measure is. */
  readonly spans: readonly Mention[];
  /** Words that name part of a label value. */
  readonly parts: ReadonlySet<string>;
  readonly outcome: boolean;
  /** Phrases of grouping that a label was found for. */
  readonly groups: readonly string[];
  /** The same with the words around: "monitored url". */
  readonly groupPhrases: readonly string[];
  /** The question's words, that offsets are into. */
  readonly words: string;
  readonly ground: Ground;
}

export interface Explained {
  /** Share of the question's weight that is accounted for, 0 to 1. */
  readonly coverage: number;
  readonly unexplained: readonly WeighedToken[];
  readonly total: number;
}

/** How well a word is accounted for, by what accounts for it; 1 is certain. */
const WORTH = {
  phraseLeast: 0.85,
  phraseMost: 1,
  excluded: 0.8,
  partOfValue: 0.85,
  thing: 0.95,
  /** A plain word that is a value somewhere, and in another phrase of the measure. */
  valueAndPhrase: 0.9,
  /** A plain word that happens to be a value somewhere. */
  value: 0.55,
  otherPhrase: 0.88,
  subject: 0.9,
  outcome: 0.95,
  grouping: 0.85,
  groupingAround: 0.6,
  name: 0.8,
  label: 0.7,
  help: 0.55,
} as const;

/** Leftovers lighter than this are not worth telling. */
const NEGLIGIBLE = 0.05;

export function explain(question: Question, by: Explanation): Explained {
  const missing = question.mentions.filter(
    (mention) => mention.specific && !mention.service && !by.spans.includes(mention),
  );
  const isMissing = ({ start, end }: WeighedToken) =>
    missing.some((mention) => start >= mention.start && end <= mention.end);
  const excluded = new Set(question.understanding.negatedWords);
  let covered = 0;
  let total = 0;
  const unexplained: WeighedToken[] = [];
  for (const token of question.tokens) {
    if (token.generic || token.weight === 0) continue;
    const worth = excluded.has(token.text)
      ? worthOfExcluded(token, question, by)
      : isMissing(token)
        ? 0
        : worthOf(token, by);
    // What tells the occasion may help to find what is meant, and no more.
    const said = token.context && !token.introduces ? token.weight * IN_PASSING : token.weight;
    covered += said * worth;
    // Everyday words speak for a measure that has them, and hardly against one that has not.
    const weight = worth > 0 ? said : token.weight * shareAgainst(token, by.ground);
    total += weight;
    if (worth === 0 && weight > NEGLIGIBLE) unexplained.push({ ...token, weight });
  }
  return { coverage: total === 0 ? 0 : covered / total, unexplained, total };
}

/** Leaving out what is not there takes nothing; but a measure that has the value left out is the likelier one. */
function worthOfExcluded(token: WeighedToken, { mentions }: Question, by: Explanation): number {
  const isMissing = isWithin(token, mentions) && !isWithin(token, by.spans);
  return isMissing ? worthOf(token, by) : WORTH.excluded;
}

/** What share of its weight a word that tells the occasion counts against a measure. */
const IN_CONTEXT = 0.12;
/** The same where the occasion is told by a question. */
const IN_INTRODUCTION = 0.4;
/** What share of its weight such a word counts for a measure. */
const IN_PASSING = 0.4;

/** What share of its weight a word counts against a measure that does not explain it. */
function shareAgainst(token: WeighedToken, ground: Ground): number {
  const isImplied = token.start < 0;
  if (isImplied) return 0;
  if (token.introduces) return IN_INTRODUCTION;
  if (token.context) return IN_CONTEXT;
  if (ground.isForm(token.stem)) return 0.4;
  if (!token.everyday) return 1;
  return ground.knows(token.stem) ? 0.5 : 0.25;
}

/** The word stands in the phrase, and not just somewhere else in the question. */
function standsIn({ start, end }: WeighedToken, phrase: string, words: string): boolean {
  const at = words.lastIndexOf(phrase, start);
  return at >= 0 && end <= at + phrase.length;
}

/** What tells an outcome tells its share. */
const SHARE_STEMS = new Set(['percentag', 'percent', 'share', 'fraction', 'portion', 'proport', 'ratio']);

/** The first account that fits, the most telling first. */
function worthOf(token: WeighedToken, by: Explanation): number {
  const { measure, ground, phrase } = by;
  const { stem } = token;
  // A word of a phrase that is hardly said proves little.
  if (phrase.matched.has(stem))
    return WORTH.phraseLeast + (WORTH.phraseMost - WORTH.phraseLeast) * Math.min(1, phrase.fit);
  if (measure.joined && isWordOfBuild(token.text)) return WORTH.grouping;
  if (by.parts.has(token.text)) return WORTH.partOfValue;
  const span = by.spans.find((mention) => token.start >= mention.start && token.end <= mention.end);
  if (span?.service || span?.specific) return WORTH.thing;
  if (span) return measure.phraseStems.has(stem) ? WORTH.valueAndPhrase : WORTH.value;
  if (measure.phraseStems.has(stem)) return WORTH.otherPhrase;
  if (measure.about.has(stem)) return WORTH.subject;
  if (by.outcome && (isOutcomeStem(stem) || SHARE_STEMS.has(stem))) return WORTH.outcome;
  const isSubject = ground.absentSubjects.has(stem) || ground.products.has(stem);
  if (!isSubject && by.groups.some((group) => standsIn(token, group, by.words))) return WORTH.grouping;
  if (measure.nameStems.has(stem)) return WORTH.name;
  if (!isSubject && by.groupPhrases.some((group) => standsIn(token, group, by.words))) return WORTH.groupingAround;
  if (ground.labelWords.stems.has(stem) && ground.labelWords.resolve(token.text, measure) !== undefined)
    return WORTH.label;
  return measure.helpStems.has(stem) ? WORTH.help : 0;
}
