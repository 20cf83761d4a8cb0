import type { Binding } from '../ground/binding.ts';
import type { Ground } from '../ground/ground.ts';
import type { Question } from '../ground/question.ts';
import type { WeighedToken } from '../ground/question-words.ts';

/** What a question names that is not here, so that answering would be guessing. */
export interface Gap {
  readonly reason: 'unknown_metric' | 'unknown_label_value' | 'unknown_grouping' | 'unknown_word' | 'cannot_compute';
  readonly message: string;
}

/** Share of the question's weight that may stay unexplained. */
const TOLERATED = 0.42;
/** From this score on, known words that are left over do not stand against an answer. */
const SURE = 0.75;
/** Below this score a measure is a guess. */
const WEAK = 0.66;
/** Everyday words that colour a noun and do not make it another one. */
const ADJECTIVES = new Set(
  'big small whole single wide long short high low new old good bad real main full busy current last next first second third common hot cold heavy light free open closed public private major minor worst best great large little different same own right left only exact average normal active idle actual regular entire physical spare clean dirty fresh fast quick slow early late recent past future just still even really certain general special simple poor rich strong weak deep top bottom front back whole overall happy crazy damn bloody fucking annoying'.split(
    ' ',
  ),
);

/** Checks that everything of weight in the question is explained by the best measure. */
export function findGap(binding: Binding, question: Question, ground: Ground): Gap | undefined {
  return (
    absentSubject(binding, ground) ??
    unboundThing(binding) ??
    unknownName(binding, question, ground) ??
    unknownGrouping(binding, question, ground) ??
    unknownEntity(binding, question, ground) ??
    otherUnit(binding, question) ??
    noOutcome(binding, question) ??
    noPercentile(binding, question) ??
    unknownWords(binding, question, ground)
  );
}

function absentSubject(binding: Binding, ground: Ground): Gap | undefined {
  for (const token of binding.unexplained) {
    const title = ground.absentSubjects.get(token.stem) ?? ground.products.get(token.stem);
    if (title)
      return {
        reason: 'unknown_metric',
        message: `There are no metrics of "${token.text}" (${title}) for this in the source.`,
      };
  }
  return undefined;
}

function unboundThing(binding: Binding): Gap | undefined {
  const thing = binding.unboundMentions.find((mention) => mention.service !== undefined || mention.specific);
  if (!thing) return undefined;
  return { reason: 'unknown_label_value', message: `"${thing.text}" has no ${binding.measure.title} in this source.` };
}

function unknownGrouping(binding: Binding, question: Question, ground: Ground): Gap | undefined {
  const [phrase] = binding.unresolvedGroups;
  if (
    phrase === undefined ||
    /^(?:one|other|time|unit|target|entity|of them|thing|the|series|it|them|all)\b/.test(phrase)
  )
    return undefined;
  if (question.understanding.shape.groupings.length > 1) return undefined;
  const words = phrase.split(' ');
  if (
    words.every((word) =>
      ground.vocabulary
        .stems(word)
        .every((stem) => binding.measure.phraseStems.has(stem) || binding.measure.nameStems.has(stem)),
    )
  )
    return undefined;
  if (words.some((word) => binding.phrase.some((stem) => word.startsWith(stem.slice(0, 5))))) return undefined;
  return {
    reason: 'unknown_grouping',
    message: `The metrics of ${binding.measure.title} are not told apart by "${phrase}". They have the labels ${[...binding.measure.labels].slice(0, 8).join(', ')}.`,
  };
}

