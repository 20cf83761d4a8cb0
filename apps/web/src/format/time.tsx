import { formatDuration } from './units.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** A moment in the reader's zone, with UTC on hover. `at` is Unix seconds or an ISO time. */
export function Moment({ at, style = 'auto' }: { at: number | string; style?: 'auto' | 'clock' | 'ago' }) {
  const date = toDate(at);
  const text = style === 'ago' ? formatAge(date) : style === 'clock' ? clock.format(date) : formatMoment(date);
  return (
    <time dateTime={date.toISOString()} title={utc(date)} className="figures">
      {text}
    </time>
  );
}

/** `14:05`, or `19 Nov, 14:05` when it is not today. */
export function formatMoment(at: Date | number | string, now = new Date()): string {
  const date = toDate(at);
  return date.toDateString() === now.toDateString() ? shortClock.format(date) : dayAndClock.format(date);
}

/** `just now`, `4 m ago`, `3 h ago`, then the date. */
export function formatAge(at: Date | number | string, now = new Date()): string {
  const ageSeconds = (now.getTime() - toDate(at).getTime()) / 1000;
  if (ageSeconds < 10) return 'just now';
  if (ageSeconds < 60) return `${Math.floor(ageSeconds)} s ago`;
  if (ageSeconds < 3600) return `${Math.floor(ageSeconds / 60)} m ago`;
  if (ageSeconds < 86_400) return `${Math.floor(ageSeconds / 3600)} h ago`;
  return dayAndClock.format(toDate(at));
}

/** The span from one moment to another, Unix seconds: `10:02 – 11:02`. */
export function formatSpan(startSeconds: number, endSeconds: number, now = new Date()): string {
  return `${formatMoment(startSeconds, now)} – ${formatMoment(endSeconds, now)}`;
}

/** `last 1 h` for a length of time in seconds. */
export function formatLast(seconds: number): string {
  return `last ${formatDuration(seconds)}`;
}

export function utc(at: Date | number | string): string {
  return `${toDate(at).toISOString().replace('T', ' ').slice(0, 19)} UTC`;
}

function toDate(at: Date | number | string): Date {
  return at instanceof Date ? at : new Date(typeof at === 'number' ? at * 1000 : at);
}
