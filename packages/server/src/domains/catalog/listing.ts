import type { CatalogMetric, CatalogService } from '@locum/contracts';
import { AppError } from '../../platform/errors.ts';
import type { CatalogView } from './catalog-view.ts';
import type { MetricFamily, ServiceIdentity } from './snapshot.ts';

export interface ListRequest {
  readonly search?: string | undefined;
  readonly service?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
  readonly total: number;
}

/** Values of a label shown in a list; the whole is in `distinct`. */
const VALUES_SHOWN = 20;

/** A search answers this many at most. */
const MAX_FOUND = 500;

/** Words that a search which is still being typed may become. */
const MAX_FINISHED = 3;

/** Families by name, or by how well they fit the search. Throws `invalid_request` for a cursor that is none. */
export async function listFamilies(view: CatalogView, request: ListRequest): Promise<Page<CatalogMetric>> {
  const { search, service } = request;
  const found =
    search === undefined || search.trim() === ''
      ? [...view.snapshot.families.values()]
      : await findFamilies(view, search.trim());
  const wanted = service === undefined ? found : found.filter(({ services }) => services.includes(service));
  const { items, ...page } = cut(wanted, request);
  return { ...page, items: items.map((family) => toMetric(family, view)) };
}

/** Services by how many metrics they have; `search` is a part of the name. */
export function listServiceIdentities(view: CatalogView, request: ListRequest): Page<CatalogService> {
  const part = request.search?.trim().toLowerCase() ?? '';
  const wanted = view.snapshot.services.filter(({ name }) => name.toLowerCase().includes(part));
  const { items, ...page } = cut(wanted, request);
  return { ...page, items: items.map((service) => toService(service, view)) };
}

/**
 * What holds the text as it is typed, and what is about it. Names that hold it come first where it can be one: who types a name wants
 * that metric. Empty when nothing here is about it.
 */
async function findFamilies(view: CatalogView, search: string): Promise<readonly MetricFamily[]> {
  const part = search.toLowerCase();
  const holds = (text: string) => text.toLowerCase().includes(part);
  const families = [...view.snapshot.families.values()];
  const byName = families.filter(({ name }) => holds(name));
  const byText = families.filter(({ help, services }) => holds(help) || services.some(holds));
  const finished = view.wordsFrom(part).slice(0, MAX_FINISHED);
  const searches = [search, ...finished].map((text) => view.search(text, { limit: MAX_FOUND }));
  const byMeaning = (await Promise.all(searches))
    .flat()
    .filter(({ isRelevant }) => isRelevant)
    .map(({ family }) => family);
  const isName = /^[\w:]+$/.test(search);
  return [...new Set(isName ? [...byName, ...byMeaning, ...byText] : [...byMeaning, ...byName, ...byText])];
}

function cut<T>(all: readonly T[], { cursor, limit }: ListRequest): Page<T> {
  const start = cursor === undefined ? 0 : readCursor(cursor);
  const end = start + limit;
  return {
    items: all.slice(start, end),
    total: all.length,
    ...(end < all.length ? { nextCursor: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}

function readCursor(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{1,9}$/.test(text))
    throw new AppError('invalid_request', { hint: 'cursor: take it from an earlier reply.' });
  return Number(text);
}

function toMetric(family: MetricFamily, view: CatalogView): CatalogMetric {
  const { name, type, help, unit, seriesCount, services, labels } = family;
  return {
    name,
    type,
    help,
    ...(unit === undefined ? {} : { unit }),
    seriesCount,
    services: [...services],
    labels: [...labels].map(([label, { values, distinct }]) => ({
      name: label,
      values: values.slice(0, VALUES_SHOWN),
      distinct,
    })),
    lastSeenAt: lastSeenOf(family, view),
  };
}

function toService({ name, namespace, identifiedBy, metrics }: ServiceIdentity, view: CatalogView): CatalogService {
  const seen = metrics.flatMap((metric) => {
    const family = view.snapshot.families.get(metric);
    return family === undefined ? [] : [lastSeenOf(family, view)];
  });
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    identifiedBy: identifiedBy.map(({ label, value }) => ({ label, value })),
    metricCount: metrics.length,
    lastSeenAt: seen.sort().at(-1) ?? toTime(view.snapshot.takenAt),
  };
}

function lastSeenOf(family: MetricFamily, { state, snapshot }: CatalogView): string {
  const seen = family.series.map(({ name }) => state.readings.get(name)?.lastSeenAt ?? snapshot.takenAt);
  return toTime(Math.max(...seen));
}

function toTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
