import {
  type CatalogMetric,
  type CatalogService,
  type CatalogStatus,
  listMetrics,
  listServices,
} from '@locum/contracts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../../api.ts';
import { useChosenSourceId } from '../ask/source-chip.tsx';

/** A list that grows by pages as it is scrolled. */
export interface Paged<Item> {
  items: Item[];
  total: number;
  status: CatalogStatus | undefined;
  isPending: boolean;
  isStale: boolean;
  failure: unknown;
  hasMore: boolean;
  loadMore(): void;
  retry(): void;
}

const PAGE = 200;
/** While a discovery runs the list is read again this often. */
const RUNNING_MS = 2000;

interface Filter {
  search: string;
  service?: string | undefined;
}

export function useMetrics({ search, service }: Filter): Paged<CatalogMetric> {
  const sourceId = useChosenSourceId();
  const query = useInfiniteQuery({
    queryKey: ['metrics', sourceId, search, service],
    queryFn: ({ pageParam, signal }) =>
      client.call(listMetrics, { query: pageQuery({ search, service, sourceId, cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.status?.state === 'running' ? RUNNING_MS : false),
  });
  return paged(query, (page) => page.metrics);
}

export function useServices({ search }: Filter): Paged<CatalogService> {
  const sourceId = useChosenSourceId();
  const query = useInfiniteQuery({
    queryKey: ['services', sourceId, search],
    queryFn: ({ pageParam, signal }) =>
      client.call(listServices, { query: pageQuery({ search, sourceId, cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  return paged(query, (page) => page.services);
}

function pageQuery({ search, service, sourceId, cursor }: Filter & { sourceId: string | null; cursor: string }) {
  return {
    limit: PAGE,
    ...(search ? { search } : {}),
    ...(service ? { service } : {}),
    ...(sourceId ? { sourceId } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

interface PagedQuery<Page> {
  data: { pages: Page[] } | undefined;
  isPending: boolean;
  isPlaceholderData: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage(): unknown;
  refetch(): unknown;
}

function paged<Page extends { total: number; status?: CatalogStatus | undefined }, Item>(
  query: PagedQuery<Page>,
  itemsOf: (page: Page) => Item[],
): Paged<Item> {
  const pages = query.data?.pages ?? [];
  return {
    items: pages.flatMap(itemsOf),
    total: pages[0]?.total ?? 0,
    status: pages[0]?.status,
    isPending: query.isPending,
    isStale: query.isPlaceholderData,
    failure: query.error,
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (!query.isFetchingNextPage) void query.fetchNextPage();
    },
    retry: () => void query.refetch(),
  };
}
