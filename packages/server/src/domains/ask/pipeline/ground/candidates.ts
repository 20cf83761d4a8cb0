import type { Understanding } from '../understand/understand.ts';
import { bind } from './bind.ts';
import type { Binding } from './binding.ts';
import { isEveryday } from './everyday-words.ts';
import { filterByWord } from './filter-by-word.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import { groundQuestion, type Question } from './question.ts';
import { WEIGHT } from './weights.ts';

/** How many measures are looked at closely, and how many of those twice. */
const SHORTLIST = 80;
const REFINED = 12;
/** Points off per word of a measure's shortest phrase: of two with the same words, the plainer is meant. */
const PER_WORD = 0.12;

/** The measures a question may be about, the best first, each with what it explains. */
export function findCandidates(
  understanding: Understanding,
  ground: Ground,
): { question: Question; bindings: Binding[] } {
  const question = groundQuestion(understanding, ground);
  const named = new Set(namedMetrics(understanding.question, ground));
  const bindings = [...new Set([...named, ...shortlist(question, ground), ...tellingApart(question, ground)])]
    .map((measure) => {
      const binding = bind(question, measure, ground);
      return named.has(measure) ? asNamed(binding) : binding;
    })
    .sort(byScore);
  return { question, bindings: completeFirst(refine(bindings, question, ground), understanding, ground) };
}

/** By how much a reading that leaves a telling word open may be ahead of one that leaves none. */
const COMPLETE_MARGIN = 0.12;
/** The same of one that leaves but words of form: "mean". */
const NEAR_MARGIN = 0.04;
/** From this weight on a word tells what is meant. */
const TELLING = 0.4;

/** A reading that explains everything goes before one that is hardly better and leaves open what the question is about. */
function completeFirst(bindings: Binding[], { errorBudget }: Understanding, ground: Ground): Binding[] {
  const [best] = bindings;
  const isOpen = best?.unexplained.some(
    (token) =>
      !token.everyday &&
      (!token.context || token.introduces) &&
      !ground.isForm(token.stem) &&
      ground.plainWeight(token.stem) > TELLING,
  );
  if (!best || !isOpen || best.namedOutright || errorBudget) return bindings;
  const complete = bindings.find(
    (other) =>
      other.unexplained.every((token) => ground.isForm(token.stem)) &&
      other.unboundMentions.length === 0 &&
      other.score > best.score - (other.unexplained.length === 0 ? COMPLETE_MARGIN : NEAR_MARGIN),
  );
  return complete ? [complete, ...bindings.filter((other) => other !== complete)] : bindings;
}

/** The best first; equals stay in order. Rounded, so that adding in another order makes no difference. */
function byScore(a: Binding, b: Binding): number {
  return Math.round((b.score - a.score) * 1e9);
}

function asNamed(binding: Binding): Binding {
  return { ...binding, score: binding.score + WEIGHT.namedOutright, unexplained: [], namedOutright: true };
}

/** Measures that share words with the question, those that share the weightiest first. */
function shortlist(question: Question, ground: Ground): Measure[] {
  const hits = new Map<Measure, number>();
  const said = new Set(question.tokens.filter((token) => !token.generic).map((token) => token.stem));
  for (const stem of said) {
    const weight = ground.weight(stem);
    for (const measure of ground.withStem(stem)) hits.set(measure, (hits.get(measure) ?? 0) + weight);
  }
  return [...hits]
    .map(([measure, hit]) => ({ measure, rank: hit - PER_WORD * measure.shortestPhrase }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, SHORTLIST)
    .map(({ measure }) => measure);
}

/** A label that more measures have tells nothing of which is meant. */
const FEW = 12;

/** Measures with a label that few have and that has the value named: an alert's name is a value of nothing but alerts. */
function tellingApart({ mentions }: Question, ground: Ground): Measure[] {
  const labels = new Set(
    mentions
      .filter((mention) => mention.service === undefined && !isEveryday(mention.text))
      .flatMap((mention) => mention.places.map((place) => place.label)),
  );
  return [...labels].flatMap((label) => {
    const having = measuresWith(label, ground);
    return having.length <= FEW ? having : [];
  });
}

const byLabel = new WeakMap<Ground, Map<string, readonly Measure[]>>();

/** Remembered: a large catalog has many measures, and questions name the same labels. */
function measuresWith(label: string, ground: Ground): readonly Measure[] {
  const known = byLabel.get(ground) ?? new Map<string, readonly Measure[]>();
  byLabel.set(ground, known);
  const having = known.get(label) ?? ground.measures.filter((measure) => measure.labels.has(label));
  known.set(label, having);
  return having;
}

/** Metrics written out by name: `http_requests_total`. */
function namedMetrics(question: string, ground: Ground): Measure[] {
  const names = question.match(/[a-z_][a-z0-9_:]*/g)?.filter((name) => /.[_:]./.test(name)) ?? [];
  return [...new Set(names)].flatMap((name) => ground.named(name));
}

/** "/actuator does not count" */
function isLeftOut(word: string, { understanding }: Question): boolean {
  return understanding.negatedWords.some((negated) => negated.replace(/^\//, '') === word);
}

/** Looks once more at the best candidates: words they leave may be parts of their label values. */
function refine(bindings: readonly Binding[], question: Question, ground: Ground): Binding[] {
  const better = bindings.slice(0, REFINED).map((binding) => {
    const parts = binding.unexplained
      .filter((token) => token.text.length >= 4 && !token.everyday && !ground.isForm(token.stem))
      .filter((token) => !token.context && !isLeftOut(token.text, question))
      .flatMap((token) => {
        const filter = filterByWord(token.text, binding.measure, ground);
        return filter ? [{ word: token.text, filter }] : [];
      });
    return parts.length === 0 || binding.namedOutright ? binding : bind(question, binding.measure, ground, parts);
  });
  return [...better, ...bindings.slice(REFINED)].sort(byScore);
}
