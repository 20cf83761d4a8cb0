/** What the address of the catalog page holds. */
export interface CatalogSearch {
  tab?: 'services' | undefined;
  q?: string | undefined;
  service?: string | undefined;
  metric?: string | undefined;
}

export function parseCatalogSearch(search: Record<string, unknown>): CatalogSearch {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return {
    tab: search.tab === 'services' ? 'services' : undefined,
    q: text(search.q),
    service: text(search.service),
    metric: text(search.metric),
  };
}
