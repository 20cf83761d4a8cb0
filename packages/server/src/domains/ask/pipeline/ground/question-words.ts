import type { Span } from '../understand/context.ts';
import { speaksOfGrowth } from '../understand/growth-words.ts';
import type { Understanding } from '../understand/understand.ts';
import { withinEdits } from './edit-distance.ts';
import { isEveryday, nearEveryday } from './everyday-words.ts';
import type { Ground } from './ground.ts';
import { impliedWords } from './implied-words.ts';
import type { Token } from './vocabulary.ts';

/** A token and how much it says, 0 for words of form. */
export interface WeighedToken extends Token {
  readonly weight: number;
  /** Its stem is a guess at what was meant. */
  readonly corrected?: true;
  /** A common word of English: left unexplained, it counts for little. */
  readonly everyday?: true;
  /** Tells the occasion: left unexplained, it counts for next to nothing. */
  readonly context?: true;
  /** Tells it by a question of its own, which says what is asked about. */
  readonly introduces?: true;
}

/** The question's words as the catalog spells them: compounds joined ("cron jobs" → cronjob), typos corrected, the implied added. */
export function questionTokens(words: string, understanding: Understanding, ground: Ground): WeighedToken[] {
  const spelled = ground.vocabulary.tokens(words, (word) => respelled(word, ground));
  const tokens = joinCompounds(spelled, ground).map((token) => correct(token, ground));
  const introductions = understanding.context.filter(({ asks }) => asks);
  const weighed = tokens.map((token): WeighedToken => {
    const everyday =
      !token.generic &&
      !token.corrected &&
      (isEveryday(token.text) || (!ground.knows(token.stem) && nearEveryday(token.text) !== undefined));
    return {
      ...token,
      weight: token.generic || isSpeedOfGrowth(token, understanding) ? 0 : weigh(token, understanding.question, ground),
      ...(everyday && { everyday }),
      ...(isWithin(token, understanding.context) && { context: true }),
      ...(isWithin(token, introductions) && { introduces: true }),
    };
  });
  return [...weighed, ...impliedWords(tokens, understanding, ground)];
}

/** "buget" of "pod disruption budget": a word of a phrase that is read as one, with a slip. */
function respelled(word: string, ground: Ground): string | undefined {
  const said = word.toLowerCase();
  if (said.length < 5 || /\d/.test(said) || isEveryday(said) || ground.vocabulary.stems(said).some(ground.knows))
    return undefined;
  return ground.vocabulary.phraseWords.find((known) => known[0] === said[0] && withinEdits(said, known, 1));
}

/** "how fast is it growing" is no question of latency. */
function isSpeedOfGrowth(token: Token, { question }: Understanding): boolean {
  return /^how (?:fast|quickly)$/.test(token.text) && speaksOfGrowth(question);
}

/** Whether something said stands in one of the stretches. */
export function isWithin(said: Span, stretches: readonly Span[]): boolean {
  return stretches.some(({ start, end }) => said.start >= start && said.end <= end);
}

/** What is done to a thing says little of what is measured. */
const UNKNOWN_VERB = 0.5;

/** What stands in parentheses explains more often than it asks; bare numbers are rarely words. */
function weigh(token: Token, question: string, ground: Ground): number {
  const base = ground.weight(token.stem);
  if (/^\d+$/.test(token.text)) return base * 0.25;
  if (/(?:ed|ing)$/.test(token.text) && !ground.knows(token.stem)) return base * UNKNOWN_VERB;
  return (inParentheses(question, token.start) && !namesForm(question, token.start)) ||
    /\b(?:i\.e\.?|that is,|meaning|in other words)\s/.test(question.slice(0, token.start))
    ? base * 0.3
    : base;
}

/** "(hit rate)" names what was described before it. */
function namesForm(question: string, at: number): boolean {
  const inside = question.slice(question.lastIndexOf('(', at) + 1, question.indexOf(')', at)).trim();
  return (
    inside.split(' ').length <= MOST_NAME_WORDS &&
    /\b(?:rate|ratio|share|percentage|latency|utili[sz]ation)$/.test(inside)
  );
}

const MOST_NAME_WORDS = 3;

function inParentheses(question: string, at: number): boolean {
  return question.lastIndexOf('(', at) > question.lastIndexOf(')', at) && question.indexOf(')', at) >= 0;
}

function joinCompounds(tokens: readonly Token[], ground: Ground): Token[] {
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i];
    const next = tokens[i + 1];
    if (!token) break;
    const joined =
      next && !token.generic && mayEndCompound(next) && next.start - token.end <= 1
        ? ground.vocabulary.stems(`${token.text}${next.text}`.replace(/[^\p{L}\p{N}]/gu, ''))
        : [];
    const [stem] = joined;
    const bothKnown = next && ground.withStem(token.stem).length > 0 && ground.withStem(next.stem).length > 0;
    const known =
      next && !bothKnown && stem !== undefined && joined.length === 1 && stem !== token.stem
        ? knownCompound(stem, ground)
        : undefined;
    if (next && known !== undefined) {
      out.push({ stem: known, text: `${token.text} ${next.text}`, start: token.start, end: next.end, generic: false });
      i += 1;
    } else out.push(token);
  }
  return out;
}

/** Long enough for a slip in one of its words not to make another word of it. */
const LONG_COMPOUND = 10;

/** The stem, or of a long one that with one slip: "circut breaker". */
function knownCompound(stem: string, ground: Ground): string | undefined {
  if (ground.withStem(stem).length > 0) return stem;
  if (stem.length < LONG_COMPOUND || ground.knows(stem)) return undefined;
  return ground.nearStem(stem, (near) => near.length >= LONG_COMPOUND && withinEdits(stem, near, 1));
}

/** Of the words that say nothing alone, only particles end a compound ("time out"): "full is" must not become "fully". */
function mayEndCompound(token: Token): boolean {
  return !token.generic || /^(?:out|up|off|in|on|over|back)$/i.test(token.text);
}

/** Of a word this short only a letter left out is guessed: "eror". */
function completed(token: Token, ground: Ground): Token & { corrected?: true } {
  const { stem } = token;
  const near = ground.nearStem(stem, (known) => known.length === stem.length + 1 && withinEdits(stem, known, 1));
  return near === undefined ? token : { ...token, stem: near, corrected: true };
}

/** Replaces an unknown word by a known one that is a typo away; short words and words with digits are left alone. */
function correct(token: Token, ground: Ground): Token & { corrected?: true } {
  if (
    token.generic ||
    token.text.length < 4 ||
    /\d/.test(token.text) ||
    ground.knows(token.stem) ||
    isEveryday(token.text)
  )
    return token;
  if (token.text.length === 4) return completed(token, ground);
  const limit = token.stem.length >= 7 ? 2 : 1;
  const meant = nearEveryday(token.text);
  const [meantStem] = meant === undefined ? [] : ground.vocabulary.stems(meant);
  if (meantStem !== undefined && ground.knows(meantStem)) return { ...token, stem: meantStem, corrected: true };
  const near = ground.nearStem(token.stem, (stem) => withinEdits(token.stem, stem, limit));
  if (near !== undefined) return { ...token, stem: near, corrected: true };
  const word =
    token.text.length < 6
      ? undefined
      : ground.nearWord(token.text, (candidate) => withinEdits(token.text, candidate, 1));
  const [stem] = word === undefined ? [] : ground.vocabulary.stems(word);
  return stem === undefined ? token : { ...token, stem, corrected: true };
}
