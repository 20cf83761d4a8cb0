import type { QueryPlan } from '@locum/contracts';
import { formatDuration } from '@locum/promql';

/** The query in Prometheus's own page. Not every source of the protocol has that page; the link then finds nothing. */
export function exploreUrl(baseUrl: string, { promql, kind, startSeconds, endSeconds }: QueryPlan): string {
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/graph`);
  const rangeSeconds = Math.max(60, Math.round(endSeconds - (startSeconds ?? endSeconds - 3600)));
  url.searchParams.set('g0.expr', promql);
  url.searchParams.set('g0.tab', kind === 'range' ? '0' : '1');
  url.searchParams.set('g0.range_input', formatDuration(rangeSeconds * 1000));
  url.searchParams.set('g0.end_input', new Date(endSeconds * 1000).toISOString().slice(0, 19).replace('T', ' '));
  return url.href;
}
