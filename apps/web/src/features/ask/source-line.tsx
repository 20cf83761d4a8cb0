import { listMetrics } from '@locum/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, Clock } from 'lucide-react';
import { client } from '../../api.ts';
import { Moment } from '../../format/time.tsx';
import { useAskPreferences } from './ask-preferences.ts';

const STALE_AFTER_MS = 1_800_000;

/** One line under the question box: how much of production can be asked about, and how fresh that knowledge is. */
export function SourceLine() {
  const sourceId = useAskPreferences((state) => state.sourceId);
  const catalog = useQuery({
    queryKey: ['catalog-status', sourceId],
    queryFn: () => client.call(listMetrics, { query: { limit: 1, ...(sourceId ? { sourceId } : {}) } }),
    refetchInterval: ({ state }) => (state.data?.status?.state === 'running' ? 2000 : 60_000),
  });
  const status = catalog.data?.status;
  return (
    <p className="figures mt-2 flex h-5 items-center gap-1.5 text-xs text-faint" aria-live="polite">
      {catalog.isPending && <span className="skeleton h-3 w-64" />}
      {status?.state === 'running' && 'Reading the catalog of your source …'}
      {status?.state === 'failed' && (
        <>
          <CircleAlert size={13} aria-hidden className="text-red" />
          <span className="truncate">Discovery failed: {status.message ?? 'the source did not answer'}</span>
          <Link to="/catalog" className="shrink-0 text-accent hover:underline">
            See why
          </Link>
        </>
      )}
      {status?.state === 'ready' && (
        <>
          {isOld(status.discoveredAt) && <Clock size={13} aria-label="old" className="text-amber" />}
          <span className="truncate">
            {status.metricCount.toLocaleString('en')} metrics of {status.serviceCount.toLocaleString('en')} services
            known
            {status.discoveredAt && (
              <>
                , discovered <Moment at={status.discoveredAt} style="ago" />
              </>
            )}
          </span>
        </>
      )}
    </p>
  );
}

function isOld(discoveredAt: string | undefined): boolean {
  return discoveredAt !== undefined && Date.now() - Date.parse(discoveredAt) > STALE_AFTER_MS;
}
