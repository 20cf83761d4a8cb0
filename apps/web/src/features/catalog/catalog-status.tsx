import { type CatalogStatus, triggerDiscovery } from '@locum/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, Clock, LoaderCircle, RefreshCw } from 'lucide-react';
import { client } from '../../api.ts';
import { describeFailure } from '../../failure.ts';
import { Moment } from '../../format/time.tsx';
import { formatDuration } from '../../format/units.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useMe } from '../session/use-me.ts';

const STALE_AFTER_MS = 1_800_000;

/** When and how well the catalog was last read, in one line of fixed height. */
export function CatalogStatusLine({ status, isPending }: { status: CatalogStatus | undefined; isPending: boolean }) {
  return (
    <div className="figures flex min-h-5 flex-wrap items-center gap-1.5 text-sm text-muted" role="status">
      {isPending && !status && <span className="skeleton h-3.5 w-72" />}
      {status?.state === 'never' && 'Not discovered yet.'}
      {status?.state === 'running' && (
        <>
          <LoaderCircle size={14} aria-hidden className="spin text-accent" /> Discovering now
        </>
      )}
      {status?.state === 'failed' && (
        <>
          <CircleAlert size={14} aria-hidden className="shrink-0 text-red" />
          <span>The last discovery failed: {status.message ?? 'the source did not answer.'}</span>
        </>
      )}
      {status?.discoveredAt && (status.state === 'ready' || status.state === 'failed') && (
        <Freshness status={status} at={status.discoveredAt} />
      )}
    </div>
  );
}

function Freshness({ status, at }: { status: CatalogStatus; at: string }) {
  const isOld = Date.now() - Date.parse(at) > STALE_AFTER_MS;
  const took = status.durationMs === undefined ? '' : ` in ${formatDuration(status.durationMs / 1000)}`;
  const requests = status.requests === undefined ? '' : `, ${status.requests} requests`;
  return (
    <span className="inline-flex items-center gap-1.5" title={`Discovery took${took || ' an unknown time'}${requests}`}>
      {isOld && <Clock size={14} aria-label="old" className="text-amber" />}
      <span>
        {status.seriesCount.toLocaleString('en')} series, discovered <Moment at={at} style="ago" />
      </span>
    </span>
  );
}

/** Reads the catalog from the source now. For administrators. */
export function DiscoverButton({ status }: { status: CatalogStatus | undefined }) {
  const me = useMe();
  const queryClient = useQueryClient();
  const discover = useMutation({
    mutationFn: () => client.call(triggerDiscovery, { body: status ? { sourceId: status.sourceId } : {} }),
    onSuccess: (result) => {
      showToast({
        text: `${result.metricCount.toLocaleString('en')} metrics of ${result.serviceCount.toLocaleString('en')} services found`,
      });
    },
    onError: (failure) => showToast({ tone: 'problem', text: describeFailure(failure).message }),
    onSettled: () => {
      for (const key of ['metrics', 'services', 'catalog-status', 'examples'])
        void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
  if (me.data?.role !== 'admin') return null;
  return (
    <Button
      look="primary"
      busy={discover.isPending || status?.state === 'running'}
      onClick={() => discover.mutate()}
      icon={<RefreshCw size={15} aria-hidden />}
    >
      Discover now
    </Button>
  );
}
