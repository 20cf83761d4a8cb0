import { filterFor, filterForServices } from './filters.ts';
import type { Ground } from './ground.ts';
import { isServiceLabel } from './label-order.ts';
import type { Measure } from './measure.ts';
import type { Mention } from './mentions.ts';
import { isOutcomeLabel, isOutcomeValue } from './outcome-labels.ts';
import type { MatcherSpec } from './outcomes.ts';
import type { Phrase } from './phrase.ts';
import type { Question } from './question.ts';
import type { WeighedToken } from './question-words.ts';

/** What a measure makes of the things that the question names. */
export interface BoundMentions {
  readonly filters: readonly MatcherSpec[];
  /** Things that it does not have. */
  readonly unbound: readonly Mention[];
  /** Things that are accounted for: as a filter, or as part of what the measure is. */
  readonly spans: readonly Mention[];
  /** A service named emits the measure itself. */
  readonly owns: boolean;
}

export function bindMentions(question: Question, measure: Measure, phrase: Phrase, ground: Ground): BoundMentions {
  const together = servicesTogether(question, measure, ground);
  const filters: MatcherSpec[] = together ? [together] : [];
  const unbound: Mention[] = [];
  const spans: Mention[] = [];
  let owns = false;
  for (const mention of question.mentions) {
    const inTogether = together !== undefined && mention.service !== undefined;
    const own = filterFor(mention, measure, ground);
    if (!mention.specific && !own && ground.labelWords.isThingWord(mention.text)) continue;
    const spoken = saidBy(mention, question, phrase.matched);
    const isSubject = saidBy(mention, question, measure.about);
    const redundant =
      !mention.specific &&
      ((spoken && mention.service === undefined) || isSubject || tellsOutcome(mention, question, measure));
    const filter = redundant || inTogether ? undefined : own;
    if (filter) filters.push(filter);
    // A particular value is not there because its words are.
    const isParticular = mention.specific && mention.service === undefined;
    const isAccounted =
      filter !== undefined ||
      redundant ||
      inTogether ||
      (isParticular ? isSubject : spoken) ||
      namedByMeasure(mention, question, measure, ground);
    (isAccounted || isWithinLonger(mention, question) ? spans : unbound).push(mention);
    owns ||= mention.service !== undefined && emits(mention, measure, ground);
  }
  return {
    filters: together ? filters.filter((filter) => filter === together || !isServiceLabel(filter.label)) : filters,
    unbound,
    spans,
    owns,
  };
}

function servicesTogether(question: Question, measure: Measure, ground: Ground): MatcherSpec | undefined {
  const { negatedWords } = question.understanding;
  const services = question.mentions.filter(
    (mention) => mention.service !== undefined && !negatedWords.includes(mention.text),
  );
  return filterForServices(services, measure, ground);
}

function isWithinLonger(mention: Mention, question: Question): boolean {
  return question.mentions.some(
    (other) => other !== mention && other.text.length > mention.text.length && other.text.includes(mention.text),
  );
}

/** Whether the service itself exposes the measure, rather than a proxy or the platform about it. */
function emits(mention: Mention, measure: Measure, ground: Ground): boolean {
  const jobs = (mention.service?.identifiedBy ?? [])
    .filter((identity) => identity.label === 'job')
    .map((identity) => identity.value);
  if (jobs.length === 0) return false;
  return measure.metrics.some((metric) =>
    ground.snapshot
      .metric(metric)
      ?.labels.get('job')
      ?.values.some((job) => jobs.includes(job)),
  );
}

/** "server error" of a measure that picks the errors out itself. */
function tellsOutcome({ text }: Mention, { wish }: Question, { matched }: Measure): boolean {
  return isOutcomeValue(text) && wish !== undefined && [...matched].some(isOutcomeLabel);
}

function inside(mention: Mention, question: Question): readonly WeighedToken[] {
  return question.tokens.filter((token) => token.start >= mention.start && token.end <= mention.end && !token.generic);
}

/** Whether all words of the mention are among the stems. */
export function saidBy(mention: Mention, question: Question, ...stems: readonly ReadonlySet<string>[]): boolean {
  const tokens = inside(mention, question);
  return tokens.length > 0 && tokens.every((token) => stems.some((set) => set.has(token.stem)));
}

/** The mention is part of what the measure is, not a filter on it: "cart" of `cart_active_carts`. */
function namedByMeasure(mention: Mention, question: Question, measure: Measure, ground: Ground): boolean {
  if (mention.places.some((place) => measure.fixed.get(place.label) === place.value)) return true;
  const { nameStems, about, helpStems } = measure;
  if (mention.specific && mention.service === undefined) return false;
  const isPlainWord = mention.service === undefined && !mention.specific;
  if (isPlainWord && saidBy(mention, question, nameStems, about, helpStems)) return true;
  const stems = ground.vocabulary.stems(mention.text);
  return stems.length > 0 && stems.every((stem) => nameStems.has(stem) || about.has(stem));
}
