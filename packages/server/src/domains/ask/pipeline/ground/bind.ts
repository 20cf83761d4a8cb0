import { bindGroups } from './bind-groups.ts';
import { bindMentions } from './bind-mentions.ts';
import { bindOutcome } from './bind-outcome.ts';
import type { Binding, PartialName } from './binding.ts';
import { explain } from './explain-tokens.ts';
import type { Ground } from './ground.ts';
import { viewsUnder } from './groups.ts';
import { findInfoJoin, joinedWith } from './info-join.ts';
import type { Measure } from './measure.ts';
import type { Mention } from './mentions.ts';
import { exclusions, mergeFilters } from './merge-filters.ts';
import { isOutcomeLabel } from './outcome-labels.ts';
import type { MatcherSpec } from './outcomes.ts';
import { bestPhrase } from './phrase.ts';
import type { Question } from './question.ts';
import { isWithin, type WeighedToken } from './question-words.ts';
import { scoreOf } from './score.ts';

/**
 * Reads the question as being about `measure`, joined with what else is asked of its targets. `parts`: words found to be parts of
 * its label values.
 */
export function bind(
  question: Question,
  measure: Measure,
  ground: Ground,
  parts: readonly PartialName[] = [],
): Binding {
  const alone = bindAlone(question, measure, ground, parts);
  const joined = measure.joined ? undefined : findInfoJoin(alone, question, ground);
  return joined ? bindAlone(question, joinedWith(measure, joined), ground, parts) : alone;
}

function bindAlone(question: Question, measure: Measure, ground: Ground, parts: readonly PartialName[]): Binding {
  const { understanding } = question;
  const said = bestPhrase(measure, question, ground);
  const mentions = bindMentions(question, measure, said, ground);
  const missing = mentions.unbound.filter((mention) => mention.specific && mention.service === undefined);
  const phrase = missing.length === 0 ? said : bestPhrase(measure, question, ground, stemsWithin(missing, question));
  const filters = [
    ...mergeFilters([...mentions.filters, ...parts.map((part) => part.filter)], understanding),
    ...understanding.matchers.filter((matcher) => measure.labels.has(matcher.label)),
  ];
  const views = viewsUnder(measure, filters, ground);
  const view = views[0] ?? measure;
  filters.push(...exclusions(understanding, view, ground));
  const groups = bindGroups(question, measure, views, ground);
  const { outcome, matcher } = bindOutcome(question, view, phrase, filters, ground);
  const explained = explain(question, {
    measure,
    phrase,
    spans: mentions.spans,
    parts: new Set(parts.map((part) => part.word)),
    outcome: outcome === 'matched' || filters.some(({ label }) => isOutcomeLabel(label)),
    words: understanding.words,
    groupPhrases: groups.groups.flatMap((group) => (group.resolved ? [group.text] : [])),
    groups: [
      ...groups.groups.flatMap((group) => (group.resolved ? [group.resolved.text] : [])),
      ...(groups.entityText === undefined ? [] : [groups.entityText]),
    ],
    ground,
  });
  const labels = groups.groups.flatMap((group) => group.resolved?.labels ?? []);
  // "the kafka lag alert" names kafka as part of the alert's name.
  const isNamedIn = (text: string) =>
    filters.some(({ value }) => value.toLowerCase().includes(text)) ||
    groups.groups.some((group) => group.resolved?.text.includes(text)) ||
    measure.keys?.some((key) => key.split('_').includes(text));
  const unbound = mentions.unbound.filter(({ text }) => !isNamedIn(text));
  return {
    measure,
    filters: filters.filter((filter) => !(labels.includes(filter.label) && isInPassing(filter, question))),
    groups: [...new Set(groups.groups.length > 0 ? labels : namedTogether(filters, understanding.question))],
    unresolvedGroups: groups.groups.filter((group) => !group.resolved).map((group) => group.text),
    unexplained: explained.unexplained,
    weight: explained.total,
    unboundMentions: unbound,
    score: scoreOf({
      question,
      measure,
      ground,
      phrase,
      filters,
      mentions: { ...mentions, unbound },
      groups,
      explained,
      outcome,
    }),
    phrase: phrase.words,
    ...(groups.entity && { entityLabel: groups.entity }),
    ...(matcher && { outcome: matcher }),
  };
}

/** "is the rc build worse? errors by version": what is compared was named only to say why. */
function isInPassing({ label, value }: MatcherSpec, { mentions, understanding }: Question): boolean {
  const naming = mentions.filter(({ places }) =>
    places.some((place) => place.label === label && place.value === value),
  );
  return naming.length > 0 && naming.every((mention) => isWithin(mention, understanding.context));
}

/** What only the names of things say that the measure does not have. */
function stemsWithin(mentions: readonly Mention[], { tokens }: Question): Set<string> {
  const isInside = ({ start, end }: WeighedToken) =>
    mentions.some((mention) => start >= mention.start && end <= mention.end);
  const others = new Set(tokens.filter((token) => !isInside(token)).map((token) => token.stem));
  return new Set(tokens.filter(isInside).flatMap((token) => (others.has(token.stem) ? [] : [token.stem])));
}

/** "failing calls to auth, cart and payments": each of the things named gets its own number. */
function namedTogether(filters: readonly MatcherSpec[], question: string): string[] {
  // "unauthenticated or denied" are counted together.
  const isEither = /\w or \w/.test(question) && !/\w and \w/.test(question);
  if (isEither && !question.includes(',')) return [];
  return filters
    .filter((filter) => filter.op === '=~' && filter.alternatives !== undefined)
    .filter(({ label }) => !(isEither && isOutcomeLabel(label)))
    .map((filter) => filter.label);
}
