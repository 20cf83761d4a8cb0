import { z } from 'zod';
import type { Interruptible } from '../../platform/interruptible/index.ts';
import type { CatalogState } from './build-snapshot.ts';
import type { MetricReading } from './discovery/reading.ts';
import type { catalogMetrics, catalogs } from './tables.ts';

/** The state of a source as its rows tell it. Throws zod's error for rows that another version wrote in another form. */
export function* toState(
  row: typeof catalogs.$inferSelect,
  metrics: readonly (typeof catalogMetrics.$inferSelect)[],
): Interruptible<CatalogState> {
  const takenAt = row.discoveredAt.getTime() / 1000;
  const readings = new Map<string, MetricReading>();
  for (const metric of metrics) {
    yield;
    readings.set(metric.name, toReading(metric, row.discoveredAt));
  }
  return {
    takenAt,
    serverVersion: row.serverVersion,
    metadata: new Map(yield* parseEach(metadataRow, row.metadata)),
    rules: (yield* parseEach(ruleRow, row.rules)).map(({ state, ...rule }) =>
      state === undefined ? rule : { ...rule, state },
    ),
    panels: yield* parseEach(panelRow, row.panels),
    scrapeIntervals: new Map(intervalRows.parse(row.scrapeIntervals)),
    readings,
  };
}

function* parseEach<Row>(schema: z.ZodType<Row>, rows: unknown): Interruptible<Row[]> {
  const parsed: Row[] = [];
  for (const row of z.array(z.unknown()).parse(rows)) {
    yield;
    parsed.push(schema.parse(row));
  }
  return parsed;
}

function toReading(metric: typeof catalogMetrics.$inferSelect, discoveredAt: Date): MetricReading {
  return {
    name: metric.name,
    seriesCount: metric.seriesCount,
    labels: new Map(labelReadings.parse(metric.labels)),
    ...(metric.variants !== null && { variants: variantRows.parse(metric.variants).map((row) => new Map(row)) }),
    isNativeHistogram: metric.isNativeHistogram,
    readAt: metric.readAt.getTime() / 1000,
    lastSeenAt: (metric.goneSince ?? discoveredAt).getTime() / 1000,
  };
}

// Written by this domain only, so that the schemas guard against rows of another version rather than against strangers.
const labelReadings = z.array(
  z.tuple([
    z.string(),
    z.object({ values: z.array(z.string()), distinct: z.number(), complete: z.boolean(), onAllSeries: z.boolean() }),
  ]),
);
const variantRows = z.array(z.array(z.tuple([z.string(), z.array(z.string())])));
const metadataRow = z.tuple([z.string(), z.array(z.object({ type: z.string(), help: z.string(), unit: z.string() }))]);
const ruleRow = z.object({
  kind: z.enum(['alerting', 'recording']),
  name: z.string(),
  query: z.string(),
  group: z.string(),
  state: z.string().optional(),
});
const panelRow = z.object({ dashboard: z.string(), title: z.string(), promql: z.string() });
const intervalRows = z.array(z.tuple([z.string(), z.number()]));
