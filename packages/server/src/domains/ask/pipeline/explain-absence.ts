import { type Expr, print, selectors } from '@locum/promql';
import type { CatalogSnapshot } from '../../catalog/index.ts';
import type { TelemetryProvider } from '../../sources/index.ts';
import { nearestOf } from './nearest.ts';
import type { PreparedQuery } from './prepare-query.ts';
import { findSourceFailure } from './source-failure.ts';

/** Why a query that ran has no data. */
export type Absence =
  | { readonly reason: 'unknown_metric'; readonly name: string; readonly nearest: readonly string[] }
  | {
      readonly reason: 'unknown_label_value';
      readonly label: string;
      readonly value: string;
      readonly nearest: readonly string[];
    }
  /** Unix seconds of the last data, when there was any in the last two weeks. */
  | { readonly reason: 'empty_window'; readonly lastSeenSeconds?: number }
  /** No alert of those asked for is raised; of so many rules. */
  | { readonly reason: 'no_alerts'; readonly rules: number }
  /** There are series, but nothing happened: a division by zero. */
  | { readonly reason: 'not_a_number' };

interface Deps {
  readonly provider: TelemetryProvider;
  readonly snapshot: CatalogSnapshot;
  readonly signal?: AbortSignal | undefined;
}

const DAY = 86_400;
/** Finer first: data that stopped lately is the usual case. */
const LOOKS = [
  { seconds: DAY, stepSeconds: 300, lookback: '' },
  { seconds: 14 * DAY, stepSeconds: 3600, lookback: '[1h]' },
] as const;

/** Tells apart what is not known, what is known but not with this value, and what has stopped. */
export async function explainAbsence({ expr, window }: PreparedQuery, deps: Deps): Promise<Absence> {
  const unknown = findUnknown(expr, deps.snapshot);
  if (unknown !== undefined) return unknown;
  const rules = deps.snapshot.rules.filter(({ kind }) => kind === 'alerting').length;
  if (rules > 0 && selectors(expr).some(({ name }) => name === 'ALERTS' || name === 'ALERTS_FOR_STATE'))
    return { reason: 'no_alerts', rules };
  const lastSeenSeconds = await findLastSeen(expr, window.endSeconds, deps);
  return { reason: 'empty_window', ...(lastSeenSeconds !== undefined && { lastSeenSeconds }) };
}

function findUnknown(expr: Expr, snapshot: CatalogSnapshot): Absence | undefined {
  for (const { name, matchers } of selectors(expr)) {
    if (name === undefined) continue;
    const facts = snapshot.metric(name);
    if (facts === undefined)
      return { reason: 'unknown_metric', name, nearest: nearestOf(name, snapshot.metricNames(), 3) };
    for (const { label, op, value } of matchers) {
      const known = facts.labels.get(label);
      if (op !== '=' || value === '' || known === undefined || !known.complete || known.values.includes(value))
        continue;
      return { reason: 'unknown_label_value', label, value, nearest: nearestOf(value, known.values, 3) };
    }
  }
  return undefined;
}

/** When the least recently seen of the metrics had data: all of them are needed for a result. */
async function findLastSeen(expr: Expr, end: number, deps: Deps): Promise<number | undefined> {
  const texts = [
    ...new Set(selectors(expr).map((selector) => print({ ...selector, offsetMs: undefined, at: undefined }))),
  ];
  const times = await Promise.all(texts.slice(0, 4).map((text) => lastSeenOf(text, end, deps)));
  const known = times.filter((time) => time !== undefined);
  return known.length < times.length || known.length === 0 ? undefined : Math.min(...known);
}

async function lastSeenOf(selector: string, end: number, { provider, signal }: Deps): Promise<number | undefined> {
  const options = signal === undefined ? {} : { signal };
  for (const { seconds, stepSeconds, lookback } of LOOKS) {
    const promql = lookback === '' ? `count(${selector})` : `count(last_over_time(${selector}${lookback}))`;
    try {
      const { series } = await provider.queryRange({ promql, start: end - seconds, end, stepSeconds }, options);
      const last = series[0]?.points.at(-1)?.[0];
      if (last !== undefined) return last;
    } catch (error) {
      if (findSourceFailure(error) !== null) return undefined;
      throw error;
    }
  }
  return undefined;
}
