import type { Evidence } from '@locum/contracts';
import { type Expr, print } from '@locum/promql';
import type { AppError } from '../../../../platform/errors.ts';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { QueryResult, TelemetryProvider } from '../../../sources/index.ts';
import { createEvidence, type EvidenceSource } from '../answer/evidence.ts';
import { type QueryShape, readsBack, shapeOf } from '../answer/query-shape.ts';
import { courseOf } from '../course.ts';
import { type Absence, explainAbsence } from '../explain-absence.ts';
import type { PreparedQuery } from '../prepare-query.ts';
import type { QueryWindow } from '../query-window.ts';
import { findSourceFailure } from '../source-failure.ts';
import type { Staged } from './stage-log.ts';

/** What the source said. Only `main` answers the question; the rest is context for the text and the chart. */
export interface Executed {
  readonly outcome: 'executed';
  readonly shape: QueryShape;
  readonly main: Evidence;
  /** The recent course of an instant answer. */
  readonly course?: Evidence;
  /** Both sides of a comparison in time. */
  readonly sides?: { readonly now: Evidence; readonly earlier: Evidence };
  /** What a filter that kept nothing has looked at. */
  readonly unfiltered?: Evidence;
  /** Why there is nothing. */
  readonly absence?: Absence;
}

export interface ExecutionFailed {
  readonly outcome: 'failed';
  readonly error: AppError;
}

export interface ExecuteDeps {
  readonly provider: TelemetryProvider;
  readonly source: EvidenceSource;
  readonly snapshot: CatalogSnapshot;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** Runs the query, and beside it what the answer shows around it. Errors of the source are a result, not a throw. */
export async function executeStage(
  prepared: PreparedQuery,
  deps: ExecuteDeps,
): Promise<Staged<Executed | ExecutionFailed>> {
  const shape = shapeOf(prepared.expr);
  const ask = createAsking(deps);
  try {
    const early =
      prepared.outputSeries <= 1 && wantsCourse(prepared, shape) ? askCourse(ask, prepared, shape) : undefined;
    const [main, sides, course] = await Promise.all([
      ask('e1', prepared.expr, prepared.window),
      askSides(ask, prepared, shape),
      early,
    ]);
    const result = await complete(
      { outcome: 'executed', shape, main, ...(sides && { sides }), ...(course && { course }) },
      prepared,
      ask,
      deps,
    );
    return { result, summary: summarise(main) };
  } catch (error) {
    const failure = findSourceFailure(error);
    if (failure === null) throw error;
    return { result: { outcome: 'failed', error: failure }, summary: failure.hint ?? failure.publicMessage };
  }
}

/** Adds what depends on the first result: its course when it is one series, and reasons when it is none. */
async function complete(
  executed: Executed,
  prepared: PreparedQuery,
  ask: Asking,
  deps: ExecuteDeps,
): Promise<Executed> {
  const { main, shape, course } = executed;
  if (hasValue(main)) {
    const isSingle = main.result.totalSeries === 1;
    if (!isSingle || course !== undefined || !wantsCourse(prepared, shape)) return executed;
    const late = await askCourse(ask, prepared, shape);
    return late === undefined ? executed : { ...executed, course: late };
  }
  if (main.result.series.length > 0) return { ...executed, absence: { reason: 'not_a_number' } };
  if (shape.isAbsence) return executed;
  if (shape.filter !== undefined) {
    const unfiltered = await ask('e2', shape.filter.inner, prepared.window);
    if (hasValue(unfiltered)) return { ...executed, unfiltered };
  }
  return { ...executed, absence: await explainAbsence(prepared, deps) };
}

function hasValue({ result }: Evidence): boolean {
  return result.heatmap !== undefined || result.series.some(({ values }) => values.some((value) => value !== null));
}

type Asking = (id: string, expr: Expr, window: QueryWindow) => Promise<Evidence>;

function createAsking({ provider, source, nowMs, signal }: ExecuteDeps): Asking {
  const options = signal === undefined ? {} : { signal };
  return async (id, expr, window) => {
    const promql = print(expr);
    const result = await query(provider, promql, window, options);
    return createEvidence({
      id,
      source,
      promql,
      window,
      backSeconds: readsBack(expr),
      result,
      evaluatedAtMs: nowMs(),
    });
  };
}

function query(
  provider: TelemetryProvider,
  promql: string,
  window: QueryWindow,
  options: { readonly signal?: AbortSignal },
): Promise<QueryResult> {
  if (window.kind === 'instant') return provider.queryInstant({ promql, time: window.endSeconds }, options);
  const { startSeconds: start, endSeconds: end, stepSeconds } = window;
  return provider.queryRange({ promql, start, end, stepSeconds }, options);
}

/** A list, a forecast or a comparison has no course worth showing. */
function wantsCourse({ window, understanding }: PreparedQuery, shape: QueryShape): boolean {
  if (window.kind !== 'instant') return false;
  if (shape.isListing || shape.isForecast || shape.isAbsence || shape.comparison !== undefined) return false;
  return shape.filter === undefined && shape.ranking === undefined && !understanding.shape.entities;
}

async function askCourse(ask: Asking, prepared: PreparedQuery, shape: QueryShape): Promise<Evidence | undefined> {
  const { expr, window, scrapeIntervalSeconds } = prepared;
  const { endSeconds } = window;
  const askedSeconds = prepared.planned.statement && prepared.understanding.time.lookback;
  const lookBackSeconds = shape.windowSeconds ?? 0;
  const course = courseOf({ expr, lookBackSeconds, askedSeconds, endSeconds, scrapeIntervalSeconds });
  return course === undefined ? undefined : askOptional(ask, 'e2', course.expr, course.window);
}

async function askSides(ask: Asking, prepared: PreparedQuery, { comparison }: QueryShape): Promise<Executed['sides']> {
  if (comparison === undefined || prepared.window.kind !== 'instant') return undefined;
  const [now, earlier] = await Promise.all([
    askOptional(ask, 'e2', comparison.now, prepared.window),
    askOptional(ask, 'e3', comparison.earlier, prepared.window),
  ]);
  return now === undefined || earlier === undefined ? undefined : { now, earlier };
}

/** Context that the answer can do without. */
async function askOptional(ask: Asking, id: string, expr: Expr, window: QueryWindow): Promise<Evidence | undefined> {
  try {
    return await ask(id, expr, window);
  } catch (error) {
    if (findSourceFailure(error) !== null) return undefined;
    throw error;
  }
}

function summarise({ result, staleSeconds }: Evidence): string {
  const count = result.totalSeries;
  const series = count === 1 ? '1 series' : `${count.toLocaleString('en-US')} series`;
  const points = result.type === 'matrix' ? `, ${result.times.length} points` : '';
  return `${series}${points}${staleSeconds === undefined ? '' : `, ${staleSeconds} s old: the source is down`}`;
}
