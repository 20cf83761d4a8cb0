import type { Expr } from '@locum/promql';
import { saidBy } from './bind-mentions.ts';
import { isEveryday } from './everyday-words.ts';
import type { Explained } from './explain-tokens.ts';
import type { Findings } from './findings.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import { valuesOf } from './measure-values.ts';
import type { Mention } from './mentions.ts';
import type { Phrase } from './phrase.ts';
import type { Question } from './question.ts';
import { isWithin, type WeighedToken } from './question-words.ts';
import { foldValue } from './values.ts';
import { WEIGHT } from './weights.ts';

/** Whether it has the things and groupings that the question names. */
export function thingPoints({
  question,
  measure,
  ground,
  phrase,
  filters,
  mentions,
  groups,
  explained,
}: Findings): number {
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
  const isOneEach = (label: string) => measure.keys?.length === 1 && measure.keys[0] === label;
  if (measure.holds && !shape.entities && groups.groups.some(({ resolved }) => resolved?.labels.some(isOneEach)))
    points += WEIGHT.statementOfOthers;
  if (groups.groups.some(({ resolved }) => resolved?.labels.some((label) => countsDistinct(measure, label))))
    points += WEIGHT.pinsGrouping;
  if ([...measure.fixed.values()].some((value) => isNegated(value.toLowerCase(), question))) points += WEIGHT.negated;
  const isRanked = shape.ranking !== undefined || question.understanding.superlative !== undefined;
  if (entity && isSingle(entity, measure, ground)) points += isRanked ? WEIGHT.singleEntityRanked : WEIGHT.singleEntity;
  if (ANYTHING.test(question.understanding.question) && hasOneSeries(measure, ground)) points += WEIGHT.singleEntity;
  if (question.traits.asksWhy) points += measure.labels.has('reason') ? WEIGHT.tellsReason : WEIGHT.tellsNoReason;
  if (groups.entityNamed) points += WEIGHT.entityNamesLabel;
  if (question.mentions.some((mention) => contradicts(mention, question, measure, phrase)))
    points += WEIGHT.contradicted;
  const ranksNumber = isRanked && entity !== undefined && MOST.test(question.understanding.question);
  if (isCount(measure) && ranksNumber) points += WEIGHT.countRanks;
  else if (isCount(measure) && shape.entities && !shape.howMany && !isIdentity(measure))
    points += WEIGHT.countOfEntities;
  if (WHICH_IS.test(question.understanding.question) && isIdentity(measure)) points += WEIGHT.tellsIdentity;
  if (measure.holds && ranksNumber && isOneEach(entity)) points += WEIGHT.statementOfOthers;
  points += WEIGHT.otherSubject * explained.unexplained.filter((token) => ground.subjectStems.has(token.stem)).length;
  const noun = shape.entityNoun;
  if (measure.holds && shape.howMany && noun !== undefined && entity === undefined && !question.understanding.threshold)
    points += WEIGHT.statementOfOthers;
  if (noun !== undefined && entity === undefined && !measure.holds && ground.labelWords.isThing(noun))
    points += WEIGHT.missesEntity;
  if (measuresExporter(measure, filters, ground)) points += WEIGHT.exporterItself;
  if (shape.aggregators.includes('sum') && isSum(measure.expr)) points += WEIGHT.addsUp;
  if (ranksByNothingKnown(question, explained)) points += WEIGHT.missesRankedBy;
  if (entity && shape.entities && averagesOver(measure, entity)) points += WEIGHT.averagesEntity;
  return points;
}

const RANKED_BY = /\b(?:by|according to|in terms of|ranked on|sorted on) ([^,.?!;:()]+)/;

/** "top 3 namespaces by memory" of what tells nothing of memory. */
function ranksByNothingKnown({ understanding, tokens }: Question, { unexplained }: Explained): boolean {
  const { words, shape } = understanding;
  const from = shape.ranking?.end;
  const by = from === undefined ? null : RANKED_BY.exec(words.slice(from));
  if (from === undefined || !by) return false;
  const start = from + by.index + by[0].length - (by[1]?.length ?? 0);
  const end = from + by.index + by[0].length;
  const isIn = (token: WeighedToken) => token.start >= start && token.end <= end && !token.generic && token.weight > 0;
  const said = tokens.filter(isIn);
  return said.length > 0 && said.every((token) => unexplained.some((left) => left.start === token.start));
}

const INSTANCE = /^(?:instance|pod)$/;

/** A mean over the targets of each job tells nothing of one of them. */
function averagesOver({ expr, keys }: Measure, label: string): boolean {
  return INSTANCE.test(label) && keys !== undefined && !keys.includes(label) && isMean(expr);
}

/** `process_open_fds{job="postgres"}` is of the exporter and not of postgres. */
function measuresExporter({ metrics }: Measure, filters: Findings['filters'], ground: Ground): boolean {
  const ofItself = metrics.every((name) => name.startsWith('process_'));
  return ofItself && filters.some(({ label, value }) => label === 'job' && isExported(value, ground));
}

/** Programs that do not measure themselves for Prometheus. */
function isExported(job: string, ground: Ground): boolean {
  return ground.vocabulary.stems(job).some((stem) => ground.products.has(stem));
}

/** "timed and requested ones together" */
function isSum(expr: Expr): boolean {
  return expr.type === 'Binary' && expr.op === '+';
}

function isMean(expr: Expr): boolean {
  if (expr.type === 'Binary') return isMean(expr.left) || isMean(expr.right);
  return expr.type === 'Aggregate' && expr.op === 'avg' && expr.expr.type === 'VectorSelector';
}

const MOST =
  /\b(?:(?:most|fewest|least)|(?:biggest|highest|largest|greatest|lowest|smallest) (?:number|count) of) [a-z]/;

const WHICH_IS = /\bwh?ich (?:\w+ ){1,5}?(?:is|are) (?:acting as|the|an?) /;

/** Labels of where something runs. */
const PLACE = /^(?:namespace|env|environment|cluster|region|zone|datacenter|tenant)$/;

/** A particular thing, and no word of the language or of measures. */
function isName({ service, specific, text, places }: Mention, ground: Ground): boolean {
  const isPlace = places.every(({ label, value }) => PLACE.test(label) && foldValue(value) === foldValue(text));
  if (service || specific || isPlace) return true;
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
  if (measure.joined?.labels.includes(label)) return valuesOf(label, measure, ground).length <= 1;
  return measure.metrics.every((metric) => (ground.snapshot.metric(metric)?.labels.get(label)?.distinct ?? 0) <= 1);
}

/** "by version" of the number of versions. */
function countsDistinct({ expr }: Measure, label: string): boolean {
  const counted = expr.type === 'Aggregate' && expr.op === 'count' ? expr.expr : undefined;
  return counted?.type === 'Aggregate' && counted.grouping?.labels.includes(label) === true;
}

/** Info series of one role: "which redis is the primary" is answered by those that are there. */
function isIdentity({ metrics, keys, expr }: Measure): boolean {
  return keys?.length === 0 && expr.type === 'Aggregate' && metrics.every((metric) => metric.endsWith('_info'));
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
