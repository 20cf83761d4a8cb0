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
/** R²: the straight line explains this part of the variance, or the curve was not steady. */
const EXPLAINED = 0.7;
/** The part of the points at each end whose medians must show the same movement. */
const END_PART = 0.1;

/**
 * A steady rise or fall: Theil–Sen slope, Mann–Kendall significance (Sen 1968; Kendall 1975). Both look at the order of
 * pairs of points, so that a spike is no trend. It is said only when the line explains most of the variance and what the
 * reader sees agrees: the ends of the curve, and its last value beside its mean. Null when there is none worth a sentence.
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
  if (!isSeen(all, points, rise) || explainedBy(slope, level, points) < EXPLAINED) return null;
  // Of what is never negative a line below nothing is no description.
  if (level + rise < 0 && points.every(({ value }) => value >= 0)) return null;
  // From nothing to something is a rise, but no percentage says how much.
  if (Math.abs(level) < Math.abs(rise) / 20) return null;
  return { direction: rise > 0 ? 'rising' : 'falling', change: rise / Math.abs(level) };
}

/** Whether the smoothed ends differ by about as much, and the last value lies on that side of the mean. */
function isSeen(all: readonly Point[], points: readonly Point[], rise: number): boolean {
  const count = Math.max(3, Math.round(points.length * END_PART));
  const [start, end] = [points.slice(0, count), points.slice(-count)].map((side) =>
    median(side.map(({ value }) => value)),
  );
  const seen = ((end ?? 0) - (start ?? 0)) / rise;
  const mean = all.reduce((sum, { value }) => sum + value / all.length, 0);
  const last = all.at(-1)?.value ?? mean;
  return seen > 0.5 && seen < 2 && Math.sign(last - mean) === Math.sign(rise);
}

/** R² of the line; 0 of a curve without variance. */
function explainedBy(slope: number, level: number, points: readonly Point[]): number {
  const begin = points[0]?.time ?? 0;
  const mean = points.reduce((sum, { value }) => sum + value / points.length, 0);
  const all = points.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  const left = points.reduce((sum, { time, value }) => sum + (value - level - slope * (time - begin)) ** 2, 0);
  return all === 0 ? 0 : 1 - left / all;
}
