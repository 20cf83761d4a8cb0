import type { Expr } from '@locum/promql';
import { speaksOfRunningOut } from '../understand/future.ts';
import type { BoundGroups } from './bind-groups.ts';
import { type BoundMentions, saidBy } from './bind-mentions.ts';
import { isEveryday } from './everyday-words.ts';
import type { Explained } from './explain-tokens.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import type { Mention } from './mentions.ts';
import { isOutcomeLabel } from './outcome-labels.ts';
import type { MatcherSpec } from './outcomes.ts';
import { fitWith, type Phrase } from './phrase.ts';
import type { Question } from './question.ts';
import { isWithin } from './question-words.ts';
import { findResource } from './resource.ts';
import { WEIGHT } from './weights.ts';

/** All that was found when a question was read as being about a measure. */
export interface Findings {
  readonly question: Question;
  readonly measure: Measure;
  readonly ground: Ground;
  readonly phrase: Phrase;
  readonly filters: readonly MatcherSpec[];
  readonly mentions: BoundMentions;
  readonly groups: BoundGroups;
  readonly explained: Explained;
  /** A matcher for the outcome wished, or the measure's own words or labels tell it. */
  readonly outcome: 'matched' | 'told' | 'untold';
}

/** How likely the question is about the measure, about 0 to 1. */
export function scoreOf(found: Findings): number {
  return (
    WEIGHT.coverage * found.explained.coverage +
    WEIGHT.fit * fitWith(found.phrase, found.filters) +
    originPoints(found) +
    unitPoints(found.question, found.measure) +
    formPoints(found.question, found.measure) +
    thingPoints(found) +
    outcomePoints(found)
  );
}

/** Whose measure it is. */
function originPoints({ question, measure, mentions }: Findings): number {
  let points = 0;
  if (measure.origin === 'knowledge') points += WEIGHT.fromKnowledge;
  if (measure.origin === 'derived') points += WEIGHT.derived;
  if (mentions.owns) points += WEIGHT.ownedByService;
  if (isForeignSubject(question, measure)) points += WEIGHT.foreignSubject;
  return points;
}

/** Subjects that everybody's questions may be about without naming them. */
const COMMON_SUBJECT = /^(?:http|grpc|applications?|node|kube|prometheus|cadvisor|kubelet)/;

function isForeignSubject(question: Question, measure: Measure): boolean {
  if (measure.about.size === 0 || measure.subject === undefined || COMMON_SUBJECT.test(measure.subject)) return false;
  return !question.tokens.some((token) => measure.about.has(token.stem));
}

/** Whether its unit is the one that the question wants. */
function unitPoints({ understanding, traits, wish }: Question, measure: Measure): number {
  const { threshold, askedUnit } = understanding;
  const asked = askedUnit?.base ?? threshold?.unit?.base;
  const isShare = measure.unit === 'ratio' || measure.unit === 'percent';
  let points = 0;
  if (understanding.relative) points += isShare ? WEIGHT.shareOfBound : WEIGHT.amountOfBound;
  else if (asked === 'percent' || asked === 'ratio' || threshold?.fraction || understanding.errorBudget)
    points += isShare ? WEIGHT.askedShare : WEIGHT.notAskedShare;
  else if (asked === 'bytes' || asked === 'bits')
    points += measure.unit === 'bytes' || measure.unit === 'bits' ? WEIGHT.askedBytes : WEIGHT.notAskedBytes;
  else if (asked === 'seconds' && (measure.unit === 'seconds' || measure.unit === 'timestamp'))
    points += WEIGHT.askedSeconds;
  const unit = threshold?.unit ?? askedUnit;
  if (unit && !fitsUnit(unit.base, measure)) points += WEIGHT.otherUnit;
  if (traits.asksTimeSince) points += isAge(measure) ? WEIGHT.timeSinceIsAge : WEIGHT.timeSinceIsNoAge;
  else if (traits.asksAge && measure.unit === 'timestamp') points += WEIGHT.ageIsTimestamp;
  if (traits.asksTimeSpent && measure.unit === 'seconds') points += WEIGHT.timeSpent;
  if (traits.saysBytes && measure.unit === 'bytes') points += WEIGHT.saysBytes;
  if (traits.asksFullness && isShare) points += WEIGHT.fullnessIsShare;
  if (wish && isShare && !asked && !traits.comparesOutcomes) points += WEIGHT.outcomesAreCounted;
  if (traits.asksAmount && isShare && !asked) points += WEIGHT.amountIsNoShare;
  return points;
}

