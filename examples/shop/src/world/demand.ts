import { hashText } from './random.ts';

const peakVisitsPerSecond = 4;
const peakHourUtc = 15;
const quietestShare = 0.3;
const weekendShare = 0.8;
const wobbleKnotMs = 600_000;
const wobbleShare = 0.08;
const dayMs = 86_400_000;

/**
 * Customer visits per second expected at a moment (epoch milliseconds): a daily wave with its peak in the afternoon (UTC),
 * quieter weekends and a slow wobble. Live traffic and written history both follow it, so their rates meet.
 */
export function visitsPerSecond(atMs: number, seed: string): number {
  const hour = (atMs % dayMs) / 3_600_000;
  const wave = (1 + Math.cos(((hour - peakHourUtc) / 24) * 2 * Math.PI)) / 2;
  const day = new Date(atMs).getUTCDay();
  const week = day === 0 || day === 6 ? weekendShare : 1;
  return peakVisitsPerSecond * (quietestShare + (1 - quietestShare) * wave) * week * wobble(atMs, seed);
}

function wobble(atMs: number, seed: string): number {
  const knot = Math.floor(atMs / wobbleKnotMs);
  const share = atMs / wobbleKnotMs - knot;
  const eased = share * share * (3 - 2 * share);
  return 1 + wobbleShare * (knotValue(knot, seed) * (1 - eased) + knotValue(knot + 1, seed) * eased);
}

function knotValue(knot: number, seed: string): number {
  return (hashText(`${seed}:${knot}`) / 4_294_967_296) * 2 - 1;
}
