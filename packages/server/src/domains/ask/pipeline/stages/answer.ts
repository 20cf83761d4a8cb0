import type { Answer, Evidence } from '@locum/contracts';
import { explain } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import { isAdditive } from '../answer/additive.ts';
import { chooseChart } from '../answer/chart.ts';
import { createClaimBook } from '../answer/claim-book.ts';
import { describeAbsence } from '../answer/describe-absence.ts';
import { describeComparison } from '../answer/describe-comparison.ts';
import { describeDistribution } from '../answer/describe-distribution.ts';
import { describeBreakdown, describeCurves, describeStates } from '../answer/describe-list.ts';
import { describeMatches, describeNoMatch } from '../answer/describe-matches.ts';
import { describeSlope, isSlope } from '../answer/describe-slope.ts';
import { describeAbsenceTest, describeStatement } from '../answer/describe-statement.ts';
import { describeCourse, describeValue } from '../answer/describe-value.ts';
import { suggestFollowUps } from '../answer/follow-ups.ts';
import { subjectOf } from '../answer/subject.ts';
import { unitOfResult } from '../answer/unit-of-result.ts';
import { chooseFormat } from '../answer/value-format.ts';
import type { Description, Wording } from '../answer/wording.ts';
import type { PreparedQuery } from '../prepare-query.ts';
import type { Executed } from './execute.ts';
import type { Staged } from './stage-log.ts';

/** The part of an answer that comes from data. */
export type AnswerBody = Pick<
  Answer,
  'status' | 'headline' | 'details' | 'claims' | 'evidence' | 'chart' | 'reason' | 'followUps' | 'explanation'
>;

export interface AnswerDeps {
  readonly snapshot: CatalogSnapshot;
  /** Unix seconds. */
  readonly now: number;
}

const YES_OR_NO =
  /^(?:so |hey |hi |ok |and |but |please )*(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could)\b/;

/** Data → words with claims, and a chart. Deterministic: the same data gives the same words. */
export function answerStage(
  prepared: PreparedQuery,
  executed: Executed,
  { snapshot, now }: AnswerDeps,
): Staged<AnswerBody> {
  const { planned, understanding, expr } = prepared;
  const book = createClaimBook({ now, format: chooseFormat(understanding, expr) });
  const unit = unitOfResult(planned, understanding);
  const wording: Wording = {
    book,
    subject: subjectOf(planned.reading, expr),
    unit,
    shape: executed.shape,
    isThresholdAsked: understanding.threshold !== undefined || planned.planner === 'user',
    question: understanding.question,
    isYesOrNo: YES_OR_NO.test(understanding.question),
    isAdditive: isAdditive(expr, unit),
    now,
  };
  const description = describe(prepared, executed, wording);
  const { main, course } = executed;
  const evidence = [main, course, executed.sides?.now, executed.sides?.earlier, executed.unfiltered];
  const chart = executed.absence === undefined ? chooseChart(main, course, wording) : null;
  const body: AnswerBody = {
    status: executed.absence === undefined ? 'answered' : 'no_data',
    ...(executed.absence !== undefined && { reason: executed.absence.reason }),
    headline: description.headline,
    details: description.details,
    claims: [...book.claims],
    evidence: evidence.filter((one) => one !== undefined),
    ...(chart !== null && { chart: chart.type === 'heatmap' ? { ...chart, unit: bucketUnit(prepared) } : chart }),
    followUps: suggestFollowUps(prepared, snapshot),
    explanation: explain(expr, { catalog: snapshot }),
  };
  return { result: body, summary: `${book.claims.length} ${book.claims.length === 1 ? 'figure' : 'figures'}` };
}

function describe(prepared: PreparedQuery, executed: Executed, wording: Wording): Description {
  const { planned } = prepared;
  const { main, course, sides, unfiltered, absence, shape } = executed;
  if (absence !== undefined) return describeAbsence(absence, main, wording);
  if (unfiltered !== undefined) return describeNoMatch(unfiltered, wording);
  if (shape.isAbsence) return describeAbsenceTest(main, wording);
  const { statement } = planned;
  const stated = statement === undefined ? null : describeStatement(main, course, statement, wording);
  const described =
    stated ??
    (isSlope(prepared.expr) ? describeSlope(main, course, wording) : null) ??
    describeDistribution(main, wording, bucketUnit(prepared)) ??
    describeComparison(main, sides, { ...wording, measureUnit: planned.measureUnit }) ??
    (main.result.type === 'matrix' ? describeRange(main, wording) : describeInstant(main, course, wording));
  return described ?? describeAbsence({ reason: 'empty_window' }, main, wording);
}

function describeInstant(main: Evidence, course: Evidence | undefined, wording: Wording): Description | null {
  const { shape } = wording;
  if (shape.filter !== undefined || shape.isListing) return describeMatches(main, wording);
  if (main.result.totalSeries === 1 && shape.ranking === undefined) return describeValue(main, course, wording);
  return wording.unit === 'bool' ? describeStates(main, wording) : describeBreakdown(main, wording);
}

const CURVES_DESCRIBED = 3;

function describeRange(main: Evidence, wording: Wording): Description | null {
  const isOne = main.result.totalSeries === 1;
  const now = isOne ? describeValue(main, undefined, wording) : describeCurves(main, wording);
  if (now === null) return null;
  if (isOne) return { ...now, details: describeCourse(main, 0, wording) };
  const chart = chooseChart(main, undefined, wording);
  const names = chart?.seriesNames ?? [];
  const order = largestFirst(main).slice(0, CURVES_DESCRIBED);
  return { ...now, details: order.flatMap((index) => describeCourse(main, index, wording, names[index])) };
}

function largestFirst({ result }: Evidence): number[] {
  const size = (index: number) =>
    result.series[index]?.values.findLast((value) => value !== null) ?? Number.NEGATIVE_INFINITY;
  return result.series.map((_, index) => index).sort((one, other) => size(other) - size(one));
}

/** A distribution is counted per second; its bounds have the unit of what was measured. */
function bucketUnit({ planned }: PreparedQuery): string {
  return planned.measureUnit ?? 'seconds';
}
