/** Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): a random wait below a doubling ceiling, in ms. */
export function pickBackoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(5_000, 200 * 2 ** attempt);
  return Math.floor(random() * ceiling);
}

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3: seconds or an HTTP date) into milliseconds from `now`;
 * undefined when it is absent or unreadable. Never negative.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // JavaScript reads almost anything as a date; HTTP dates name the day of the week.
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Statuses that a later attempt may not meet. 500 is left out: Prometheus answers it for what stays broken. */
export function isRetryableStatus(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}
