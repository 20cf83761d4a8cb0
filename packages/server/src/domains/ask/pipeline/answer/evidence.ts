import type { Evidence } from '@locum/contracts';
import type { QueryResult } from '../../../sources/index.ts';
import type { QueryWindow } from '../query-window.ts';
import { digestOf, toMetricResult } from './metric-result.ts';

export interface EvidenceSource {
  readonly id: string;
  readonly name: string;
  /** Version the source reported; empty when unknown. */
  readonly version: string;
}

export interface EvidenceInput {
  readonly id: string;
  readonly source: EvidenceSource;
  readonly promql: string;
  readonly window: QueryWindow;
  /** How long before its evaluation the query reads: its values are of that time. */
  readonly backSeconds: number;
  readonly result: QueryResult;
  /** Milliseconds since the epoch. */
  readonly evaluatedAtMs: number;
}

const MOST_WARNINGS = 10;

/** Everything needed to believe a number, and to ask for it again. */
export function createEvidence({
  id,
  source,
  promql,
  window,
  backSeconds,
  result,
  evaluatedAtMs,
}: EvidenceInput): Evidence {
  const bounded = toMetricResult(result, window, backSeconds);
  const { staleSeconds } = result;
  return {
    id,
    kind: 'metric_result',
    sourceId: source.id,
    sourceName: source.name,
    ...(source.version !== '' && { sourceRevision: source.version }),
    request: {
      promql,
      kind: window.kind,
      endSeconds: window.endSeconds,
      ...(window.kind === 'range' && { startSeconds: window.startSeconds, stepSeconds: window.stepSeconds }),
    },
    evaluatedAt: new Date(evaluatedAtMs - (staleSeconds ?? 0) * 1000).toISOString(),
    ...(staleSeconds !== undefined && { staleSeconds }),
    warnings: [...result.warnings, ...result.infos].slice(0, MOST_WARNINGS),
    result: bounded,
    digest: digestOf(bounded),
  };
}
