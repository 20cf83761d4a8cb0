import { median, type Point, quantile, spread } from './statistics.ts';

export interface RecentJump {
  /** Unix seconds: the first point away from the level before. */
  readonly time: number;
  /** The level just before. */
  readonly before: number;
  readonly last: Point;
}

/** One point may be a spike; two in a row at the end are what the reader sees on the chart. */
const SHORTEST = 2;
/** A longer stretch at a new level is told as a step. */
const LONGEST_PART = 0.25;
const FEWEST_BEFORE = 12;
const BEFORE_PART = 0.15;
/** How many spreads of the level before the new values must lie away. */
const APART = 4;
const WORTH_SAYING = 0.2;
/** What has come back further than this is no longer a jump. */
const STILL_AWAY = 0.5;
/** A rate reaches a new level only after its look-back: its first points are part of the way. */
const UNDER_WAY = 0.15;

/**
 * A jump that the end of the curve is still in, told apart from what the curve did before: the level beside it is that of
 * the stretch just before, so that an old incident does not hide a new one unless most of the curve was one. Null when
 * there is none.
 */
export function findRecentJump(points: readonly Point[]): RecentJump | null {
  const last = points.at(-1);
  const length = Math.max(FEWEST_BEFORE, Math.round(points.length * BEFORE_PART));
  const earliest = Math.max(length, Math.ceil(points.length * (1 - LONGEST_PART)));
  if (last === undefined) return null;
  for (let start = earliest; start <= points.length - SHORTEST; start += 1) {
    const [before, tail] = [valuesOf(points.slice(start - length, start)), valuesOf(points.slice(start))];
    const time = points[start]?.time;
    if (time === undefined || !isJump(before, tail)) continue;
    // Rates overlap, and so wander: what the curve does all the time is no jump, however calm it was just before.
    const wandering = spread(valuesOf(points.slice(0, start)));
    if (Math.abs(median(tail) - median(before)) >= APART * wandering) return { time, before: median(before), last };
  }
  return null;
}

function isJump(before: readonly number[], tail: readonly number[]): boolean {
  const [from, to] = [median(before), median(tail)];
  const step = to - from;
  const size = Math.abs(step);
  if (size === 0 || size < APART * spread(before)) return false;
  if (size < WORTH_SAYING * Math.max(Math.abs(from), Math.abs(to))) return false;
  const part = (value: number) => (value - from) / step;
  // How far the level before strays by itself, single outliers aside.
  const usual = Math.max(UNDER_WAY, quantile(before.map(part), 0.95));
  return tail.every((value) => part(value) > usual) && part(tail.at(-1) ?? from) >= STILL_AWAY;
}

function valuesOf(points: readonly Point[]): number[] {
  return points.map(({ value }) => value);
}
