import { anyOf } from './pattern.ts';

/** A unit a person writes after a number or asks for, as the base unit and the factor that leads to it. */
export interface WrittenUnit {
  readonly base: string;
  readonly factor: number;
}

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
export const WEEK = 604_800;
/** Thirty days; what people mean by it is no exact number. */
export const MONTH = 2_592_000;
export const YEAR = 31_536_000;

interface Row extends WrittenUnit {
  /** Sources of patterns, all spellings of the unit. */
  readonly spellings: readonly string[];
}

const row = (base: string, factor: number, ...spellings: readonly string[]): Row => ({ base, factor, spellings });

const TIME: readonly Row[] = [
  row('seconds', 1e-9, 'nanoseconds?', 'ns'),
  row('seconds', 1e-6, 'microseconds?', 'us', 'µs', 'μs'),
  row('seconds', 1e-3, 'milliseconds?', 'millis', 'msecs?', 'ms'),
  row('seconds', 1, 'seconds?', 'secs?', 's'),
  row('seconds', MINUTE, 'minutes?', 'mins?', 'm'),
  row('seconds', HOUR, 'hours?', 'hrs?', 'h'),
  row('seconds', DAY, 'days?', 'nights?', 'd'),
  row('seconds', WEEK, 'weeks?', 'wks?', 'w'),
  row('seconds', 2 * WEEK, 'fortnights?'),
  row('seconds', MONTH, 'months?'),
  row('seconds', YEAR, 'years?'),
];

const OTHERS: readonly Row[] = [
  row('percent', 1, 'percentage points?', 'percent', 'per cent', 'pct'),
  row('bytes', 1, 'bytes?', 'b'),
  row('bytes', 1e3, 'kilobytes?', 'kb'),
  row('bytes', 1e6, 'megabytes?', 'megs?', 'mb'),
  row('bytes', 1e9, 'gigabytes?', 'gigs?', 'gb'),
  row('bytes', 1e12, 'terabytes?', 'tb'),
  row('bytes', 1024, 'kibibytes?', 'kib'),
  row('bytes', 1024 ** 2, 'mebibytes?', 'mib'),
  row('bytes', 1024 ** 3, 'gibibytes?', 'gib'),
  row('bytes', 1024 ** 4, 'tebibytes?', 'tib'),
  row('bits', 1, 'bits?'),
  row('bits', 1e3, 'kilobits?', 'kbit'),
  row('bits', 1e6, 'megabits?', 'mbit'),
  row('bits', 1e9, 'gigabits?', 'gbit'),
];

const spellingsOf = (rows: readonly Row[]) => rows.flatMap((unit) => unit.spellings);

/** Source of a pattern for a unit after a number, without capture groups. */
export const UNIT = `(?:%|${anyOf(spellingsOf([...TIME, ...OTHERS]))}\\b)`;

/** Source of a pattern for the units that periods are told in. Nobody looks back microseconds, and "us" is a word. */
export const PERIOD_UNIT = `${anyOf(spellingsOf(TIME.filter((unit) => unit.factor >= 1e-3)))}\\b`;

const PARSED = [...TIME, ...OTHERS, row('celsius', 1, 'celsius', '°c', 'degrees(?: celsius| c)?')].map((unit) => ({
  pattern: new RegExp(`^${anyOf(unit.spellings)}$`),
  unit: { base: unit.base, factor: unit.factor },
}));

/** The unit that text matched by `UNIT` or `PERIOD_UNIT` names. */
export function findUnit(text: string): WrittenUnit | undefined {
  const clean = text.trim();
  if (clean === '%') return { base: 'percent', factor: 1 };
  return PARSED.find(({ pattern }) => pattern.test(clean))?.unit;
}

/** What a duration told in another unit than seconds is called; seconds per unit as key. */
export const NAME_OF_PERIOD: Readonly<Record<number, string>> = {
  1e-9: 'nanoseconds',
  1e-6: 'microseconds',
  1e-3: 'milliseconds',
  [MINUTE]: 'minutes',
  [HOUR]: 'hours',
  [DAY]: 'days',
  [WEEK]: 'weeks',
  [MONTH]: 'months',
  [YEAR]: 'years',
};