function unknownWords(binding: Binding, question: Question, ground: Ground): Gap | undefined {
  const total = Math.max(binding.weight, 0.01);
  const weight = (tokens: readonly WeighedToken[]) => tokens.reduce((sum, token) => sum + token.weight, 0);
  const foreign = binding.unexplained.filter(
    (token) => !/^[\d.]+$/.test(token.text) && (token.corrected || (!ground.knows(token.stem) && !token.everyday)),
  );
  const decisive = foreign.filter((token) => isDecisive(token, binding, question, ground));
  const weak =
    binding.score < WEAK &&
    binding.unexplained.some((token) => token.everyday && qualifies(token, binding, question, ground));
  if (weight(decisive) / total > 0.1 || weight(foreign) / total > 0.45) {
    return {
      reason: 'unknown_word',
      message: `Nothing in this source is about ${(decisive.length > 0 ? decisive : foreign)
        .map((token) => `"${token.text}"`)
        .slice(0, 3)
        .join(', ')}.`,
    };
  }
  if (weak || (binding.score < SURE && weight(binding.unexplained) / total > TOLERATED)) {
    return {
      reason: 'unknown_metric',
      message: `The nearest measure, ${binding.measure.title}, leaves ${binding.unexplained
        .map((token) => `"${token.text}"`)
        .slice(0, 3)
        .join(', ')} unanswered.`,
    };
  }
  return undefined;
}

/** An unknown word that stands where the subject stands: before what is measured, or after "of", "for", "in". */
function isDecisive(token: WeighedToken, binding: Binding, question: Question, ground: Ground): boolean {
  if (/(?:ed|ing|ly|er|est)$/.test(token.text)) return binding.score < 0.6;
  const after = question.understanding.question.slice(token.end);
  if (/^ of\b/.test(after)) return true;
  if (binding.score < WEAK || qualifies(token, binding, question, ground)) return true;
  const before = question.understanding.question.slice(0, token.start);
  return /\b(?:of|for|in|on|from|at|by|with|about|per|between)(?: (?:the|two|both|our|my|all|an?|these|this|every|each))*\s*$/.test(
    before,
  );
}

/** A word right before one that names the measure narrows it: "dead letter queue", "fan speed". */
function qualifies(token: WeighedToken, binding: Binding, question: Question, ground: Ground): boolean {
  if (/(?:ed|ing|ly)$/.test(token.text) || ADJECTIVES.has(token.text)) return false;
  const next = question.tokens.find((other) => other.start > token.end && other.start - token.end <= 1);
  if (!next || next.generic) return false;
  if (binding.phrase.includes(next.stem) || ground.labelWords.stems.has(next.stem)) return true;
  return binding.unexplained.some((other) => other.start === next.start) && qualifies(next, binding, question, ground);
}

/** "which user has the most …" of a measure that knows no users. */
function unknownEntity(binding: Binding, question: Question, ground: Ground): Gap | undefined {
  const { superlative, shape } = question.understanding;
  const noun = shape.entityNoun?.split(' ')[0];
  if (
    !(superlative ?? shape.ranking) ||
    !noun ||
    !(shape.entities || shape.ranking) ||
    binding.entityLabel ||
    binding.measure.holds
  )
    return undefined;
  const [stem] = ground.vocabulary.stems(noun);
  const { measure } = binding;
  if (stem === undefined || [measure.phraseStems, measure.about, measure.nameStems].some((stems) => stems.has(stem))) {
    return undefined;
  }
  return {
    reason: 'unknown_grouping',
    message: `The metrics of ${measure.title} are not told apart by "${noun}". They have the labels ${[...measure.labels].slice(0, 8).join(', ')}.`,
  };
}

/** Percentiles need a distribution; an average in their place would be another answer. */
function noPercentile(binding: Binding, question: Question): Gap | undefined {
  const { percentiles } = question.understanding.shape;
  const { measure } = binding;
  if (percentiles.length === 0 || measure.kind === 'histogram' || measure.kind === 'summary') return undefined;
  if (percentiles.some((level) => measure.nameStems.has(`p${Math.round(level * 1000) / 10}`))) return undefined;
  if (/quantile|histogram/.test(measure.fact?.measure ?? '')) return undefined;
  return {
    reason: 'cannot_compute',
    message: `${measure.title} is not recorded as a distribution here, so it has no percentiles. Ask for its average or current value.`,
  };
}

