const SIGNIFICANT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, useGrouping: false });
const GROUPED = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

interface Scale {
  readonly factor: number;
  readonly suffix: string;
}

const decimal: readonly Scale[] = [
  { factor: 1e12, suffix: ' T' },
  { factor: 1e9, suffix: ' G' },
  { factor: 1e6, suffix: ' M' },
  { factor: 1e3, suffix: ' k' },
  { factor: 1, suffix: '' },
];
const bytes: readonly Scale[] = ['EiB', 'PiB', 'TiB', 'GiB', 'MiB', 'KiB', 'B'].map((suffix, index) => ({
  factor: 1024 ** (6 - index),
  suffix: ` ${suffix}`,
}));
const seconds: readonly Scale[] = [
  { factor: 1, suffix: ' s' },
  { factor: 1e-3, suffix: ' ms' },
  { factor: 1e-6, suffix: ' µs' },
  { factor: 1e-9, suffix: ' ns' },
];

const bits: readonly Scale[] = decimal.map(({ factor, suffix }) => ({ factor, suffix: `${suffix || ' '}bit` }));

/** Units that are spans of time, in seconds. */
const spans: Record<string, number> = {
  nanoseconds: 1e-9,
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};
const symbols: Record<string, string> = {
  ...{
    celsius: ' °C',
    fahrenheit: ' °F',
    kelvin: ' K',
    hertz: ' Hz',
    volts: ' V',
    amperes: ' A',
    watts: ' W',
    joules: ' J',
  },
  ...{ requests: ' req', operations: ' ops', factor: ' times' },
  ...{ kilobytes: ' kB', megabytes: ' MB', gigabytes: ' GB', terabytes: ' TB' },
  ...{ kibibytes: ' KiB', mebibytes: ' MiB', gibibytes: ' GiB', tebibytes: ' TiB' },
};
const bare = new Set(['', 'count', 'none', 'number', 'unknown', 'short', 'bool', 'info']);
const periods: Record<number, string> = { 1: '/s', 60: '/min', 3600: '/h', 86400: '/day' };

/**
 * A value in the unit a person would say: seconds → ms or 2 m 10 s, bytes → KiB … EiB, ratio → %, `x_per_second` → …/s,
 * the rest with three significant digits and SI prefixes. Units are those of `queryPlan.unit`. NaN and infinities are named.
 */
export function formatValue(value: number, unit: string): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '+∞' : '−∞';
  const { base, per } = splitRate(unit);
  if (per) return formatValue(value, base) + per;
  const span = spans[base];
  if (span !== undefined) return formatDuration(value * span);
  if (base === 'ratio') return `${significant(value * 100)} %`;
  if (base === 'percent') return `${significant(value)} %`;
  if (base === 'bytes') return scaled(value, bytes);
  if (base === 'bits') return scaled(value, bits);
  if (base === 'timestamp') return new Date(value * 1000).toLocaleString('en-GB');
  return scaled(value, decimal) + unitSuffix(base);
}

/** `bytes_per_second` → bytes and `/s`, `per_60s` → nothing and `/min`; other units as they are. */
function splitRate(unit: string): { base: string; per: string } {
  const match = /^(?:(.*)_)?per_(?:second|(\d+)s)$/.exec(unit);
  if (!match) return { base: unit, per: '' };
  const seconds = Number(match[2] ?? 1);
  return { base: match[1] ?? '', per: periods[seconds] ?? ` per ${formatDuration(seconds)}` };
}

/** A span of time in its two largest parts: `2 m 10 s`, `3 h 5 m`, `4 d`. Below a minute, milliseconds or seconds. */
export function formatDuration(totalSeconds: number): string {
  const sign = totalSeconds < 0 ? '−' : '';
  const whole = Math.abs(totalSeconds);
  if (whole < 60) return sign + scaled(whole, seconds);
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'm'],
    [Math.floor(whole % 60), 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return sign + shown.map(([count, name]) => `${count} ${name}`).join(' ');
}

/**
 * Labels for the ticks of one axis. All ticks share one scale and one number of decimals, so that they line up and none
 * repeats; durations above a minute are written out.
 */
export function formatTicks(ticks: readonly number[], unit: string): string[] {
  const { base, per } = splitRate(unit);
  const span = spans[base];
  if (span !== undefined && span !== 1)
    return formatTicks(
      ticks.map((tick) => tick * span),
      'seconds',
    ).map((text) => text + per);
  if (base === 'timestamp') return ticks.map((tick) => formatValue(tick, base));
  const largest = Math.max(...ticks.map(Math.abs), 0);
  if (span === 1 && largest >= 120) return ticks.map((tick) => (tick === 0 ? '0' : formatDuration(tick) + per));
  const { factor, suffix } = axisScale(largest, base);
  const gap = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) / factor : largest / factor;
  const decimals = gap > 0 ? Math.min(6, Math.max(0, Math.ceil(-Math.log10(gap) - 1e-9))) : 0;
  const exact = ticks.every((tick) => isNear(tick / factor, decimals)) ? decimals : decimals + 1;
  return ticks.map((tick) => (tick === 0 ? '0' : (tick / factor).toFixed(exact).replace('-', '−') + suffix + per));
}

/** Steps between ticks that look round in the unit: powers of two for bytes, clock steps for durations. */
export function tickIncrements(unit: string): number[] | undefined {
  if (unit.startsWith('bytes')) return Array.from({ length: 60 }, (_, power) => 2 ** power);
  if (unit !== 'seconds') return undefined;
  const small = [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1].flatMap((ten) => [ten, 2 * ten, 5 * ten]);
  return [...small, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200].concat(
    [1, 2, 7, 14, 30, 90, 365, 3650].map((days) => days * 86_400),
  );
}

function axisScale(largest: number, base: string): Scale {
  if (base === 'ratio') return { factor: 0.01, suffix: ' %' };
  if (base === 'percent') return { factor: 1, suffix: ' %' };
  if (base === 'bytes') return pick(largest, bytes);
  if (base === 'seconds') return pick(largest, seconds);
  if (base === 'bits') return pick(largest, bits);
  const scale = pick(largest, decimal);
  return { factor: scale.factor, suffix: scale.suffix + unitSuffix(base) };
}

function unitSuffix(unit: string): string {
  if (bare.has(unit)) return '';
  return symbols[unit] ?? ` ${unit.replaceAll('_', ' ')}`;
}

function scaled(value: number, scales: readonly Scale[]): string {
  const size = Math.abs(value);
  if (size === 0) return `0${scales.find(({ factor }) => factor === 1)?.suffix ?? ''}`;
  const scale = pick(size, scales);
  // Counts that a person would check against a list stay exact.
  if (scales === decimal && size < 100_000 && Number.isInteger(value)) return GROUPED.format(value).replace('-', '−');
  return significant(value / scale.factor) + scale.suffix;
}

function pick(size: number, scales: readonly Scale[]): Scale {
  return scales.find((scale) => size >= scale.factor * 0.9995) ?? scales.at(-1)!;
}

function significant(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(2).replaceAll('-', '−');
  const size = Math.abs(value);
  return (size >= 1000 ? GROUPED.format(value) : SIGNIFICANT.format(value)).replace('-', '−');
}

function isNear(value: number, decimals: number): boolean {
  return Math.abs(value - Number(value.toFixed(decimals))) < 1e-9 * Math.max(1, Math.abs(value));
}
