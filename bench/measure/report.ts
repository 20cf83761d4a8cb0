/** One figure of a bench: measured, and what it must reach. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** `most`: no more than this; `least`: no less. A figure without one only informs. */
  readonly most?: number;
  readonly least?: number;
}

/** Prints the figures as a table and as one line of JSON. Answers whether every figure reaches what it must. */
export function report(bench: string, figures: readonly Figure[]): boolean {
  console.table(
    figures.map((figure) => ({
      figure: figure.name,
      value: `${round(figure.value)} ${figure.unit}`.trim(),
      wanted: wanted(figure),
      verdict: isReached(figure) ? 'ok' : 'MISSED',
    })),
  );
  console.log(JSON.stringify({ bench, ok: figures.every(isReached), figures }));
  return figures.every(isReached);
}

function isReached({ value, most, least }: Figure): boolean {
  if (Number.isNaN(value)) return false;
  return (most === undefined || value <= most) && (least === undefined || value >= least);
}

function wanted({ most, least, unit }: Figure): string {
  if (most !== undefined) return `≤ ${most} ${unit}`;
  return least === undefined ? '' : `≥ ${least} ${unit}`;
}

function round(value: number): number {
  if (!Number.isFinite(value)) return value;
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}

/** The value below which the share `level` of the samples lies (nearest rank). */
export function percentile(samples: readonly number[], level: number): number {
  const sorted = [...samples].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(level * sorted.length) - 1)] ?? Number.NaN;
}
