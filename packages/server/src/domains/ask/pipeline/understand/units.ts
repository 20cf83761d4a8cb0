/** A unit a person writes after a number or asks for, as the base unit and the factor that leads to it. */
export interface WrittenUnit {
  readonly base: string;
  readonly factor: number;
}

const UNITS: readonly (readonly [RegExp, WrittenUnit])[] = [
  [/^(%|percent|per cent|pct|percentage points?)$/, { base: 'percent', factor: 1 }],
  [/^(ns|nanoseconds?)$/, { base: 'seconds', factor: 1e-9 }],
  [/^(us|µs|μs|microseconds?)$/, { base: 'seconds', factor: 1e-6 }],
  [/^(ms|msecs?|millis|milliseconds?)$/, { base: 'seconds', factor: 1e-3 }],
  [/^(s|secs?|seconds?)$/, { base: 'seconds', factor: 1 }],
  [/^(m|mins?|minutes?)$/, { base: 'seconds', factor: 60 }],
  [/^(h|hrs?|hours?)$/, { base: 'seconds', factor: 3600 }],
  [/^(d|days?)$/, { base: 'seconds', factor: 86_400 }],
  [/^(w|weeks?)$/, { base: 'seconds', factor: 604_800 }],
  [/^(b|bytes?)$/, { base: 'bytes', factor: 1 }],
  [/^(kb|kilobytes?)$/, { base: 'bytes', factor: 1e3 }],
  [/^(mb|megs?|megabytes?)$/, { base: 'bytes', factor: 1e6 }],
  [/^(gb|gigs?|gigabytes?)$/, { base: 'bytes', factor: 1e9 }],
  [/^(tb|terabytes?)$/, { base: 'bytes', factor: 1e12 }],
  [/^(kib|kibibytes?)$/, { base: 'bytes', factor: 1024 }],
  [/^(mib|mebibytes?)$/, { base: 'bytes', factor: 1024 ** 2 }],
  [/^(gib|gibibytes?)$/, { base: 'bytes', factor: 1024 ** 3 }],
  [/^(tib|tebibytes?)$/, { base: 'bytes', factor: 1024 ** 4 }],
  [/^(?:celsius|°c|degrees(?: celsius)?|degrees c)$/, { base: 'celsius', factor: 1 }],
  [/^bits?$/, { base: 'bits', factor: 1 }],
  [/^(kbit|kilobits?)$/, { base: 'bits', factor: 1e3 }],
  [/^(mbit|megabits?)$/, { base: 'bits', factor: 1e6 }],
  [/^(gbit|gigabits?)$/, { base: 'bits', factor: 1e9 }],
];

/** Source of a pattern for a unit, without capture groups; longest spellings first. */
export const UNIT =
  '(?:%|percentage points?|percent\\b|per cent\\b|pct\\b|nanoseconds?\\b|microseconds?\\b|milliseconds?\\b|millis\\b|msecs?\\b|ns\\b|us\\b|µs\\b|μs\\b|ms\\b|seconds?\\b|secs?\\b|minutes?\\b|mins?\\b|hours?\\b|hrs?\\b|days?\\b|weeks?\\b|kilobytes?\\b|megabytes?\\b|gigabytes?\\b|terabytes?\\b|kibibytes?\\b|mebibytes?\\b|gibibytes?\\b|tebibytes?\\b|bytes?\\b|[kmgt]i?b\\b|megs?\\b|gigs?\\b|kilobits?\\b|megabits?\\b|gigabits?\\b|[kmg]bit\\b|bits?\\b|s\\b|m\\b|h\\b|d\\b|w\\b)';

export function findUnit(text: string): WrittenUnit | undefined {
  const clean = text.trim();
  return UNITS.find(([pattern]) => pattern.test(clean))?.[1];
}
