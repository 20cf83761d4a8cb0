import type { CatalogService } from '@locum/contracts';
import { ListFrame } from './list-frame.tsx';
import type { Paged } from './use-catalog.ts';
import { VirtualListbox } from './virtual-listbox.tsx';

const ROW_PX = 56;

interface ServiceListProps {
  services: Paged<CatalogService>;
  search: string;
  chosen: string | undefined;
  onChoose(service: string): void;
  onShowAll(): void;
}

export function ServiceList({ services, search, chosen, onChoose, onShowAll }: ServiceListProps) {
  return (
    <ListFrame list={services} what="services" search={search} rowPx={ROW_PX} onShowAll={onShowAll}>
      <VirtualListbox
        label="Services"
        list={services}
        rowPx={ROW_PX}
        nameOf={(service) => service.name}
        chosen={chosen}
        onChoose={onChoose}
      >
        {(service) => (
          <div className="grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-4">
            <div className="min-w-0">
              <p className="truncate font-medium">{service.name}</p>
              <p className="truncate font-mono text-xs text-muted">
                {service.identifiedBy.map(({ label, value }) => `${label}="${value}"`).join(', ')}
              </p>
            </div>
            <span className="figures text-sm text-muted">{service.metricCount.toLocaleString('en')} metrics</span>
          </div>
        )}
      </VirtualListbox>
    </ListFrame>
  );
}
