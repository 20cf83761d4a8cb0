import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

/** A span of time in Unix seconds. */
export interface TimeSpan {
  start: number;
  end: number;
}

interface ChartGroupState {
  /** Charts with the same key share their crosshair. */
  syncKey: string;
  zoom: TimeSpan | null;
  setZoom(zoom: TimeSpan | null): void;
}

const ChartGroupContext = createContext<ChartGroupState>({ syncKey: 'alone', zoom: null, setZoom: () => {} });

/** The charts of one page: they share the crosshair and the zoomed range of time. */
export function ChartGroup({ name, children }: { name: string; children: ReactNode }) {
  const [zoom, setZoom] = useState<TimeSpan | null>(null);
  const state = useMemo(() => ({ syncKey: name, zoom, setZoom }), [name, zoom]);
  return <ChartGroupContext value={state}>{children}</ChartGroupContext>;
}

export function useChartGroup(): ChartGroupState {
  return useContext(ChartGroupContext);
}
