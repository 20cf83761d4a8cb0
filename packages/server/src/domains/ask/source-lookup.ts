import type { Principal } from '@locum/contracts';
import type { AppError } from '../../platform/errors.ts';
import type { Catalog, CatalogSnapshot } from '../catalog/index.ts';
import type { ConnectedSource, Sources } from '../sources/index.ts';
import { findSourceFailure } from './pipeline/source-failure.ts';

/** A catalog, or why it cannot be had: an outcome of the question, like a source that cannot be queried. */
export type FoundSnapshot = { readonly snapshot: CatalogSnapshot } | { readonly failure: AppError };

export interface FoundSource {
  readonly source: ConnectedSource;
  readonly found: FoundSnapshot;
}

/** Throws `no_source` or `not_found`. */
export type SourceLookup = (principal: Principal, sourceId?: string) => Promise<FoundSource>;

export interface SourceLookupDeps {
  readonly sources: Pick<Sources, 'get' | 'onEvent'>;
  readonly catalog: Pick<Catalog, 'get'>;
  readonly clock: { monotonic(): number };
}

/** Short enough that nobody notices, long enough for a burst of questions: each look-up goes to the database twice. */
const TTL_MS = 250;
const MOST_KEPT = 1000;

/** Finds the source of a question and its catalog. Questions that come together share one look-up. */
export function createSourceLookup({ sources, catalog, clock }: SourceLookupDeps): SourceLookup {
  const recent = new Map<string, { readonly found: Promise<FoundSource>; readonly atMs: number }>();
  sources.onEvent(() => recent.clear());

  async function lookUp(principal: Principal, sourceId: string | undefined): Promise<FoundSource> {
    const [source, found] = await Promise.all([
      sources.get(principal, sourceId),
      findSnapshot(principal, sourceId, catalog),
    ]);
    return { source, found };
  }

  return (principal, sourceId) => {
    const key = `${principal.organisationId}:${sourceId ?? ''}`;
    const known = recent.get(key);
    if (known !== undefined && clock.monotonic() - known.atMs < TTL_MS) return known.found;
    if (recent.size >= MOST_KEPT) recent.clear();
    const found = lookUp(principal, sourceId);
    recent.set(key, { found, atMs: clock.monotonic() });
    const forget = () => void (recent.get(key)?.found === found && recent.delete(key));
    // A failure is not worth remembering: the next question may find what this one did not.
    found.then((outcome) => 'failure' in outcome.found && forget(), forget);
    return found;
  };
}

async function findSnapshot(
  principal: Principal,
  sourceId: string | undefined,
  catalog: SourceLookupDeps['catalog'],
): Promise<FoundSnapshot> {
  try {
    return { snapshot: (await catalog.get(principal, sourceId)).snapshot };
  } catch (error) {
    const failure = findSourceFailure(error);
    if (failure === null) throw error;
    return { failure };
  }
}
