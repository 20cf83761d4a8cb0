import type { Evidence } from '@locum/contracts';
import type { QueryResult, TelemetryProvider } from '../sources/index.ts';

export interface WatchedProvider {
  readonly provider: TelemetryProvider;
  /** The evidence with the moment at which the source gave it, where that was before now. */
  dated(evidence: Evidence): Evidence;
}

/** Notes how old the cached results are that one question gets, so that its evidence says when they are from. */
export function watchAges(provider: TelemetryProvider, { anew }: { readonly anew: boolean }): WatchedProvider {
  const ages = new Map<string, number>();
  const note = (promql: string, result: QueryResult) => {
    // A stale result carries its own age into the evidence.
    if (result.ageSeconds !== undefined && result.staleSeconds === undefined) ages.set(promql, result.ageSeconds);
    return result;
  };
  return {
    provider: {
      ...provider,
      queryInstant: async (query, options) =>
        note(`instant ${query.promql}`, await provider.queryInstant(query, { ...options, anew })),
      queryRange: async (query, options) =>
        note(`range ${query.promql}`, await provider.queryRange(query, { ...options, anew })),
    },
    dated(evidence) {
      const ageSeconds = ages.get(`${evidence.request.kind} ${evidence.request.promql}`);
      if (ageSeconds === undefined) return evidence;
      return {
        ...evidence,
        evaluatedAt: new Date(Date.parse(evidence.evaluatedAt) - ageSeconds * 1000).toISOString(),
      };
    },
  };
}
