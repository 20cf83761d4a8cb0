import type { CatalogMetric } from '@locum/contracts';
import { ListFrame } from './list-frame.tsx';
import { TypeChip } from './type-chip.tsx';
import type { Paged } from './use-catalog.ts';
import { VirtualListbox } from './virtual-listbox.tsx';

const ROW_PX = 56;

interface MetricListProps {
  metrics: Paged<CatalogMetric>;
  search: string;
  chosen: string | undefined;
  onChoose(metric: string): void;
  onShowAll(): void;
}

export function MetricList({ metrics, search, chosen, onChoose, onShowAll }: MetricListProps) {
  return (
    <ListFrame list={metrics} what="metrics" search={search} rowPx={ROW_PX} onShowAll={onShowAll}>
      <VirtualListbox
        label="Metrics"
        list={metrics}
        rowPx={ROW_PX}
        nameOf={(metric) => metric.name}
        chosen={chosen}
        onChoose={onChoose}
      >
        {(metric) => (
          <div className="grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-4 @2xl:grid-cols-[minmax(0,1fr)_148px_90px_92px] @4xl:grid-cols-[minmax(0,1fr)_148px_90px_92px_minmax(90px,200px)]">
            <div className="min-w-0">
              <p className="truncate font-mono text-sm" title={metric.name}>
                {metric.name}
              </p>
              <p className="truncate text-sm text-muted">{metric.help || 'no description'}</p>
            </div>
            <TypeChip type={metric.type} />
            <span className="hidden truncate text-sm text-muted @2xl:block">{metric.unit ?? ''}</span>
            <span className="figures hidden text-right text-sm text-muted @2xl:block">
              {metric.seriesCount.toLocaleString('en')} series
            </span>
            <span className="hidden truncate text-sm text-muted @4xl:block" title={metric.services.join(', ')}>
              {metric.services.slice(0, 3).join(', ')}
              {metric.services.length > 3 && ` + ${metric.services.length - 3}`}
            </span>
          </div>
        )}
      </VirtualListbox>
    </ListFrame>
  );
}
