import type { ReactNode } from 'react';
import { PLOT_PX } from '../chart/plot-height.ts';

/** The shape of an answer before it is there: a sentence, its meaning, the chart. `children` shows in the chart's room. */
export function AnswerSkeleton({ children }: { children?: ReactNode }) {
  return (
    <div aria-hidden={children ? undefined : true} className="mt-4">
      <div className="skeleton h-7 w-4/5" />
      <div className="skeleton mt-3 h-4 w-3/5" />
      <div
        className="mt-5 flex items-start rounded-md border border-line bg-surface p-4"
        style={{ minHeight: PLOT_PX + 96 }}
      >
        {children ?? <div className="skeleton h-40 w-full self-end" />}
      </div>
      <div className="mt-3 flex gap-2">
        {[96, 120, 80].map((width) => (
          <div key={width} className="skeleton h-6 rounded-full!" style={{ width }} />
        ))}
      </div>
    </div>
  );
}
