import { visitsPerSecond } from '../world/demand.ts';
import type { FaultName } from '../world/faults.ts';
import { type Rates, ratesOf } from '../world/rates.ts';
import type { ServiceName } from '../world/releases.ts';

/** One moment at which every series has a sample. */
export interface Frame {
  atMs: number;
  /** Seconds since the frame before. */
  seconds: number;
  faults: ReadonlySet<FaultName>;
  rates: Rates;
}

export interface Restart {
  service: ServiceName;
  reason: 'deploy' | 'crash';
  atMs: number;
}

export interface Timeline {
  frames: Frame[];
  restarts: Restart[];
  /** When every program had been started before the first frame. */
  bootMs: number;
  /** Is the moment within a past period of this fault? */
  during(fault: FaultName, atMs: number): boolean;
  /** Seconds that a past period of the fault has lasted at the moment; 0 outside. */
  lasting(fault: FaultName, atMs: number): number;
}

/** What went wrong in the shop's past, in hours before its present. */
const incidents: readonly { fault: FaultName; fromHours: number; toHours: number }[] = [
  { fault: 'checkout-errors', fromHours: 23.5, toHours: 23.1 },
  { fault: 'auth-deploy', fromHours: 19, toHours: 18.25 },
  { fault: 'cart-memory-leak', fromHours: 14, toHours: 9 },
  { fault: 'payments-latency', fromHours: 5, toHours: 3.75 },
  { fault: 'checkout-errors', fromHours: 1.2, toHours: 0.8 },
];

const hourMs = 3_600_000;
const recentHours = 3;
const recentStepSeconds = 20;
const headStartHours = 6;

/** The last three hours have a sample every 20 s (or `stepSeconds`, if shorter), what is before them every `stepSeconds`. */
export function createTimeline(options: { until: Date; hours: number; stepSeconds: number; seed: string }): Timeline {
  const { hours, stepSeconds, seed } = options;
  const untilMs = Math.floor(options.until.getTime() / 1000) * 1000;
  const ago = (hoursBefore: number): number => untilMs - hoursBefore * hourMs;
  const periods = incidents.map(({ fault, fromHours, toHours }) => ({
    fault,
    fromMs: ago(fromHours),
    toMs: ago(toHours),
  }));
  const lasting = (fault: FaultName, atMs: number): number => {
    const period = periods.find((one) => one.fault === fault && one.fromMs <= atMs && atMs < one.toMs);
    return period ? (atMs - period.fromMs) / 1000 : 0;
  };
  const during = (fault: FaultName, atMs: number): boolean =>
    periods.some((one) => one.fault === fault && one.fromMs <= atMs && atMs < one.toMs);
  const frames = moments({ untilMs, hours, stepSeconds }).map(({ atMs, seconds }) => {
    const faults = new Set(periods.filter((one) => during(one.fault, atMs)).map((one) => one.fault));
    return { atMs, seconds, faults, rates: ratesOf(visitsPerSecond(atMs, seed), faults) };
  });
  const restarts = periods.flatMap(restartsOf).filter((restart) => restart.atMs > ago(hours));
  return { frames, restarts, bootMs: ago(hours + headStartHours), during, lasting };
}

function moments(options: {
  untilMs: number;
  hours: number;
  stepSeconds: number;
}): { atMs: number; seconds: number }[] {
  const { untilMs, hours, stepSeconds } = options;
  const recentFromMs = untilMs - Math.min(hours, recentHours) * hourMs;
  const result: { atMs: number; seconds: number }[] = [];
  let atMs = untilMs - hours * hourMs;
  while (atMs < untilMs) {
    const seconds = atMs < recentFromMs ? stepSeconds : Math.min(stepSeconds, recentStepSeconds);
    atMs += seconds * 1000;
    if (atMs <= untilMs) result.push({ atMs, seconds });
  }
  return result;
}

function restartsOf({ fault, fromMs, toMs }: { fault: FaultName; fromMs: number; toMs: number }): Restart[] {
  if (fault === 'auth-deploy') {
    return [fromMs, toMs].map((atMs) => ({ service: 'auth', reason: 'deploy', atMs }) as const);
  }
  return fault === 'cart-memory-leak' ? [{ service: 'cart', reason: 'crash', atMs: toMs }] : [];
}
