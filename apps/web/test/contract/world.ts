import type { Answer, CatalogMetric, CatalogStatus, ErrorCode, HistoryEntry, Source } from '@locum/contracts';
import { inventMetrics, statusOf } from './catalog.ts';

/** Everything the contract server says, and what the page did. */
export interface World {
  isSignedIn: boolean;
  role: 'admin' | 'member';
  linkToken: string;
  sources: Source[];
  metrics: CatalogMetric[];
  catalog: CatalogStatus;
  answers: Answer[];
  history: HistoryEntry[];
  feedback: { id: string; verdict: string; promql?: string | undefined }[];
  asked: {
    question: string;
    promql?: string | undefined;
    previousQuestionId?: string | undefined;
    range?: unknown;
    anew?: boolean | undefined;
  }[];
  /** `GET /api/v1/metrics` → the error it replies. */
  failures: Map<string, ErrorCode>;
  /** Paths that never answer. */
  slow: string[];
  stageMs: number;
  /** Cut the stream of a question after this many events. */
  cutAfter: number | null;
  examples: string[];
}

export const shopSource: Source = {
  id: 's1',
  name: 'Shop',
  kind: 'prometheus',
  url: 'http://127.0.0.1:9090',
  isDefault: true,
  health: { state: 'up', checkedAt: new Date().toISOString(), version: '2.42.0', flavour: 'prometheus' },
  createdAt: new Date().toISOString(),
};

/** A healthy installation with a catalog and nothing asked yet. */
export function createWorld(): World {
  return {
    isSignedIn: true,
    role: 'admin',
    linkToken: 'one-time-token-0123456789',
    sources: [shopSource],
    metrics: inventMetrics(312),
    catalog: statusOf('ready', 312),
    ...{ answers: [], history: [], feedback: [], asked: [] },
    failures: new Map(),
    ...{ slow: [], stageMs: 0, cutAfter: null },
    examples: [
      'How slow is checkout?',
      'top of memory by instance',
      'How many targets are up?',
      'Which service has errors?',
    ],
  };
}

/** Puts a server's world back to the start between tests. */
export function resetWorld(world: World): void {
  Object.assign(world, createWorld());
}
