import { listSources, type Source } from '@locum/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, CircleDashed, Database, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../api.ts';
import { Moment } from '../../format/time.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailureState } from '../../ui/state.tsx';
import { useMe } from '../session/use-me.ts';
import { DisconnectDialog } from './disconnect-dialog.tsx';

const addLook =
  'inline-flex h-9 items-center gap-2 rounded-sm bg-accent px-3.5 font-medium text-on-accent hover:bg-accent-hover';

/** The telemetry sources of the organisation with their health. */
export function SourcesPage() {
  const me = useMe();
  const isAdmin = me.data?.role === 'admin';
  const sources = useQuery({
    queryKey: ['sources'],
    queryFn: () => client.call(listSources, {}),
    refetchInterval: 30_000,
  });
  const [leaving, setLeaving] = useState<Source | null>(null);
  const add = isAdmin && (
    <Link to="/connect" className={addLook}>
      <Plus size={16} aria-hidden /> Connect a source
    </Link>
  );
  return (
    <Page
      title="Sources"
      about="Where Locum reads telemetry from."
      actions={sources.data?.sources.length ? add : undefined}
    >
      {sources.isPending && (
        <ul className="flex flex-col gap-3" aria-label="Loading">
          {[1, 2].map((row) => (
            <li key={row} className="skeleton h-20" />
          ))}
        </ul>
      )}
      {sources.isError && !sources.data && (
        <FailureState failure={sources.error} title="The sources could not be read" onRetry={() => sources.refetch()} />
      )}
      {sources.data?.sources.length === 0 && (
        <EmptyState icon={<Database size={20} aria-hidden />} title="No source is connected" action={add}>
          {isAdmin
            ? 'Connect your Prometheus, and Locum can answer questions about what it measures.'
            : 'Ask an administrator of your organisation to connect one.'}
        </EmptyState>
      )}
      <ul className="flex flex-col gap-3">
        {sources.data?.sources.map((source) => (
          <li key={source.id} className="flex items-start gap-4 rounded-md border border-line bg-surface p-4">
            <Database size={18} aria-hidden className="mt-0.5 shrink-0 text-muted" />
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-center gap-2">
                <h2 className="font-medium">{source.name}</h2>
                <HealthChip source={source} />
                {source.isDefault && <Chip>default</Chip>}
              </div>
              <p className="truncate font-mono text-xs text-muted">{source.url}</p>
              {source.health.state === 'down' && (
                <p className="mt-1.5 text-sm">
                  {source.health.message ?? 'The source does not answer.'} Check that it runs and that Locum can reach
                  it.
                </p>
              )}
              <p className="mt-1 text-xs text-faint">
                {source.health.version && `${source.health.flavour ?? source.kind} ${source.health.version}, `}
                {source.health.checkedAt ? (
                  <>
                    checked <Moment at={source.health.checkedAt} style="ago" />
                  </>
                ) : (
                  'not checked yet'
                )}
              </p>
            </div>
            {isAdmin && (
              <IconButton label={`Disconnect ${source.name}`} onClick={() => setLeaving(source)}>
                <Trash2 size={15} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {leaving && <DisconnectDialog source={leaving} onClose={() => setLeaving(null)} />}
    </Page>
  );
}

function HealthChip({ source }: { source: Source }) {
  const { state } = source.health;
  if (state === 'up')
    return (
      <Chip tone="green" icon={<CircleCheck size={12} aria-hidden />}>
        up
      </Chip>
    );
  if (state === 'down')
    return (
      <Chip tone="red" icon={<CircleAlert size={12} aria-hidden />}>
        down
      </Chip>
    );
  return <Chip icon={<CircleDashed size={12} aria-hidden />}>not known yet</Chip>;
}
