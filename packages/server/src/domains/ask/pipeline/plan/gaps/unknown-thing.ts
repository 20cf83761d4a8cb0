import type { Ground } from '../../ground/ground.ts';
import { CHUNK } from '../../ground/mentions.ts';
import { isWithin } from '../../ground/question-words.ts';
import type { GapFinder } from './gap.ts';

/** A product or subject that is known in general and that nothing here is about. */
export const absentSubject: GapFinder = (binding, { tokens }, ground) => {
  // "in grafana we had a panel for it. what is the hit ratio"; but not "elasticsearch health - is it green?"
  const isNamed = tokens.some(
    (token) => !token.context && !token.corrected && !token.generic && binding.phrase.includes(token.stem),
  );
  for (const token of binding.unexplained) {
    if (token.context && isNamed) continue;
    const title = ground.absentSubjects.get(token.stem) ?? ground.products.get(token.stem);
    if (title)
      return {
        reason: 'unknown_metric',
        message: `There are no metrics of "${token.text}" (${title}) for this in the source.`,
      };
  }
  return undefined;
};

/** A service or value that exists and of which the measure has no series. */
export const unboundThing: GapFinder = (binding, question) => {
  const { context } = question.understanding;
  const thing = binding.unboundMentions.find(
    (mention) => (mention.service !== undefined || mention.specific) && !isWithin(mention, context),
  );
  if (!thing) return undefined;
  return { reason: 'unknown_label_value', message: `"${thing.text}" has no ${binding.measure.title} in this source.` };
};

/** A path, a version, a snake_case or a hyphenated name of a thing that no label value has: "/api/gifts", "group billing-export". */
export const unknownName: GapFinder = (binding, question, ground) => {
  const { words } = question.understanding;
  for (const { 0: chunk, index } of words.matchAll(CHUNK)) {
    if (isWithin({ start: index, end: index + chunk.length }, question.understanding.context)) continue;
    const text = chunk.replace(/[.:]+$/, '');
    if (question.mentions.some((mention) => index >= mention.start && index < mention.end)) continue;
    // What is not here need not be left out.
    if (question.understanding.negatedWords.includes(text)) continue;
    const isUnknown =
      /^\/[\w:.-]+(?:\/[\w:.-]*)*$/.test(text) ||
      /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(text) ||
      (/^[a-z]+(?:_[a-z0-9]+)+$/.test(text) && !isKnownName(text, binding.measure.labels, ground)) ||
      (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{1,3}$/.test(text) && PLACED.test(words.slice(0, index))) ||
      (/^[a-z]+(?:-[a-z0-9]+)+$/.test(text) && namesThing(words, index, text, ground));
    if (isUnknown)
      return {
        reason: 'unknown_label_value',
        message: `"${text}" is not in this source: no label of ${binding.measure.title} has such a value.`,
      };
  }
  return undefined;
};

/** "on cart-9" */
const PLACED = /\b(?:on|of|for|in|at|from) $/;

function isKnownName(text: string, labels: ReadonlySet<string>, ground: Ground): boolean {
  return ground.named(text).length > 0 || labels.has(text) || isKnown(text.replaceAll('_', ' '), ground);
}

function isKnown(text: string, ground: Ground): boolean {
  return ground.vocabulary.stems(text).every((stem) => ground.knows(stem));
}

/** Hyphenated words of English: "long-running", "read-only". */
const COMPOUND_END = /(?:ing|ed|wide|level|only|based|side|time|end|off|up|out|free)$/;

function namesThing(words: string, at: number, text: string, ground: Ground): boolean {
  if (COMPOUND_END.test(text) || isKnown(text, ground)) return false;
  if (text.split('-').every((part) => isKnown(part, ground))) return false;
  const before = /([a-z]+) $/.exec(words.slice(0, at))?.[1];
  const after = /^ ([a-z]+)/.exec(words.slice(at + text.length))?.[1];
  return [before, after].some((word) => word !== undefined && ground.labelWords.isThingWord(word));
}
