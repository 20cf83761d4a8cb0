import { prometheusSettings } from '@locum/contracts';
import {
  builtInPlanner,
  createGroundCache,
  createStageLog,
  type PreparedQuery,
  prepareQuery,
  type Unprepared,
} from './domains/ask/index.ts';
import { discover, loadKnowledge, loadLexicon } from './domains/catalog/index.ts';
import { createPrometheusProvider } from './domains/sources/index.ts';

/** Asking without a server or a database: one Prometheus, discovered at the start, the built-in planner. */
export interface OfflineAsk {
  /** Plans, checks and costs; sends nothing to the source. */
  prepare(question: string): Promise<PreparedQuery | Unprepared>;
  close(): Promise<void>;
}

export interface OfflineOptions {
  readonly prometheusUrl: string;
  /** Unix seconds; "now" for discovery and planning. */
  readonly now: number;
  readonly budgetSamples?: number;
  readonly signal?: AbortSignal;
}

const BUDGET_SAMPLES = 50_000_000;

/** Throws the provider's AppError when the Prometheus cannot be discovered. */
export async function openOffline(options: OfflineOptions): Promise<OfflineAsk> {
  const { prometheusUrl, now, budgetSamples = BUDGET_SAMPLES, signal } = options;
  const provider = createPrometheusProvider(prometheusSettings.parse({ url: prometheusUrl }));
  const knowledge = loadKnowledge();
  const snapshot = await discover(provider, { now, knowledge, ...(signal && { signal }) }).catch(
    async (error: unknown) => {
      await provider.close();
      throw error;
    },
  );
  const deps = {
    snapshot,
    grounds: createGroundCache(knowledge, loadLexicon()),
    planner: builtInPlanner,
    budgetSamples,
  };
  return {
    prepare: (question) =>
      prepareQuery({ question, now }, deps, createStageLog({ monotonic: () => performance.now() })),
    close: () => provider.close(),
  };
}
