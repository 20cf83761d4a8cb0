import type { Understanding } from '../understand/understand.ts';
import { type Binding, bind, type Question } from './bind.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import { findMentions } from './mentions.ts';

const SHORTLIST = 80;

/** The measures a question may be about, the best first, each with what it explains. */
export function findCandidates(understanding: Understanding, ground: Ground, words = understanding.words): { question: Question; bindings: Binding[] } {
  const tokens = ground.vocabulary.tokens(words);
  const mentions = findMentions(words, understanding.literals, ground.snapshot, ground.values);
  const question: Question = { understanding, tokens, mentions };
  const rough = new Map<Measure, number>();
  for (const stem of new Set(tokens.filter((token) => !token.generic).map((token) => token.stem))) {
    const weight = ground.weight(stem);
    for (const measure of ground.withStem(stem)) rough.set(measure, (rough.get(measure) ?? 0) + weight);
  }
  const shortlist = [...rough].map(([measure, hit]) => ({ measure, rank: hit - 0.12 * Math.min(...measure.phrases.map((phrase) => phrase.length)) })).sort((a, b) => b.rank - a.rank).slice(0, SHORTLIST);
  const bindings = shortlist.map(({ measure }) => bind(question, measure, ground)).sort((a, b) => b.score - a.score);
  return { question, bindings };
}
