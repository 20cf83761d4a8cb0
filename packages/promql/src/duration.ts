const UNITS = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

// Prometheus keeps durations as signed 64-bit nanoseconds.
const LARGEST_MS = 9_223_372_036_854;

/** Milliseconds of a PromQL duration such as `1h30m`, or undefined when it is not one or exceeds 292 years. */
export function parseDuration(text: string): number | undefined {
  const parts = DURATION.exec(text);
  if (parts === null || text === '') return undefined;
  let total = 0;
  UNITS.forEach(([, unitMs], index) => {
    const digits = parts[index + 1];
    if (digits !== undefined) total += Number(digits) * unitMs;
  });
  return total > LARGEST_MS ? undefined : total;
}

/** Shortest exact PromQL duration for a whole, non-negative number of milliseconds: `90000` → `1m30s`. */
export function formatDuration(durationMs: number): string {
  // Weeks and years read badly when they only happen to divide a mixed duration (`1w3d2h` for 242 h).
  if (durationMs === 0) return '0s';
  let rest = durationMs;
  let text = '';
  for (const [unit, unitMs] of UNITS) {
    const whole = unit === 'y' || unit === 'w';
    if (whole && rest % unitMs !== 0) continue;
    const count = Math.floor(rest / unitMs);
    if (count === 0) continue;
    text += `${count}${unit}`;
    rest -= count * unitMs;
  }
  return text;
}
