import { build } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import { bind } from '../ground/bind.ts';
import type { Binding } from '../ground/binding.ts';
import type { Ground } from '../ground/ground.ts';
import { namesItself } from '../ground/label-order.ts';
import type { Measure } from '../ground/measure.ts';
import type { Question } from '../ground/question.ts';
import type { Understanding } from '../understand/understand.ts';
import { compose } from './compose.ts';
import { wantsFraction } from './counting.ts';
import { isInfrastructure } from './infrastructure.ts';
import { isUnreadable } from './reading.ts';

/** The label that scrapes give to whatever program, however it calls itself. */
export const COMMON_LABEL = 'job';
const ASKS_SERVICES = /\b(?:micro)?services?\b|\bapps?\b|\bapplications?\b/;

/** The same measure of programs that record it under other metrics, and the best itself grouped by what all of them have. */
export interface Families {
  readonly best: Binding;
  readonly others: readonly Binding[];
  /** They are added up. */
  readonly isTotal?: true;
}

/**
 * "which service has the most errors" is asked of all services, also of those that count their requests under another name. Nothing
 * when one family has all of them, or when the question is not about services.
 */
export function familiesOf(best: Binding, question: Question, ground: Ground): Families | undefined {
  const { groupings, entityNoun = '' } = question.understanding.shape;
  const { snapshot } = ground;
  const isTotal = asksTotal(question.understanding) && addsUp(best, question.understanding);
  const isAsked = [...groupings, entityNoun].some((noun) => ASKS_SERVICES.test(noun));
  const isOfVersions = asksVersions(best, question, ground);
  if (!(isAsked || isTotal || isOfVersions) || !isOfAll(best) || !best.measure.labels.has(COMMON_LABEL))
    return undefined;
  const first = isOfVersions ? { ...byProgram(best), groups: [COMMON_LABEL, 'version'] } : byProgram(best);
  const seen = new Set(programsOf(best.measure, snapshot));
  const others = sameElsewhere(best, question, ground)
    .map((other) => alike(other, first))
    .filter((other) => {
      const added = programsOf(other.measure, snapshot).filter((program) => !seen.has(program));
      for (const program of added) seen.add(program);
      return added.length > 0 && !added.every(isInfrastructure);
    });
  return others.length === 0 ? undefined : { best: first, others, ...(isTotal && { isTotal }) };
}

/** "which versions are running", without saying of what. */
function asksVersions({ measure }: Binding, { stems }: Question, { vocabulary }: Ground): boolean {
  const program = vocabulary.stems(measure.title.replace(/ ?versions$/, ''));
  return meaningOf(measure) === VERSIONS && measure.labels.has('version') && !program.some((stem) => stems.has(stem));
}

const ALL_SERVICES = /\b(?:all|our) (?:of )?(?:the |our |my )?(?:\w+ )?(?:micro)?services\b/;

/** "total requests of all services". */
function asksTotal({ question, shape }: Understanding): boolean {
  return (
    ALL_SERVICES.test(question) && shape.groupings.length === 0 && (shape.overall || shape.aggregators.includes('sum'))
  );
}

/** What is counted adds up; shares and times do not. */
export function addsUp({ measure }: Binding, understanding: Understanding): boolean {
  const isCount = measure.unit === 'count' && measure.combine === 'sum' && measure.kind !== 'gauge';
  return isCount && !wantsFraction(understanding);
}

/** The families' query: put together, and added up where that is asked. */
export function composeFamilies(families: Families, understanding: Understanding, snapshot: CatalogSnapshot) {
  const { best, others, isTotal } = families;
  if (!isTotal) return compose(best, understanding, snapshot, others);
  const aggregators = understanding.shape.aggregators.filter((aggregator) => aggregator !== 'sum');
  const apart = { ...understanding, shape: { ...understanding.shape, aggregators, overall: false } };
  const composed = compose(best, apart, snapshot, others);
  return isUnreadable(composed) ? composed : { ...composed, expr: build.sumBy([], composed.expr) };
}

/** Measures of the same under other names that the question can be read of just as well, the best first. */
function sameElsewhere(best: Binding, question: Question, ground: Ground): readonly Binding[] {
  const meaning = meaningOf(best.measure);
  return ground.measures
    .filter((measure) => measure !== best.measure && meaningOf(measure) === meaning && canStandBeside(measure, best))
    .map((measure) => bind(question, measure, ground))
    .filter((other) => isOfAll(other) && (best.outcome === undefined) === (other.outcome === undefined))
    .sort((a, b) => Math.round((b.score - a.score) * 1e9));
}

function canStandBeside(measure: Measure, { measure: beside, groups }: Binding): boolean {
  const isGrouped = groups.every((label) => namesItself(label) || measure.labels.has(label));
  return isGrouped && measure.unit === beside.unit && measure.labels.has(COMMON_LABEL);
}

const VERSIONS = 'versions';
/** Titles of knowledge files for the same thing. */
const SAME: Readonly<Record<string, string>> = {
  '5xx': 'errors',
  'server errors': 'errors',
  'request duration': 'latency',
  'error ratio': 'error rate',
};

/** What a measure tells, by whatever protocol it is asked for: "grpc latency" is the latency of a program that speaks gRPC. */
export function meaningOf({ title, origin }: Measure): string {
  if (origin === 'derived' && /(?:^| )versions$/.test(title)) return VERSIONS;
  const plain = title.replace(/^(?:http|grpc|rpc) /, '');
  return SAME[plain] ?? plain;
}

/** Read of everybody: no program is named. */
export function isOfAll({ filters }: Binding): boolean {
  return !filters.some(({ label }) => namesItself(label) || label === 'instance' || label === 'pod');
}

function programsOf({ metrics }: Measure, snapshot: CatalogSnapshot): readonly string[] {
  return metrics.flatMap((metric) => snapshot.metric(metric)?.labels.get(COMMON_LABEL)?.values ?? []);
}

/** Told apart by the label that all programs have. */
function byProgram(binding: Binding): Binding {
  const toCommon = (label: string) => (namesItself(label) ? COMMON_LABEL : label);
  return {
    ...binding,
    groups: [...new Set([COMMON_LABEL, ...binding.groups.map(toCommon)])],
    ...(binding.entityLabel && { entityLabel: toCommon(binding.entityLabel) }),
  };
}

function alike(other: Binding, { groups, entityLabel }: Binding): Binding {
  const { entityLabel: _, ...rest } = other;
  return { ...rest, groups, ...(entityLabel !== undefined && { entityLabel }) };
}