function fitsUnit(base: string, { unit, kind, holds }: Measure): boolean {
  if (base === 'seconds')
    return unit === 'seconds' || unit === 'timestamp' || kind === 'histogram' || holds !== undefined;
  return base !== 'bytes' || unit === 'bytes' || kind === 'histogram';
}

/** A moment, or the time since one. */
export function isAge({ unit, expr }: Measure): boolean {
  return unit === 'timestamp' || (expr.type === 'Binary' && expr.left.type === 'Call' && expr.left.func === 'time');
}

/** Whether it can be read in the form that the question asks for. */
function formPoints({ understanding, traits }: Question, measure: Measure): number {
  const { threshold, shape, time, askedUnit } = understanding;
  let points = 0;
  const runsOut = time.timeUntil || (time.forecast && speaksOfResource(understanding.question));
  if (runsOut || time.forecast) points += runsOut ? resourcePoints(measure) : Math.min(0, resourcePoints(measure));
  if (shape.percentiles.length > 0)
    points +=
      measure.kind === 'histogram' || measure.kind === 'summary' || namesPercentile(measure, shape.percentiles)
        ? WEIGHT.distribution
        : WEIGHT.noDistribution;
  if (traits.comparesAmounts && !threshold && shape.entities)
    points += measure.holds ? WEIGHT.comparesAmounts : WEIGHT.comparesNothing;
  const isShareBelow =
    threshold?.unit?.base === 'seconds' &&
    ['percent', 'ratio', 'seconds'].includes(askedUnit?.base ?? 'seconds') &&
    traits.wantsShare;
  if (isShareBelow) points += measure.kind === 'histogram' ? WEIGHT.buckets : WEIGHT.noBuckets;
  if (measure.holds) {
    const isAsked = shape.entities || traits.asksYesOrNo;
    if (time.horizon !== undefined) points += WEIGHT.statementWithHorizon;
    points += threshold ? WEIGHT.statementWithNumber : isAsked ? WEIGHT.statementAsked : WEIGHT.statementUnasked;
  }
  return points;
}

/** What fills, is left or has a limit, beside what runs out. */
function speaksOfResource(question: string): boolean {
  return speaksOfRunningOut(question) || /\b(?:fill\w*|out of|limits?|left)\b/.test(question);
}

/** "expiry - time()". */
function isTimeLeft(expr: Expr): boolean {
  return expr.type === 'Binary' && expr.right.type === 'Call' && expr.right.func === 'time';
}

function resourcePoints(measure: Measure): number {
  if (isTimeLeft(measure.expr)) return 0;
  const resource = measure.unit === 'seconds' ? undefined : findResource(measure.expr);
  if (!resource) return WEIGHT.cannotRunOut;
  if (resource.free ?? resource.limit) return WEIGHT.canRunOut;
  return /limit|max|capacity|size|total/.test(resource.used?.name ?? '') ? WEIGHT.limitAlone : 0;
}

/** A gauge that is a percentile itself: `…_lag_p99_seconds`. */
export function namesPercentile(measure: Measure, percentiles: readonly number[]): boolean {
  const pinned = Number(measure.fixed.get('quantile') ?? Number.NaN);
  return percentiles.some(
    (level) => measure.nameStems.has(`p${Math.round(level * 1000) / 10}`) || pinned === level || pinned === level * 100,
  );
}

