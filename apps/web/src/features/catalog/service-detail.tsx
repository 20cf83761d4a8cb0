import type { CatalogService } from '@locum/contracts';
import { ChartLine, MessageSquareText } from 'lucide-react';
import { Moment } from '../../format/time.tsx';
import { Button } from '../../ui/button.tsx';
import { useAskAbout } from './use-ask-about.ts';

export function ServiceDetail({ service, onShowMetrics }: { service: CatalogService; onShowMetrics(): void }) {
  const askAbout = useAskAbout();
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          look="primary"
          icon={<MessageSquareText size={14} aria-hidden />}
          onClick={() => askAbout(`error rate of ${service.name} over the last hour`)}
        >
          Ask about this
        </Button>
        <Button size="small" icon={<ChartLine size={14} aria-hidden />} onClick={onShowMetrics}>
          Show its {service.metricCount.toLocaleString('en')} metrics
        </Button>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 text-sm">
        <dt className="text-faint">Namespace</dt>
        <dd>{service.namespace || 'none known'}</dd>
        <dt className="text-faint">Told apart by</dt>
        <dd className="flex flex-wrap gap-1">
          {service.identifiedBy.map(({ label, value }) => (
            <code
              key={`${label} ${value}`}
              className="rounded-[4px] bg-hover px-1.5 font-mono text-xs leading-5 break-all"
            >
              {label}="{value}"
            </code>
          ))}
        </dd>
        <dt className="text-faint">Last seen</dt>
        <dd>
          <Moment at={service.lastSeenAt} style="ago" />
        </dd>
      </dl>
    </div>
  );
}
