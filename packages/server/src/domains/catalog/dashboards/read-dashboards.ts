import type { DashboardPanel } from '../snapshot.ts';
import { type DashboardReading, readDashboardFolder } from './read-folder.ts';
import { type GrafanaConnection, readGrafana } from './read-grafana.ts';

export interface DashboardPlaces {
  /** Files or folders. */
  readonly paths?: readonly string[];
  readonly grafana?: readonly GrafanaConnection[];
}

const MAX_PANELS = 20_000;

/** The panels of all dashboards in all places; the same expression under the same title counts once. */
export async function readDashboards(places: DashboardPlaces, signal?: AbortSignal): Promise<DashboardReading> {
  const readings = await Promise.all([
    ...(places.paths ?? []).map((path) => readDashboardFolder(path)),
    ...(places.grafana ?? []).map((connection) => readGrafana(connection, signal)),
  ]);
  const panels = new Map<string, DashboardPanel>();
  for (const panel of readings.flatMap((reading) => reading.panels)) {
    const key = JSON.stringify([panel.title, panel.promql]);
    if (!panels.has(key) && panels.size < MAX_PANELS) panels.set(key, panel);
  }
  return { panels: [...panels.values()], problems: readings.flatMap(({ problems }) => problems) };
}
