import type { BuildInfo } from '../../sources/index.ts';

/**
 * The release of Prometheus whose PromQL a server understands; empty when unknown. Mimir and Thanos count their own versions, and
 * VictoriaMetrics names an old Prometheus for compatibility's sake: they are taken for 2.45, whose language (July 2023) all of
 * their releases since then carry.
 */
export function promqlVersionOf({ version, flavour }: BuildInfo): string {
  if (flavour === 'prometheus') return version;
  return flavour === 'unknown' ? '' : '2.45.0';
}
