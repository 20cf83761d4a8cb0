import { condense, median, type Point } from './statistics.ts';

export interface Trend {
  readonly direction: 'rising' | 'falling';
  /** Relative to the level at the start: 0.25 is 25 % more at the end. */
  readonly change: number;
}

/** What fewer points show is chance. */
const FEWEST = 12;
const SAMPLES = 80;
/** |z| of the Mann–Kendall test: one curve in a thousand without a trend passes. */
const SIGNIFICANT = 3.29;
const WORTH_SAYING = 0.1;

/**
 * A steady rise or fall: Theil–Sen slope, Mann–Kendall significance (Sen 1968; Kendall 1975). Both look at the order of
 * pairs of points, so that a spike is no trend. Null when there is none worth a sentence.
 */
export function findTrend(all: readonly Point[]): Trend | null {
  const points = condense(all, SAMPLES);
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < FEWEST || first === undefined || last === undefined) return null;
  const slopes: number[] = [];
  let score = 0;
  for (const [index, from] of points.entries()) {
    for (const to of points.slice(index + 1)) {
      score += Math.sign(to.value - from.value);
      slopes.push((to.value - from.value) / (to.time - from.time));
    }
  }
  const count = points.length;
  const variance = (count * (count - 1) * (2 * count + 5)) / 18;
  if (Math.abs(score) / Math.sqrt(variance) < SIGNIFICANT) return null;
  const slope = median(slopes);
  const level = median(points.map(({ value, time }) => value - slope * (time - first.time)));
  const rise = slope * (last.time - first.time);
  const size = Math.max(Math.abs(level), Math.abs(level + rise) / 10);
  if (size === 0 || Math.abs(rise) / size < WORTH_SAYING) return null;
  // From nothing to something is a rise, but no percentage says how much.
  if (Math.abs(level) < Math.abs(rise) / 20) return null;
  return { direction: rise > 0 ? 'rising' : 'falling', change: rise / Math.abs(level) };
}
