import type { MetricFacts, MetricType } from '@locum/promql';
import { type Interruptible, runAtOnce } from '../../platform/interruptible/index.ts';
import type { MetricMetadata, Rule } from '../sources/index.ts';
import { withAlerts } from './alert-readings.ts';
import type { MetricReading } from './discovery/reading.ts';
import { buildFamilies, hasSeries } from './families/build-families.ts';
import { createLabelIndex } from './label-index.ts';
import { findServices } from './services/find-services.ts';
import type { CatalogSnapshot, DashboardPanel, MetricFamily } from './snapshot.ts';

/** All that a snapshot is derived from: what is stored, and what a discovery yields. */
export interface CatalogState {
  /** Unix seconds. */
  readonly takenAt: number;
  readonly serverVersion: string;
  readonly readings: ReadonlyMap<string, MetricReading>;
  readonly metadata: ReadonlyMap<string, readonly MetricMetadata[]>;
  readonly rules: readonly Rule[];
  readonly panels: readonly DashboardPanel[];
  /** Job → seconds; the empty name holds the most common interval. */
  readonly scrapeIntervals: ReadonlyMap<string, number>;
}

/** `typeHints`: types by family name from exporters' documentation, where metadata is missing or wrong. */
export function buildSnapshot(
  state: CatalogState,
  typeHints: ReadonlyMap<string, MetricType> = new Map(),
): CatalogSnapshot {
  return runAtOnce(buildSnapshotInSteps(state, typeHints));
}

/** The same, interruptible. `previous`, of the same source, lends its objects for all that did not change. */
export function* buildSnapshotInSteps(
  state: CatalogState,
  typeHints: ReadonlyMap<string, MetricType>,
  previous?: CatalogSnapshot,
): Interruptible<CatalogSnapshot> {
  const drafts = yield* buildFamilies({
    readings: withAlerts(state.readings, state.rules, state.takenAt),
    metadata: state.metadata,
    typeHints,
    scrapeInterval: (job) => state.scrapeIntervals.get(job ?? '') ?? state.scrapeIntervals.get(''),
    previous,
  });
  const { services, servicesByFamily } = yield* findServices(drafts.values());
  const families = new Map<string, MetricFamily>();
  const series = new Map<string, MetricFacts>();
  for (const [name, { namespace: _, ...draft }] of drafts) {
    yield;
    const family = { ...draft, services: servicesByFamily.get(name) ?? [] };
    families.set(name, keepSame(family, previous?.families.get(name)));
    for (const facts of draft.series) series.set(facts.name, facts);
  }
  let findLabelValue: CatalogSnapshot['findLabelValue'] | undefined;
  return {
    takenAt: state.takenAt,
    serverVersion: state.serverVersion,
    families,
    services,
    rules: state.rules,
    panels: state.panels,
    metric: (name) => series.get(name),
    variantsOf: (name) => state.readings.get(name)?.variants ?? [],
    metricNames: () => series.keys(),
    findLabelValue(value) {
      // Built when first asked: listing a catalog never needs it.
      findLabelValue ??= createLabelIndex(series.values());
      return findLabelValue(value);
    },
  };
}

/** All of a family but its type, its HELP and its services follows from its series. */
function keepSame(family: MetricFamily, earlier: MetricFamily | undefined): MetricFamily {
  const isSame =
    earlier?.type === family.type &&
    earlier.help === family.help &&
    hasSeries(earlier, family.series) &&
    earlier.services.length === family.services.length &&
    earlier.services.every((service, index) => service === family.services[index]);
  return isSame ? earlier : family;
}
