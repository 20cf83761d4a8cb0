import type { CatalogMetric } from '@locum/contracts';
import { Activity, ChartColumn, CircleQuestionMark, Gauge, Info, TrendingUp } from 'lucide-react';
import { Chip } from '../../ui/chip.tsx';

const icons = {
  counter: TrendingUp,
  gauge: Gauge,
  histogram: ChartColumn,
  native_histogram: ChartColumn,
  summary: Activity,
  info: Info,
  stateset: Info,
  unknown: CircleQuestionMark,
};

export function TypeChip({ type }: { type: CatalogMetric['type'] }) {
  const Icon = icons[type];
  return (
    <span>
      <Chip icon={<Icon size={12} aria-hidden className="shrink-0" />}>{type.replace('_', ' ')}</Chip>
    </span>
  );
}