/** Whether it has the things and groupings that the question names. */
function thingPoints({ question, measure, ground, phrase, filters, mentions, groups, explained }: Findings): number {
  const { shape } = question.understanding;
  const { entity } = groups;
  let points =
    WEIGHT.unboundThing *
    mentions.unbound.filter((mention) => isName(mention, ground) && !isWithin(mention, question.understanding.context))
      .length;
  for (const group of groups.groups)
    points += group.resolved ? (1 - group.resolved.quality) * WEIGHT.vagueGrouping : WEIGHT.unresolvedGrouping;
  const isPinned = (label: string) =>
    measure.fixed.has(label) || filters.some((filter) => filter.label === label && filter.op === '=');
  // "each kafka container" names the container that it groups by; "logins by method" must not filter the method.
  const isUnnamed = (text: string) => !question.mentions.some((mention) => text.includes(mention.text));
  if (groups.groups.some(({ text, resolved }) => resolved?.labels.every(isPinned) && isUnnamed(text)))
    points += WEIGHT.pinsGrouping;
  if ([...measure.fixed.values()].some((value) => isNegated(value.toLowerCase(), question))) points += WEIGHT.negated;
  const isRanked = shape.ranking !== undefined || question.understanding.superlative !== undefined;
  if (entity && isSingle(entity, measure, ground)) points += isRanked ? WEIGHT.singleEntityRanked : WEIGHT.singleEntity;
  if (ANYTHING.test(question.understanding.question) && hasOneSeries(measure, ground)) points += WEIGHT.singleEntity;
  if (groups.entityNamed) points += WEIGHT.entityNamesLabel;
  if (question.mentions.some((mention) => contradicts(mention, question, measure, phrase)))
    points += WEIGHT.contradicted;
  if (isCount(measure) && shape.entities && !shape.howMany) points += WEIGHT.countOfEntities;
  points += WEIGHT.otherSubject * explained.unexplained.filter((token) => ground.subjectStems.has(token.stem)).length;
  const noun = shape.entityNoun;
  if (measure.holds && shape.howMany && noun !== undefined && entity === undefined && !question.understanding.threshold)
    points += WEIGHT.statementOfOthers;
  if (noun !== undefined && entity === undefined && !measure.holds && ground.labelWords.isThing(noun))
    points += WEIGHT.missesEntity;
  return points;
}

/** A particular thing, and no word of the language or of measures. */
function isName({ service, specific, text }: Mention, ground: Ground): boolean {
  if (service || specific) return true;
  const stems = ground.vocabulary.stems(text);
  return !isEveryday(text) && stems.length > 0 && stems.every((stem) => ground.withStem(stem).length === 0);
}

/** "not closed" against a measure of what is closed; "not ready" is a word of its own (unready). */
function isNegated(value: string, question: Question): boolean {
  return (
    question.understanding.negatedWords.includes(value) &&
    !question.tokens.some((token) => /^(?:not|no|non) /.test(token.text))
  );
}

const ANYTHING = /\b(?:anything|anyone|anybody|something)\b/;

function hasOneSeries(measure: Measure, ground: Ground): boolean {
  return measure.metrics.every((metric) => (ground.snapshot.metric(metric)?.seriesCount ?? 0) <= 1);
}

function isSingle(label: string, measure: Measure, ground: Ground): boolean {
  return measure.metrics.every((metric) => (ground.snapshot.metric(metric)?.labels.get(label)?.distinct ?? 0) <= 1);
}

function isCount(measure: Measure): boolean {
  return measure.expr.type === 'Aggregate' && measure.expr.op === 'count';
}

function contradicts(mention: Mention, question: Question, measure: Measure, phrase: Phrase): boolean {
  if (mention.service || question.understanding.negatedWords.includes(mention.text)) return false;
  const pinned = mention.places.filter((place) => measure.fixed.has(place.label));
  if (pinned.length === 0 || saidBy(mention, question, phrase.matched)) return false;
  if (mention.places.some((place) => !measure.fixed.has(place.label) && measure.labels.has(place.label))) return false;
  return !pinned.some((place) => allows(measure.fixed.get(place.label) ?? '', place.value));
}

/** Whether a pinned pattern is the value, or lists it. A wildcard tells nothing of single values. */
function allows(pattern: string, value: string): boolean {
  return !/\.|\*/.test(pattern) && (pattern === value || pattern.split('|').includes(value));
}

/** Whether it can tell the outcome that the question wishes. */
function outcomePoints({ question, measure, outcome }: Findings): number {
  let points = 0;
  if (question.traits.excludes5xx && [...measure.matched].some(isOutcomeLabel)) points += WEIGHT.pinsOutcome;
  const wantsFailures = question.wish !== undefined && question.wish !== 'success' && question.wish !== 'no-errors';
  if (wantsFailures && outcome === 'untold' && !measure.holds && !/err|fail/.test(measure.metrics.join()))
    points += WEIGHT.missesOutcome;
  return points;
}
