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

const symbols: Record<string, string> = {
  celsius: ' °C',
  hertz: ' Hz',
  volts: ' V',
  amperes: ' A',
  watts: ' W',
  joules: ' J',
  bits: ' bit',
  requests: ' req',
  errors: ' errors',
  events: ' events',
  packets: ' packets',
  operations: ' ops',
  cores: ' cores',
};
const bare = new Set(['', 'count', 'none', 'number', 'unknown', 'short', 'boolean', 'bool', 'info']);

/**
 * A value in the unit a person would say: seconds → ms or 2 m 10 s, bytes → KiB … EiB, ratio → %, `x_per_second` → …/s,
 * the rest with three significant digits and SI prefixes. Units are those of `queryPlan.unit`. NaN and infinities are named.
 */
export function formatValue(value: number, unit: string): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '+∞' : '−∞';
  if (unit === 'per_second') return `${scaled(value, decimal)}/s`;
  if (unit.endsWith('_per_second')) return `${formatValue(value, unit.slice(0, -'_per_second'.length))}/s`;
  if (unit === 'ratio') return `${significant(value * 100)} %`;
  if (unit === 'percent') return `${significant(value)} %`;
  if (unit === 'bytes') return scaled(value, bytes);
  if (unit === 'milliseconds') return formatValue(value / 1000, 'seconds');
  if (unit === 'seconds') return Math.abs(value) >= 60 ? formatDuration(value) : scaled(value, seconds);
  if (unit === 'timestamp' || unit === 'timestamp_seconds') return new Date(value * 1000).toLocaleString('en-GB');
  return scaled(value, decimal) + unitSuffix(unit);
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
  const base = unit.endsWith('_per_second') ? unit.slice(0, -'_per_second'.length) : unit;
  const rate = base !== unit || unit === 'per_second' ? '/s' : '';
  const largest = Math.max(...ticks.map(Math.abs), 0);
  if (base === 'milliseconds')
    return formatTicks(
      ticks.map((tick) => tick / 1000),
      'seconds',
    );
  if (base === 'seconds' && largest >= 120)
    return ticks.map((tick) => (tick === 0 ? '0' : formatDuration(tick) + rate));
  const { factor, suffix } = axisScale(largest, base);
  const gap = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) / factor : largest / factor;
  const decimals = gap > 0 ? Math.min(6, Math.max(0, Math.ceil(-Math.log10(gap) - 1e-9))) : 0;
  const exact = ticks.every((tick) => isNear(tick / factor, decimals)) ? decimals : decimals + 1;
  return ticks.map((tick) => (tick === 0 ? '0' : (tick / factor).toFixed(exact).replace('-', '−') + suffix + rate));
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
  const scale = pick(largest, decimal);
  return base === 'per_second' ? scale : { factor: scale.factor, suffix: scale.suffix + unitSuffix(base) };
}

function unitSuffix(unit: string): string {
  if (bare.has(unit)) return '';
  return symbols[unit] ?? ` ${unit.replaceAll('_', ' ')}`;
}

function scaled(value: number, scales: readonly Scale[]): string {
  const size = Math.abs(value);
  if (size === 0) return `0${scales === decimal ? '' : scales === bytes ? ' B' : ' s'}`;
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
