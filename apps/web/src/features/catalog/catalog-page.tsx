import { useState } from 'react';
import { isFailure } from '../../failure.ts';
import { Chip } from '../../ui/chip.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import type { CatalogSearch } from './catalog-search.ts';
import { CatalogStatusLine, DiscoverButton } from './catalog-status.tsx';
import { DetailPanel } from './detail-panel.tsx';
import { MetricDetail } from './metric-detail.tsx';
import { MetricList } from './metric-list.tsx';
import { ServiceDetail } from './service-detail.tsx';
import { ServiceList } from './service-list.tsx';
import { useMetrics, useServices } from './use-catalog.ts';

interface CatalogPageProps {
  search: CatalogSearch;
  onSearch(next: CatalogSearch): void;
}

/** What this installation measures: metrics and services as discovered, with what is known of each. */
export function CatalogPage({ search, onSearch }: CatalogPageProps) {
  const [text, setText] = useState(search.q ?? '');
  const settled = useSettled(text.trim(), 180);
  const isServices = search.tab === 'services';
  const metrics = useMetrics({ search: settled, service: search.service });
  const services = useServices({ search: isServices ? settled : '' });
  const status = metrics.status ?? services.status;
  const chosenMetric = isServices ? undefined : metrics.items.find((metric) => metric.name === search.metric);
  const chosenService = isServices ? services.items.find((service) => service.name === search.service) : undefined;
  const close = () =>
    onSearch({ ...search, q: settled || undefined, metric: undefined, ...(isServices ? { service: undefined } : {}) });
  const showAll = () => {
    setText('');
    onSearch(isServices ? { tab: 'services' } : {});
  };

  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="px-4 pt-5 pb-3 sm:px-6">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1">
            <h1 className="text-lg font-semibold tracking-[-0.01em]">Catalog</h1>
            <CatalogStatusLine status={status} isPending={metrics.isPending} />
          </div>
          {!isFailure(metrics.failure, 'no_source') && <DiscoverButton status={status} />}
        </div>
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <Segmented
            label="Show"
            value={isServices ? 'services' : 'metrics'}
            options={[
              { key: 'metrics', label: 'Metrics', count: status?.metricCount },
              { key: 'services', label: 'Services', count: status?.serviceCount },
            ]}
            onChange={(key) =>
              onSearch({ q: settled || undefined, ...(key === 'services' ? { tab: 'services' } : {}) })
            }
          />
          <SearchField
            label={isServices ? 'Search services' : 'Search metrics'}
            placeholder={isServices ? 'Search services' : 'Search by name or meaning'}
            value={text}
            onChange={setText}
            className="min-w-48 flex-1 sm:max-w-md"
          />
          {!isServices && search.service && (
            <button
              type="button"
              aria-label={`Show all services, not only ${search.service}`}
              onClick={() => onSearch({ ...search, service: undefined })}
            >
              <Chip tone="accent">service {search.service} ×</Chip>
            </button>
          )}
        </div>
      </header>
      <div className="flex min-h-0 flex-1 border-t border-line">
        {isServices ? (
          <ServiceList
            services={services}
            search={settled}
            chosen={search.service}
            onShowAll={showAll}
            onChoose={(service) => onSearch({ tab: 'services', q: settled || undefined, service })}
          />
        ) : (
          <MetricList
            metrics={metrics}
            search={settled}
            chosen={search.metric}
            onShowAll={showAll}
            onChoose={(metric) => onSearch({ ...search, q: settled || undefined, metric })}
          />
        )}
        {chosenMetric && (
          <DetailPanel title={chosenMetric.name} onClose={close}>
            <MetricDetail metric={chosenMetric} />
          </DetailPanel>
        )}
        {chosenService && (
          <DetailPanel title={chosenService.name} onClose={close}>
            <ServiceDetail service={chosenService} onShowMetrics={() => onSearch({ service: chosenService.name })} />
          </DetailPanel>
        )}
      </div>
    </div>
  );
}
