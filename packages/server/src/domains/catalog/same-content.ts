import { isDeepStrictEqual } from 'node:util';
import type { CatalogState } from './build-snapshot.ts';

/**
 * Whether two states of a source tell the same, times aside. Readings that a discovery reused share their labels, so that an unchanged
 * catalog is recognised without comparing a single value.
 */
export function isSameContent(left: CatalogState, right: CatalogState): boolean {
  if (left.serverVersion !== right.serverVersion || left.readings.size !== right.readings.size) return false;
  for (const [name, reading] of left.readings) {
    const other = right.readings.get(name);
    if (other?.labels !== reading.labels || other.seriesCount !== reading.seriesCount) return false;
  }
  return (
    isDeepStrictEqual(left.rules.map(withoutState), right.rules.map(withoutState)) &&
    isDeepStrictEqual(left.panels, right.panels) &&
    isDeepStrictEqual(left.scrapeIntervals, right.scrapeIntervals) &&
    isDeepStrictEqual(left.metadata, right.metadata)
  );
}

/** Alerts fire and resolve all the time; what the rule says stays. */
function withoutState({ kind, name, query, group }: CatalogState['rules'][number]) {
  return { kind, name, query, group };
}
