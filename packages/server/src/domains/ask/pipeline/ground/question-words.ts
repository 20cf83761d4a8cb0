import type { Understanding } from '../understand/understand.ts';
import { withinEdits } from './edit-distance.ts';
import { isEveryday, isNearEveryday } from './everyday-words.ts';
import type { Ground } from './ground.ts';
import { findOutcomeWish } from './outcomes.ts';
import type { Token } from './vocabulary.ts';

/** A token and how much it says, 0 for words of form. */
export interface WeighedToken extends Token {
  readonly weight: number;
  /** Its stem is a guess at what was meant. */
  readonly corrected?: true;
  /** A common word of English: left unexplained, it counts for little. */
  readonly everyday?: true;
}

/** The question's words as the catalog spells them: compounds joined ("cron jobs" → cronjob), typos corrected, the implied added. */
export function questionTokens(words: string, understanding: Understanding, ground: Ground): WeighedToken[] {
  const tokens = joinCompounds(ground.vocabulary.tokens(words), ground).map((token) => correct(token, ground));
  const weighed = tokens.map((token): WeighedToken => {
    const everyday =
      !token.generic &&
      !token.corrected &&
      (isEveryday(token.text) || (!ground.knows(token.stem) && isNearEveryday(token.text)));
    return {
      ...token,
      weight: token.generic ? 0 : weigh(token, understanding.question, ground),
      ...(everyday && { everyday }),
    };
  });
  return [...weighed, ...implied(tokens, understanding, ground)];
}

/** What stands in parentheses explains more often than it asks; bare numbers are rarely words. */
function weigh(token: Token, question: string, ground: Ground): number {
  const base = ground.weight(token.stem);
  if (/^\d+$/.test(token.text)) return base * 0.25;
  return inParentheses(question, token.start) ||
    /\b(?:i\.e\.?|that is,|meaning|in other words)\s/.test(question.slice(0, token.start))
    ? base * 0.3
    : base;
}

function inParentheses(question: string, at: number): boolean {
  return question.lastIndexOf('(', at) > question.lastIndexOf(')', at) && question.indexOf(')', at) >= 0;
}

const MEASURED = /^(?:size|lag|duration|time|age|wait|paus|byt|delai|latency)$/;

/** Words that a question goes without: "p95 of checkout" is about latency, "errors of checkout" about requests. */
function implied(tokens: readonly Token[], understanding: Understanding, ground: Ground): WeighedToken[] {
  const has = (test: (stem: string) => boolean) => tokens.some((token) => test(token.stem));
  const add = (word: string, weight: number): WeighedToken[] =>
    ground.vocabulary
      .stems(word)
      .map((stem) => ({ stem, text: word, start: -1, end: -1, generic: false, weight: ground.weight(stem) * weight }));
  const found: WeighedToken[] = [];
  const { threshold, question } = understanding;
  const timed =
    threshold?.unit?.base === 'seconds' && /\b(?:share|percent\w*|ratio|fraction|proportion)\b|%/.test(question);
  if (timed && !has((stem) => MEASURED.test(stem))) found.push(...add('latency', 0.5));
  if (understanding.shape.percentiles.length > 0 && !has((stem) => MEASURED.test(stem)))
    found.push(...add('latency', 0.8));
  if (
    (findOutcomeWish(understanding.question) ||
      has((stem) => stem === 'latency' || stem === 'traffic') ||
      /(?<![\w.])[1-5]\d\ds?\b/.test(question)) &&
    !has((stem) => stem === 'request')
  )
    found.push(...add('request', 0.15));
  if (/\b(?:calls?|requests?) (?:that )?(?:\w+ )?(?:makes?|made|sends?|issues?)\b/.test(question))
    found.push(...add('outgoing', 0.4));
  if (understanding.shape.perSeconds !== undefined) found.push(...add('second', 0));
  if (/\b(?:since|for) how (?:many|long)\b|\bsince when\b/.test(question)) found.push(...add('how long', 0.8));
  if (
    /\b(?:fewer|less|lower|not enough|too few|short of|under|below)\b.*\b(?:desired|should|expected|want(?:ed|s)?|need(?:ed|s)?|required|supposed|spec\w*|asked for)\b|\b(?:is not|isnt|are not|arent|not) (?:what|the same as|equal to|in line with)\b|\bhas ?n[o']?t been (?:observed|applied|rolled)\b/.test(
      understanding.question,
    )
  )
    found.push(...add('missing', 0.4), ...add('below', 0.2), ...add('mismatch', 0));
  return found;
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
    if (
      next &&
      !bothKnown &&
      stem !== undefined &&
      joined.length === 1 &&
      stem !== token.stem &&
      ground.withStem(stem).length > 0
    ) {
      out.push({ stem, text: `${token.text} ${next.text}`, start: token.start, end: next.end, generic: false });
      i += 1;
    } else out.push(token);
  }
  return out;
}

/** Of the words that say nothing alone, only particles end a compound ("time out"): "full is" must not become "fully". */
function mayEndCompound(token: Token): boolean {
  return !token.generic || /^(?:out|up|off|in|on|over|back)$/i.test(token.text);
}

/** Replaces an unknown word by a known one that is a typo away; short words and words with digits are left alone. */
function correct(token: Token, ground: Ground): Token & { corrected?: true } {
  if (
    token.generic ||
    token.text.length < 5 ||
    /\d/.test(token.text) ||
    ground.knows(token.stem) ||
    isEveryday(token.text)
  )
    return token;
  const limit = token.stem.length >= 7 ? 2 : 1;
  const near = ground.nearStem(token.stem, (stem) => withinEdits(token.stem, stem, limit));
  if (near !== undefined) return { ...token, stem: near, corrected: true };
  const word =
    token.text.length < 7
      ? undefined
      : ground.nearWord(token.text, (candidate) => withinEdits(token.text, candidate, 1));
  const [stem] = word === undefined ? [] : ground.vocabulary.stems(word);
  return stem === undefined ? token : { ...token, stem, corrected: true };
}