/** A path, a snake_case or a hyphenated name of a thing that no label value has: "/api/gifts", "group billing-export". */
function unknownName(binding: Binding, question: Question, ground: Ground): Gap | undefined {
  const { words } = question.understanding;
  for (const match of words.matchAll(/[^\s,;?!()"'[\]{}]+/g)) {
    const text = match[0].replace(/[.:]+$/, '');
    if (question.mentions.some((mention) => match.index >= mention.start && match.index < mention.end)) continue;
    const isPath = /^\/[\w:.-]+(?:\/[\w:.-]*)*$/.test(text);
    const isSnake = /^[a-z]+(?:_[a-z0-9]+)+$/.test(text);
    const isHyphenated = /^[a-z]+(?:-[a-z0-9]+)+$/.test(text) && namesThing(words, match.index, text, ground);
    if (!isPath && !isSnake && !isHyphenated) continue;
    if (
      isSnake &&
      (ground.named(text).length > 0 ||
        binding.measure.labels.has(text) ||
        ground.vocabulary.stems(text.replaceAll('_', ' ')).every((stem) => ground.knows(stem)))
    )
      continue;
    return {
      reason: 'unknown_label_value',
      message: `"${text}" is not in this source: no label of ${binding.measure.title} has such a value.`,
    };
  }
  return undefined;
}

function namesThing(words: string, at: number, text: string, ground: Ground): boolean {
  const before = /([a-z]+) $/.exec(words.slice(0, at))?.[1];
  const after = /^ ([a-z]+)/.exec(words.slice(at + text.length))?.[1];
  if (/(?:ing|ed|wide|level|only|based|side|time|end|off|up|out|free)$/.test(text)) return false;
  const known = (part: string) => ground.vocabulary.stems(part).every((stem) => ground.knows(stem));
  if (known(text) || text.split('-').every(known)) return false;
  return [before, after].some((word) => word !== undefined && ground.labelWords.isThingWord(word));
}

/** "5xx rate" of something whose metrics do not tell outcomes apart. */
function noOutcome(binding: Binding, question: Question): Gap | undefined {
  const { wish } = question;
  const { measure } = binding;
  if (!wish || binding.outcome || measure.holds) return undefined;
  const told = [...measure.matched, ...binding.filters.map((filter) => filter.label)].some((label) =>
    /status|code|result|outcome|state|phase|condition|reason|level|type/.test(label),
  );
  const coded = wish === 'server-error' || wish === 'client-error' || wish === 'both-errors';
  const unanswered = binding.unexplained.some((token) => token.stem === 'error' || token.stem === 'success');
  if (told || !(coded || unanswered)) return undefined;
  return {
    reason: 'cannot_compute',
    message: `${measure.title} is not recorded by outcome here, so failures cannot be told from the rest.`,
  };
}

/** Degrees are asked and nothing measures degrees. */
function otherUnit(binding: Binding, question: Question): Gap | undefined {
  if (question.understanding.askedUnit?.base !== 'celsius' || binding.measure.unit === 'celsius') return undefined;
  return { reason: 'unknown_metric', message: 'Nothing in this source measures a temperature.' };
}

/**
 * Another measure would fit far better, were it not that the thing named has none of it: "event loop lag of auth" is not
 * answered by a lag of something else that auth has.
 */
export function findBetterWithout(
  best: Binding,
  bindings: readonly Binding[],
  question: Question,
  ground: Ground,
): Gap | undefined {
  const meant = bindings.find((binding) => {
    const missing = binding.unboundMentions.filter((mention) => mention.service ?? mention.specific).length;
    const rare = best.unexplained.some(
      (token) => token.weight > 0.4 && binding.unexplained.every((other) => other.start !== token.start),
    );
    return missing > 0 && binding.score + 0.28 * missing > best.score + (rare ? 0.05 : 0.18);
  });
  return meant && best.score < SURE + 0.08 ? findGap(meant, question, ground) : undefined;
}
