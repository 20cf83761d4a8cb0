/** A finite value at a time (Unix seconds). */
export interface Point {
  readonly time: number;
  readonly value: number;
}

/** What there is to say about one curve. */
export interface Summary {
  readonly last: Point;
  readonly minimum: Point;
  readonly maximum: Point;
  readonly mean: number;
}

export function pointsOf(times: readonly number[], values: readonly (number | null)[]): Point[] {
  return values.flatMap((value, index) => {
    const time = times[index];
    return value === null || time === undefined || !Number.isFinite(value) ? [] : [{ time, value }];
  });
}

/** Null without a point. */
export function summarise(points: readonly Point[]): Summary | null {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  let [minimum, maximum, sum] = [first, first, 0];
  for (const point of points) {
    if (point.value < minimum.value) minimum = point;
    if (point.value > maximum.value) maximum = point;
    sum += point.value;
  }
  return { last, minimum, maximum, mean: sum / points.length };
}

/** Middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The value that this part of all lies at or below; NaN of nothing. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** Median absolute deviation, scaled to the standard deviation of a normal distribution. */
export function spread(values: readonly number[]): number {
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}

/** At most `count` points: medians of equal stretches, which no single outlier moves. */
export function condense(points: readonly Point[], count: number): Point[] {
  if (points.length <= count) return [...points];
  return Array.from({ length: count }, (_, index) => {
    const stretch = points.slice(
      Math.floor((index * points.length) / count),
      Math.floor(((index + 1) * points.length) / count),
    );
    return { time: median(stretch.map(({ time }) => time)), value: median(stretch.map(({ value }) => value)) };
  });
}
