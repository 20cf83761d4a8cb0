import type { Random } from './random.ts';

/** One mode of a latency: log-normal, given by its median and the standard deviation of its logarithm. */
export interface LatencyMode {
  share: number;
  medianSeconds: number;
  sigma: number;
}

/** A latency as a mixture of modes (shares add up to 1) after a fixed delay. */
export interface Latency {
  delaySeconds: number;
  modes: readonly LatencyMode[];
}

export function latency(medianSeconds: number, sigma: number, delaySeconds = 0): Latency {
  return { delaySeconds, modes: [{ share: 1, medianSeconds, sigma }] };
}

/** The same latency with its variable part stretched and its fixed delay moved. */
export function reshape(source: Latency, change: { factor?: number; addSeconds?: number }): Latency {
  const { factor = 1, addSeconds = 0 } = change;
  const modes = source.modes.map((mode) => ({ ...mode, medianSeconds: mode.medianSeconds * factor }));
  return { delaySeconds: source.delaySeconds + addSeconds, modes };
}

export function mixture(parts: readonly { share: number; latency: Latency }[]): Latency {
  const modes = parts.flatMap((part) =>
    part.latency.modes.map((mode) => ({ ...mode, share: mode.share * part.share })),
  );
  const delaySeconds = parts.reduce((sum, part) => sum + part.share * part.latency.delaySeconds, 0);
  return { delaySeconds, modes };
}

export function drawSeconds(source: Latency, random: Random): number {
  let rest = random.next();
  let chosen = source.modes[0];
  for (const mode of source.modes) {
    chosen = mode;
    rest -= mode.share;
    if (rest < 0) break;
  }
  if (chosen === undefined) return source.delaySeconds;
  return source.delaySeconds + chosen.medianSeconds * Math.exp(chosen.sigma * random.normal());
}

/** Share of requests that take at most `seconds`. */
export function shareWithin(source: Latency, seconds: number): number {
  const variable = seconds - source.delaySeconds;
  if (variable <= 0) return 0;
  return source.modes.reduce(
    (sum, mode) => sum + mode.share * normalCumulative(Math.log(variable / mode.medianSeconds) / mode.sigma),
    0,
  );
}

export function meanSeconds(source: Latency): number {
  const variable = source.modes.reduce(
    (sum, mode) => sum + mode.share * mode.medianSeconds * Math.exp((mode.sigma * mode.sigma) / 2),
    0,
  );
  return source.delaySeconds + variable;
}

/** The duration in seconds that a share `quantile` (0 to 1) of requests stays below; found by bisection on a log scale. */
export function quantileSeconds(source: Latency, quantile: number): number {
  let low = 1e-5;
  let high = 1e3;
  for (let round = 0; round < 40; round += 1) {
    const middle = Math.sqrt(low * high);
    if (shareWithin(source, middle) < quantile) low = middle;
    else high = middle;
  }
  return high;
}

// Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17: absolute error below 7.5e-8.
function normalCumulative(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return z >= 0 ? 1 - upper : upper;
}
