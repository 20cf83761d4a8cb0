import { QueryCache, QueryClient } from '@tanstack/react-query';
import { describeFailure, isFailure } from './failure.ts';

const RETRIED = new Set(['connection_failed', 'source_overloaded', 'storage_unavailable', 'shutting_down']);

/** Reads are tried once more where waiting can help; a session that ended anywhere is noticed everywhere. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (failure, query) => {
      if (isFailure(failure, 'unauthenticated') && query.queryKey[0] !== 'me') {
        void queryClient.invalidateQueries({ queryKey: ['me'] });
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (count, failure) => count < 1 && RETRIED.has(describeFailure(failure).code),
      retryDelay: 800,
    },
    mutations: { networkMode: 'always' },
  },
});
