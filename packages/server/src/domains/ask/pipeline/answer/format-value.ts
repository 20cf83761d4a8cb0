const SIGNIFICANT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, useGrouping: false });
const GROUPED = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

interface Scale {
  readonly factor: number;
  readonly suffix: string;
}

const DECIMAL = scalesOf(1000, ['', ' k', ' M', ' G', ' T']);
const BYTES = scalesOf(1024, [' B', ' KiB', ' MiB', ' GiB', ' TiB', ' PiB', ' EiB']);
/** As who says MB counts them. */
const DECIMAL_BYTES = scalesOf(1000, [' B', ' kB', ' MB', ' GB', ' TB', ' PB', ' EB']);
const BITS = scalesOf(1000, [' bit', ' kbit', ' Mbit', ' Gbit', ' Tbit']);
const SECONDS: readonly Scale[] = [
  { factor: 1, suffix: ' s' },
  { factor: 1e-3, suffix: ' ms' },
  { factor: 1e-6, suffix: ' µs' },
  { factor: 1e-9, suffix: ' ns' },
];

/** Units that are spans of time, in seconds. */
const SPANS: Readonly<Record<string, number>> = {
  nanoseconds: 1e-9,
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};

const SYMBOLS: Readonly<Record<string, string>> = {
  celsius: ' °C',
  fahrenheit: ' °F',
  kelvin: ' K',
  hertz: ' Hz',
  volts: ' V',
  amperes: ' A',
  watts: ' W',
  joules: ' J',
  cores: ' cores',
  kilobytes: ' kB',
  megabytes: ' MB',
  gigabytes: ' GB',
  terabytes: ' TB',
  kibibytes: ' KiB',
  mebibytes: ' MiB',
  gibibytes: ' GiB',
  tebibytes: ' TiB',
  kilobits: ' kbit',
  megabits: ' Mbit',
  gigabits: ' Gbit',
};

// What is counted stands in the sentence already.
const BARE: ReadonlySet<string> = new Set([
  '',
  'count',
  'bool',
  'info',
  'number',
  'none',
  'unknown',
  'short',
  'ratio_per_second',
]);

const PERIODS: Readonly<Record<string, string>> = { 1: '/s', 60: '/min', 3600: '/h', 86400: '/day' };

/**
 * A value as a person says it: seconds → ms or `2 m 10 s`, bytes → KiB … EiB, ratio → %, `x_per_second` → …/s, whole
 * counts below 100,000 exactly, all else with three significant digits. Bytes are binary unless the question was not.
 */
export function formatValue(value: number, unit: string, bytes: 'binary' | 'decimal' = 'binary'): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '+∞' : '−∞';
  const rate = unit === 'per_second' ? ['', '', '1'] : /^(.*)_per_(?:second|(\d+)s)$/.exec(unit);
  if (rate !== null && unit !== 'ratio_per_second') {
    const period = rate[2] ?? '1';
    return `${formatValue(value, rate[1] ?? '', bytes)}${PERIODS[period] ?? ` per ${formatDuration(Number(period))}`}`;
  }
  const span = SPANS[unit];
  if (span !== undefined) return formatDuration(value * span);
  if (unit === 'ratio') return `${significant(value * 100)} %`;
  if (unit === 'percent') return `${significant(value)} %`;
  if (unit === 'bytes') return scaled(value, bytes === 'decimal' ? DECIMAL_BYTES : BYTES);
  if (unit === 'bits') return scaled(value, BITS);
  if (unit === 'timestamp') return formatMoment(value);
  if (unit === 'factor') return `${significant(value)} times`;
  return scaled(value, DECIMAL) + (BARE.has(unit) ? '' : (SYMBOLS[unit] ?? ` ${unit.replaceAll('_', ' ')}`));
}

/** Seconds in their two largest parts: `2 m 10 s`, `3 h 5 m`, `4 d`; below a minute `412 ms` or `3.2 s`. */
export function formatDuration(seconds: number): string {
  const size = Math.abs(seconds);
  const sign = seconds < 0 ? '−' : '';
  if (size < 59.95) return sign + scaled(size, SECONDS);
  const whole = Math.round(size);
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'm'],
    [whole % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return sign + shown.map(([count, name]) => `${count > 99_999 ? GROUPED.format(count) : count} ${name}`).join(' ');
}

/** Unix seconds → `10:42 UTC`; with the day when `reference` (Unix seconds) is on another one, or not given. */
export function formatMoment(seconds: number, reference?: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return significant(seconds);
  const text = date.toISOString();
  const isSameDay =
    reference !== undefined && new Date(reference * 1000).toISOString().slice(0, 10) === text.slice(0, 10);
  return `${isSameDay ? '' : `${text.slice(0, 10)} `}${text.slice(11, 16)} UTC`;
}

function scalesOf(base: number, suffixes: readonly string[]): readonly Scale[] {
  return suffixes.map((suffix, power) => ({ factor: base ** power, suffix })).reverse();
}

function scaled(value: number, scales: readonly Scale[]): string {
  const size = Math.abs(value);
  const smallest = scales.at(-1)?.suffix ?? '';
  if (size === 0) return `0${scales === SECONDS ? ' s' : smallest}`;
  // Counts that a person would check against a list stay exact.
  if (scales === DECIMAL && size < 100_000 && Number.isInteger(value)) return grouped(value);
  const scale = scales.find(({ factor }) => size >= factor * 0.9995) ?? scales.at(-1);
  return scale === undefined ? significant(value) : significant(value / scale.factor) + scale.suffix;
}

function significant(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-4) return value.toExponential(2).replaceAll('-', '−');
  return size >= 999.5 ? grouped(value) : SIGNIFICANT.format(value).replace('-', '−');
}

function grouped(value: number): string {
  return GROUPED.format(value).replace('-', '−');
}
