import type { Binding } from '../../ground/binding.ts';
import type { Ground } from '../../ground/ground.ts';
import type { Question } from '../../ground/question.ts';
import { isWithin, type WeighedToken } from '../../ground/question-words.ts';
import { speaksOfAverage } from '../../understand/shape.ts';
import { type GapFinder, SURE, WEAK } from './gap.ts';

/** Shares of the question's weight that may stay unexplained: in known words, in foreign words, in decisive ones. */
const TOLERATED = 0.42;
const TOLERATED_FOREIGN = 0.45;
const TOLERATED_DECISIVE = 0.1;
/** From this score on a foreign verb or adjective is talk. */
const LIKELY = 0.6;
const MOST_NAMED = 3;

/** Words that nothing explains: foreign ones where the subject stands, or too many of any kind. */
export const unknownWords: GapFinder = (binding, question, ground) => {
  const total = Math.max(binding.weight, 0.01);
  const share = (tokens: readonly WeighedToken[]) => tokens.reduce((sum, token) => sum + token.weight, 0) / total;
  const foreign = binding.unexplained.filter((token) => isForeign(token, ground));
  const decisive = foreign.filter((token) => isDecisive(token, binding, question, ground));
  if (share(decisive) > TOLERATED_DECISIVE || share(foreign) > TOLERATED_FOREIGN) {
    const named = decisive.length > 0 ? decisive : foreign;
    return { reason: 'unknown_word', message: `Nothing in this source is about ${quote(named)}.` };
  }
  const head = binding.unexplained.find((token) => isHead(token, question, ground));
  if (head !== undefined && binding.score < LIKELY_WITHOUT_HEAD)
    return {
      reason: 'unknown_metric',
      message: `The nearest measure, ${binding.measure.title}, leaves ${quote([head])} unanswered.`,
    };
  if (binding.score < SURE && isMostlyOpen(binding, question, ground))
    return {
      reason: 'unknown_metric',
      message: `The nearest measure, ${binding.measure.title}, leaves ${quote(binding.unexplained)} unanswered.`,
    };
  const isGuess =
    binding.score < WEAK &&
    binding.unexplained.some(
      (token) =>
        token.everyday && !token.context && !speaksOfAverage(token.text) && qualifies(token, binding, question, ground),
    );
  if (isGuess || (binding.score < SURE && share(binding.unexplained) > TOLERATED))
    return {
      reason: 'unknown_metric',
      message: `The nearest measure, ${binding.measure.title}, leaves ${quote(binding.unexplained)} unanswered.`,
    };
  return undefined;
};

const MANY = 3;

/** "wear level of the ssd, how much life is left" of what only knows the ssd: common words, and yet too many of them. */
function isMostlyOpen({ unexplained }: Binding, { tokens, mentions }: Question, ground: Ground): boolean {
  const says = (token: WeighedToken) =>
    !token.generic && token.weight > 0 && !token.context && token.start >= 0 && !ground.isForm(token.stem);
  const open = unexplained.filter(says);
  const told = tokens.filter(
    (token) => says(token) && !isWithin(token, mentions) && !unexplained.some((left) => left.start === token.start),
  );
  return open.length >= MANY && told.length <= 1;
}

/** Below this score what is counted must be explained. */
const LIKELY_WITHOUT_HEAD = 0.83;
const HEAD_ENDS = /^(?:s? (?:count|number|rate|total|usage|size))? of\b/;

/** What is measured stands before "of": "goroutine count of the payments pods". */
function isHead(token: WeighedToken, { understanding }: Question, ground: Ground): boolean {
  if (token.everyday || token.context || token.start < 0 || ground.isForm(token.stem)) return false;
  return (
    HEAD_ENDS.test(understanding.question.slice(token.end)) &&
    /^\W*(?:[\w-]+ ){0,3}$/.test(understanding.question.slice(0, token.start))
  );
}

function quote(tokens: readonly WeighedToken[]): string {
  return tokens
    .slice(0, MOST_NAMED)
    .map((token) => `"${token.text}"`)
    .join(', ');
}

/** Who does it says little of what is done. */
const ACTORS = /^(?:customers?|shoppers?|visitors?|folks|people|guys|colleagues?|buyers?|devs?|sres?|ops)$/;

function isForeign(token: WeighedToken, ground: Ground): boolean {
  if (ACTORS.test(token.text)) return false;
  if (/^[\d.]+$/.test(token.text) || token.context) return false;
  return token.corrected === true || (!token.everyday && !ground.knows(token.stem));
}

const SUBJECT_FOLLOWS =
  /\b(?:of|for|in|on|from|at|by|with|about|per|between)(?: (?:the|two|both|our|my|all|an?|these|this|every|each))*\s*$/;

/** An unknown word that stands where the subject stands: before what is measured, or after "of", "for", "in". */
function isDecisive(token: WeighedToken, binding: Binding, question: Question, ground: Ground): boolean {
  if (/(?:ed|ing|ly|er|est)$/.test(token.text)) return binding.score < LIKELY;
  const text = question.understanding.question;
  if (/^ of\b/.test(text.slice(token.end))) return true;
  if (binding.score < WEAK || qualifies(token, binding, question, ground)) return true;
  return SUBJECT_FOLLOWS.test(text.slice(0, token.start));
}

/** Everyday words that colour a noun and do not make it another one. */
const ADJECTIVES = new Set(
  'big small whole single wide long short high low new old good bad real main full busy current last next first second third common hot cold heavy light free open closed public private major minor worst best great large little different same own right left only exact average normal active idle actual regular entire physical spare clean dirty fresh fast quick slow early late recent past future just still even really certain general special simple poor rich strong weak deep top bottom front back whole overall happy crazy damn bloody fucking annoying'.split(
    ' ',
  ),
);

/** A word right before one that names the measure narrows it: "dead letter queue", "fan speed". */
function qualifies(token: WeighedToken, binding: Binding, question: Question, ground: Ground): boolean {
  if (/(?:ed|ing|ly)$/.test(token.text) || ADJECTIVES.has(token.text)) return false;
  const next = question.tokens.find((other) => other.start > token.end && other.start - token.end <= 1);
  if (!next || next.generic) return false;
  if (binding.phrase.includes(next.stem) || ground.labelWords.stems.has(next.stem)) return true;
  return binding.unexplained.some((other) => other.start === next.start) && qualifies(next, binding, question, ground);
}
