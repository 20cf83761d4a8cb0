import { InvalidArgumentError } from 'commander';

/** RFC 3339 or Unix seconds → Unix seconds. */
export function parseMoment(text: string): number {
  const seconds = /^\d{1,11}(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  const isRfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text);
  if (Number.isFinite(seconds) && (isRfc3339 || (/^\d/.test(text) && !text.includes('-')))) return seconds;
  throw new InvalidArgumentError('It must be like 2026-11-20T09:30:00Z, or Unix seconds.');
}
