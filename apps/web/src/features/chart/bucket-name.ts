import { formatValue } from '../../format/units.ts';

/** `50 ms – 100 ms` for the bucket that ends at `bounds[row]`. */
export function bucketName(bounds: readonly number[], row: number, unit: string): string {
  const low = row === 0 ? null : bounds[row - 1]!;
  const high = bounds[row]!;
  if (!Number.isFinite(high) || high === Number.MAX_VALUE) return `above ${formatValue(low ?? 0, unit)}`;
  return low === null ? `up to ${formatValue(high, unit)}` : `${formatValue(low, unit)} – ${formatValue(high, unit)}`;
}
