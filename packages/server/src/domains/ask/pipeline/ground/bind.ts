import { bindGroups } from './bind-groups.ts';
import { bindMentions } from './bind-mentions.ts';
import { bindOutcome } from './bind-outcome.ts';
import type { Binding, PartialName } from './binding.ts';
import { explain } from './explain-tokens.ts';

import type { Ground } from './ground.ts';
import { viewsUnder } from './groups.ts';
import type { Measure } from './measure.ts';
import { exclusions, mergeFilters } from './merge-filters.ts';
import type { MatcherSpec } from './outcomes.ts';
import { bestPhrase } from './phrase.ts';
import type { Question } from './question.ts';
import { scoreOf } from './score.ts';

/** Reads the question as being about `measure`. `parts`: words found to be parts of its label values. */
export function bind(
  question: Question,
  measure: Measure,
  ground: Ground,
  parts: readonly PartialName[] = [],
): Binding {
  const { understanding } = question;
  const phrase = bestPhrase(measure, question, ground);
  const mentions = bindMentions(question, measure, phrase, ground);
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
    outcome: outcome === 'matched',
    words: understanding.words,
    groupPhrases: groups.groups.flatMap((group) => (group.resolved ? [group.text] : [])),
    groups: groups.groups.flatMap((group) => (group.resolved ? [group.resolved.text] : [])),
    ground,
  });
  const labels = groups.groups.flatMap((group) => group.resolved?.labels ?? []);
  return {
    measure,
    filters,
    groups: [...new Set(groups.groups.length > 0 ? labels : namedTogether(filters))],
    unresolvedGroups: groups.groups.filter((group) => !group.resolved).map((group) => group.text),
    unexplained: explained.unexplained,
    weight: explained.total,
    unboundMentions: mentions.unbound,
    score: scoreOf({ question, measure, ground, phrase, filters, mentions, groups, explained, outcome }),
    phrase: phrase.words,
    ...(groups.entity && { entityLabel: groups.entity }),
    ...(matcher && { outcome: matcher }),
  };
}

/** "failing calls to auth, cart and payments": each of the things named gets its own number. */
function namedTogether(filters: readonly MatcherSpec[]): string[] {
  return filters
    .filter((filter) => filter.op === '=~' && filter.alternatives !== undefined)
    .map((filter) => filter.label);
}
