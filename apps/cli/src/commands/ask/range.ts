import type { TimeRange } from '@locum/contracts';
import { InvalidArgumentError } from 'commander';

export type RangeOption = TimeRange;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `6h`, `1h30m`, or two moments with `..` between; of the second one the date may be left out. */
export function parseRange(text: string): RangeOption {
  if (text.includes('..')) return parseMoments(text);
  const parts = [...text.matchAll(/(\d+)([smhdw])/g)];
  const isWhole = parts.map(([part]) => part).join('') === text && text !== '';
  const lastSeconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (SECONDS[unit ?? ''] ?? 0), 0);
  if (isWhole && lastSeconds >= 1 && lastSeconds <= 366 * 86_400) return { lastSeconds };
  throw new InvalidArgumentError('It must be like 30m, 6h or 7d, at most 366d.');
}

function parseMoments(text: string): RangeOption {
  const [from = '', to = ''] = text.split('..');
  const end = /^\d\d:\d\d/.test(to) ? `${from.slice(0, 11)}${to}` : to;
  const zone = /(?:Z|[+-]\d\d:\d\d)$/;
  const [startSeconds = Number.NaN, endSeconds = Number.NaN] = [from, end].map((moment) => {
    const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(moment);
    return isMoment ? Date.parse(zone.test(moment) ? moment : `${moment}Z`) / 1000 : Number.NaN;
  });
  if (startSeconds < endSeconds) return { startSeconds, endSeconds };
  throw new InvalidArgumentError('It must be two moments, earlier first: 2026-11-20T09:00Z..2026-11-20T10:00Z.');
}
