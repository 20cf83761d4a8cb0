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

/** This part of each side, and of the end, must lie nearer to its own level than to the other. */
const KEEPS_TO_LEVEL = 0.9;
const END = 5;

/**
 * One lasting step between two levels: where two medians fit best (least absolute deviations; ranks as in Pettitt's test
 * miss a step near the ends). It counts only when the levels lie far apart beside the spread within them, both sides and
 * the end keep to their level, and a step fits clearly better than a straight line. Null otherwise.
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
  if (step === 0 || step < APART * noise || step < WORTH_SAYING * level) return null;
  if (!keepsTo(before, from, to) || !keepsTo(after, to, from) || !keepsTo(after.slice(-END), to, from)) return null;
  if (misfitOfLine(points) < 1.5 * (misfit(before, from) + misfit(after, to))) return null;
  const time = points[split]?.time;
  // Condensed points are medians of a stretch: the step itself is looked up among all points.
  return time === undefined ? null : { time: sharpen(all, time, from, to), before: from, after: to };
}

/** Where a level on each side fits best; null when one level fits as well. */
function findSplit(values: readonly number[]): number | null {
  let best = { split: 0, misfit: misfit(values, median(values)) / 2 };
  for (let split = SHORTEST; split <= values.length - SHORTEST; split += 1) {
    const sides = [values.slice(0, split), values.slice(split)];
    const sum = sides.reduce((total, side) => total + misfit(side, median(side)), 0);
    if (sum < best.misfit) best = { split, misfit: sum };
  }
  return best.split === 0 ? null : best.split;
}

function keepsTo(values: readonly number[], own: number, other: number): boolean {
  const near = values.filter((value) => Math.abs(value - own) < Math.abs(value - other));
  return near.length >= KEEPS_TO_LEVEL * values.length;
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
