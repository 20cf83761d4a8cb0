import { metricNames, selectors } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { PreparedQuery } from '../prepare-query.ts';
import { shapeOf } from './query-shape.ts';

const GROUPINGS = [
  'service',
  'route',
  'path',
  'handler',
  'instance',
  'pod',
  'node',
  'status',
  'code',
  'method',
  'device',
];

/** Questions that change one part of this one, each understood as a follow-up. */
export function suggestFollowUps(
  { expr, understanding, window, outputSeries }: PreparedQuery,
  snapshot: CatalogSnapshot,
): string[] {
  const { shape, time } = understanding;
  const query = shapeOf(expr);
  if (query.isAbsence || query.isListing) return [];
  const suggestions: string[] = [];
  // What is told apart already, or a list, is not split further.
  const isOne = query.filter === undefined && outputSeries <= 1;
  const grouping = isOne ? groupingFor(expr, understanding.question, snapshot) : undefined;
  if (grouping !== undefined && shape.groupings.length === 0) suggestions.push(`per ${grouping}`);
  if (shape.percentiles[0] !== undefined)
    suggestions.push(shape.percentiles[0] >= 0.99 ? 'median instead' : 'p99 instead');
  if (query.filter === undefined && !query.isForecast) {
    if (time.comparison === undefined && window.kind === 'instant') suggestions.push('compared to yesterday');
    if (!time.plot) suggestions.push('over time, last 6 hours');
  }
  const other = otherService(expr, understanding.question, snapshot);
  if (other !== undefined) suggestions.push(`and for ${other}?`);
  return suggestions.slice(0, 4);
}

/** A label with several values that all metrics of the query have and the question does not name. */
function groupingFor(expr: PreparedQuery['expr'], question: string, snapshot: CatalogSnapshot): string | undefined {
  const all = metricNames(expr).map((name) => snapshot.metric(name)?.labels);
  const pinned = new Set(selectors(expr).flatMap(({ matchers }) => matchers.map((matcher) => matcher.label)));
  return GROUPINGS.find(
    (label) =>
      !pinned.has(label) &&
      !question.includes(label) &&
      all.length > 0 &&
      all.every((labels) => (labels?.get(label)?.distinct ?? 0) > 1),
  );
}

/** Another service that has the metrics of a query that is about one service. */
function otherService(expr: PreparedQuery['expr'], question: string, snapshot: CatalogSnapshot): string | undefined {
  const values = new Set(selectors(expr).flatMap(({ matchers }) => matchers.map(({ value }) => value)));
  const named = snapshot.services.find(
    ({ name, identifiedBy }) =>
      question.includes(name.toLowerCase()) && identifiedBy.some(({ value }) => values.has(value)),
  );
  const families = metricNames(expr).flatMap((name) => snapshot.metric(name)?.family ?? []);
  if (named === undefined || families.length === 0) return undefined;
  return snapshot.services.find(
    ({ name, metrics }) => name !== named.name && families.every((family) => metrics.includes(family)),
  )?.name;
}
