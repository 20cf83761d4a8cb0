import { metricNames } from '@locum/promql';
import type { MetricFamily } from '../../../catalog/index.ts';
import { findCandidates } from '../ground/candidates.ts';
import type { Mention } from '../ground/mentions.ts';
import type { PlanInput, PlannedQuery, Unplanned } from '../planner.ts';

export interface ChosenCatalog {
  /** What the question may be about, the likeliest first. */
  readonly families: readonly MetricFamily[];
  /** Things of this installation that the question names. */
  readonly mentions: readonly Mention[];
}

/** Families that a text is about, the best first. */
export type FamilySearch = (text: string, limit: number) => Promise<readonly MetricFamily[]>;

const MOST_FAMILIES = 30;
// A catalog that a remote embedder is still busy with is not waited for: there are the planner's own candidates.
const LONGEST_SEARCH_MS = 1500;

/**
 * The part of the catalog that a model is shown: what the built-in plan reads, then what the planner's own candidates and the
 * catalog's search find, in turn, so that neither can crowd out the other.
 */
export async function chooseFamilies(
  { question, understanding, ground }: PlanInput,
  builtIn: PlannedQuery | Unplanned,
  search: FamilySearch,
): Promise<ChosenCatalog> {
  const { snapshot } = ground;
  const familyOf = (name: string) => snapshot.families.get(snapshot.metric(name)?.family ?? name);
  const { question: read, bindings } = findCandidates(understanding, ground);
  const candidates = bindings.flatMap(({ measure }) => measure.metrics).map(familyOf);
  const found = await withinTime(search(question, MOST_FAMILIES));
  const planned = builtIn.outcome === 'planned' ? metricNames(builtIn.expr).map(familyOf) : [];
  const families = new Set<MetricFamily>();
  for (const family of [...planned, ...inTurn(candidates, found)]) {
    if (family !== undefined && families.size < MOST_FAMILIES) families.add(family);
  }
  return { families: [...families], mentions: read.mentions };
}

async function withinTime(search: Promise<readonly MetricFamily[]>): Promise<readonly MetricFamily[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly MetricFamily[]>((resolve) => {
    timer = setTimeout(() => resolve([]), LONGEST_SEARCH_MS);
  });
  try {
    return await Promise.race([search, late]);
  } finally {
    clearTimeout(timer);
    search.catch(() => undefined);
  }
}

function inTurn<T>(one: readonly T[], other: readonly T[]): T[] {
  const length = Math.max(one.length, other.length);
  return Array.from({ length }, (_, at) => [...one.slice(at, at + 1), ...other.slice(at, at + 1)]).flat();
}
