import type { Understanding } from '../understand/understand.ts';
import { type Binding, bind, type Question } from './bind.ts';
import { filterByWord } from './filters.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import { findMentions } from './mentions.ts';
import { findOutcomeWish } from './outcomes.ts';
import { questionTokens } from './question-words.ts';

const SHORTLIST = 80;
const NAMED_BONUS = 0.6;

/** The measures a question may be about, the best first, each with what it explains. */
export function findCandidates(
  understanding: Understanding,
  ground: Ground,
): { question: Question; bindings: Binding[] } {
  const tokens = questionTokens(understanding.words, understanding, ground);
  const wish = findOutcomeWish(understanding.question);
  const mentions = findMentions(understanding.words, understanding.literals, ground.snapshot, ground.values);
  const question: Question = {
    understanding,
    tokens,
    mentions,
    nameStems: new Set(
      mentions.filter((mention) => mention.service).flatMap((mention) => ground.vocabulary.stems(mention.text)),
    ),
    totalWeight: tokens.reduce((sum, token) => sum + token.weight, 0),
    ...(wish && { wish }),
  };
  const named = namedMetrics(understanding.question, ground);
  const bindings = [...new Set([...named, ...shortlist(question, ground)])]
    .map((measure) => bind(question, measure, ground))
    .map((binding) =>
      named.includes(binding.measure)
        ? { ...binding, score: binding.score + NAMED_BONUS, unexplained: [], namedOutright: true }
        : binding,
    )
    .sort((a, b) => b.score - a.score);
  const refined = refine(bindings, question, ground);
  return { question, bindings: refined };
}

/** Measures that share words with the question, those that share the weightiest first; metrics named outright always. */
function shortlist(question: Question, ground: Ground): Measure[] {
  const rough = new Map<Measure, number>();
  for (const [stem, tokens] of Map.groupBy(question.tokens, (token) => token.stem)) {
    const generic = tokens.every((token) => token.generic);
    if (generic) continue;
    const weight = ground.weight(stem);
    for (const measure of ground.withStem(stem)) rough.set(measure, (rough.get(measure) ?? 0) + weight);
  }
  const ranked = [...rough].map(([measure, hit]) => ({
    measure,
    rank: hit - 0.12 * Math.min(...measure.phrases.map((phrase) => phrase.length)),
  }));
  return ranked
    .sort((a, b) => b.rank - a.rank)
    .slice(0, SHORTLIST)
    .map(({ measure }) => measure);
}

/** Metrics written out by name: `http_requests_total`. */
function namedMetrics(question: string, ground: Ground): Measure[] {
  const names = question.match(/[a-z_][a-z0-9_:]*[_:][a-z0-9_:]+/g) ?? [];
  return [...new Set(names)].flatMap((name) => ground.named(name));
}

const REFINED = 12;

/** Looks once more at the best candidates: words they leave may be parts of their label values. */
function refine(bindings: readonly Binding[], question: Question, ground: Ground): Binding[] {
  const better = bindings.slice(0, REFINED).map((binding) => {
    const parts = binding.unexplained
      .filter((token) => token.text.length >= 4 && !token.everyday && !ground.isForm(token.stem))
      .flatMap((token) => {
        const filter = filterByWord(token.text, binding.measure, ground);
        return filter ? [{ word: token.text, filter }] : [];
      });
    return parts.length === 0 || binding.namedOutright ? binding : bind(question, binding.measure, ground, parts);
  });
  return [...better, ...bindings.slice(REFINED)].sort((a, b) => b.score - a.score);
}
