import { condense, median, type Point, spread } from './statistics.ts';

export interface ChangePoint {
  /** Unix seconds: the first point at the new level. */
  readonly time: number;
  readonly before: number;
  readonly after: number;
}

const FEWEST = 16;
const SAMPLES = 120;
/** Fewer points at a level than this may be a spike. */
const SHORTEST = 5;
/** How many spreads the levels must lie apart. */
const APART = 4;
const WORTH_SAYING = 0.2;

/**
 * One lasting step between two levels, by medians: Pettitt's rank statistic (1979) places it, and it counts only when the
 * levels lie far apart beside the spread within them, and a step fits clearly better than a straight line. Null otherwise.
 */
export function findChangePoint(all: readonly Point[]): ChangePoint | null {
  const points = condense(all, SAMPLES);
  if (points.length < FEWEST) return null;
  const split = findSplit(points.map(({ value }) => value));
  if (split === null) return null;
  const before = points.slice(0, split).map(({ value }) => value);
  const after = points.slice(split).map(({ value }) => value);
  const [from, to] = [median(before), median(after)];
  const noise = Math.max(spread(before), spread(after));
  const step = Math.abs(to - from);
  const level = Math.max(Math.abs(from), Math.abs(to));
  if (step < APART * noise || step < WORTH_SAYING * level) return null;
  if (misfitOfLine(points) < 1.5 * (misfit(before, from) + misfit(after, to))) return null;
  const time = points[split]?.time;
  // Condensed points are medians of a stretch: the step itself is looked up among all points.
  return time === undefined ? null : { time: sharpen(all, time, from, to), before: from, after: to };
}

/** Where the ranks of both sides differ most; null when that may be chance (p > 0.001). */
function findSplit(values: readonly number[]): number | null {
  let best = { split: 0, score: 0 };
  let score = 0;
  for (const [index, value] of values.entries()) {
    score += values.reduce((sum, other) => sum + Math.sign(value - other), 0);
    const split = index + 1;
    if (split < SHORTEST || values.length - split < SHORTEST) continue;
    if (Math.abs(score) > Math.abs(best.score)) best = { split, score };
  }
  const count = values.length;
  const chance = 2 * Math.exp((-6 * best.score ** 2) / (count ** 3 + count ** 2));
  return best.split === 0 || chance > 0.001 ? null : best.split;
}

function misfit(values: readonly number[], level: number): number {
  return values.reduce((sum, value) => sum + Math.abs(value - level), 0);
}

/** Absolute deviations from the line through the medians of the first and the last third. */
function misfitOfLine(points: readonly Point[]): number {
  const third = Math.floor(points.length / 3);
  const [left, right] = [points.slice(0, third), points.slice(-third)];
  const middle = (side: readonly Point[]) => ({
    time: median(side.map(({ time }) => time)),
    value: median(side.map(({ value }) => value)),
  });
  const [from, to] = [middle(left), middle(right)];
  const slope = (to.value - from.value) / (to.time - from.time);
  return points.reduce((sum, { time, value }) => sum + Math.abs(value - from.value - slope * (time - from.time)), 0);
}

function sharpen(all: readonly Point[], about: number, from: number, to: number): number {
  const halfway = (from + to) / 2;
  const isNew = ({ value }: Point) => (to > from ? value > halfway : value < halfway);
  const stretch = ((all.at(-1)?.time ?? about) - (all[0]?.time ?? about)) / SAMPLES;
  const near = all.filter(({ time }) => Math.abs(time - about) <= 2 * stretch);
  const lastOld = near.findLastIndex((point) => !isNew(point));
  return near[lastOld + 1]?.time ?? about;
}
