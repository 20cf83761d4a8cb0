import type { Answer } from '@locum/contracts';
import { ChartLine, Download, Table2, ZoomOut } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { formatSpan } from '../../format/time.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { BarChart } from './bar-chart.tsx';
import { type ChartData, chartDataOf, SHOWN_SERIES } from './chart-data.ts';
import { type TimeSpan, useChartGroup } from './chart-group.tsx';
import { downloadCsv } from './csv.ts';
import { Legend } from './legend.tsx';
import { PLOT_PX } from './plot-height.ts';
import { Stat } from './stat.tsx';

const TimePlot = lazy(() => import('./time-plot.tsx').then((module) => ({ default: module.TimePlot })));
const Heatmap = lazy(() => import('./heatmap.tsx').then((module) => ({ default: module.Heatmap })));

interface ChartProps {
  answer: Pick<Answer, 'chart' | 'evidence'>;
  onLoadSpan?: ((span: TimeSpan) => void) | undefined;
}
const SeriesTable = lazy(() => import('./series-table.tsx').then((module) => ({ default: module.SeriesTable })));

/** The chart of an answer with its legend, its table, and what can be done with it. */
export function Chart({ answer, onLoadSpan }: ChartProps) {
  const [showAll, setShowAll] = useState(false);
  const [asTable, setAsTable] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const chart = useMemo(() => chartDataOf(answer, showAll), [answer, showAll]);
  if (!chart) return null;
  const isTable = asTable || chart.type === 'table';
  const isPlot = chart.type === 'line' || chart.type === 'area';
  const manySeries = chart.all.length > SHOWN_SERIES + 1 && chart.type !== 'heatmap';
  return (
    <figure className="rounded-md border border-line bg-surface">
      <div className="flex items-center gap-2 px-4 pt-2.5 pb-1.5">
        <figcaption className="min-w-0 flex-1 truncate text-sm font-medium">{chart.title}</figcaption>
        {manySeries && !isTable && (
          <Button size="small" look="quiet" onClick={() => setShowAll(!showAll)}>
            {showAll ? `Top ${SHOWN_SERIES}` : `Show all ${chart.all.length}`}
          </Button>
        )}
        {chart.type !== 'table' && (
          <IconButton
            label={isTable ? 'Show as chart' : 'Show as table'}
            aria-pressed={isTable}
            onClick={() => setAsTable(!asTable)}
          >
            {isTable ? <ChartLine size={15} aria-hidden /> : <Table2 size={15} aria-hidden />}
          </IconButton>
        )}
        <IconButton label="Download as CSV" onClick={() => downloadCsv(chart)}>
          <Download size={15} aria-hidden />
        </IconButton>
      </div>
      <div className="px-4 pb-3">
        <Suspense fallback={<div className="skeleton" style={{ height: PLOT_PX }} />}>
          {isTable ? <SeriesTable chart={chart} /> : <Drawing chart={chart} hidden={hidden} showAll={showAll} />}
        </Suspense>
        {isPlot && !isTable && (
          <>
            <ZoomLine chart={chart} onLoadSpan={onLoadSpan} />
            {chart.isNamed && <Legend chart={chart} hidden={hidden} onChange={setHidden} />}
          </>
        )}
        {chart.totalSeries > chart.all.length && chart.type !== 'heatmap' && (
          <p className="mt-2 text-xs text-muted">
            {chart.all.length.toLocaleString('en')} of {chart.totalSeries.toLocaleString('en')} series are shown. Narrow
            the question to see the rest.
          </p>
        )}
      </div>
    </figure>
  );
}

function Drawing({ chart, hidden, showAll }: { chart: ChartData; hidden: ReadonlySet<string>; showAll: boolean }) {
  if (chart.type === 'bar') return <BarChart chart={chart} showAll={showAll} />;
  if (chart.type === 'stat') return <Stat chart={chart} showAll={showAll} />;
  if (chart.type === 'heatmap') return <Heatmap chart={chart} height={PLOT_PX} />;
  return <TimePlot chart={chart} hidden={hidden} height={PLOT_PX} />;
}

/** One line of fixed height under the plot: how to zoom, or what the zoom shows and the ways on from it. */
function ZoomLine({ chart, onLoadSpan }: { chart: ChartData; onLoadSpan: ChartProps['onLoadSpan'] }) {
  const { zoom, setZoom } = useChartGroup();
  const shown = zoom && zoom.end > (chart.times[0] ?? 0) && zoom.start < (chart.times.at(-1) ?? 0) ? zoom : null;
  return (
    <div className="flex h-9 items-center gap-2 text-xs text-faint">
      {shown ? (
        <>
          <span className="figures truncate text-muted">{formatSpan(shown.start, shown.end)}</span>
          <Button size="small" look="quiet" icon={<ZoomOut size={14} aria-hidden />} onClick={() => setZoom(null)}>
            Reset zoom
          </Button>
          {onLoadSpan && (
            <Button size="small" look="quiet" onClick={() => onLoadSpan(shown)}>
              Load in full detail
            </Button>
          )}
        </>
      ) : (
        <span>Drag to zoom</span>
      )}
    </div>
  );
}
