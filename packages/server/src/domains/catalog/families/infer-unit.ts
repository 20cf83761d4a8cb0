import type { MetricType } from '@locum/promql';

/** Base unit by the words of a name, after the suffixes that say the type (prometheus.io/docs/practices/naming/#base-units). */
export function inferUnit(family: string, type: MetricType): string | undefined {
  if (type === 'info' || type === 'stateset') return undefined;
  const words = family
    .toLowerCase()
    .replaceAll(':', '_')
    .split('_')
    .filter((word) => !TYPE_WORDS.has(word));
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const unit = UNIT_WORDS[words[index] ?? ''];
    if (unit !== undefined && Object.hasOwn(UNIT_WORDS, words[index] ?? '')) return unit;
    // A unit is written at the end, or directly before what bounds the value: `memory_bytes_max`.
    if (words.length - index > 2) return undefined;
  }
  return undefined;
}

const TYPE_WORDS = new Set(['total', 'sum', 'count', 'bucket', 'created']);

const UNIT_WORDS: Readonly<Record<string, string>> = {
  seconds: 'seconds',
  second: 'seconds',
  secs: 'seconds',
  milliseconds: 'milliseconds',
  millis: 'milliseconds',
  ms: 'milliseconds',
  msec: 'milliseconds',
  microseconds: 'microseconds',
  usec: 'microseconds',
  nanoseconds: 'nanoseconds',
  ns: 'nanoseconds',
  minutes: 'minutes',
  hours: 'hours',
  days: 'days',
  bytes: 'bytes',
  byte: 'bytes',
  kilobytes: 'kilobytes',
  kb: 'kilobytes',
  megabytes: 'megabytes',
  mb: 'megabytes',
  bits: 'bits',
  ratio: 'ratio',
  percent: 'percent',
  percentage: 'percent',
  celsius: 'celsius',
  volts: 'volts',
  amperes: 'amperes',
  watts: 'watts',
  joules: 'joules',
  hertz: 'hertz',
  meters: 'meters',
  grams: 'grams',
  cores: 'cores',
};
