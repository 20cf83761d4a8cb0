import { randomUUID } from 'node:crypto';
import { type Answer, prometheusSettings, type Step, type TimeRange } from '@locum/contracts';
import { loadConfiguredKnowledge } from './configured-knowledge.ts';
import {
  builtInPlanner,
  createGroundCache,
  createStageLog,
  type Planner,
  type PreparedQuery,
  prepareQuery,
  runPipeline,
  type Unprepared,
  withAskableSuggestions,
} from './domains/ask/index.ts';
import { discover, loadLexicon } from './domains/catalog/index.ts';
import { createPrometheusProvider } from './domains/sources/index.ts';

/** Asking without a server or a database: one Prometheus, discovered at the start, the built-in planner. */
export interface OfflineAsk {
  /** Plans, checks and costs; sends nothing to the source. */
  prepare(question: string): Promise<PreparedQuery | Unprepared>;
  /** The whole answer. */
  ask(question: string, options?: OfflineQuestion): Promise<Answer>;
  close(): Promise<void>;
}

export interface OfflineQuestion {
  readonly range?: TimeRange | undefined;
  /** Unix seconds; default: the moment of the call. */
  readonly now?: number | undefined;
  readonly onStep?: (step: Step) => void;
  readonly signal?: AbortSignal;
}

export interface OfflineOptions {
  readonly prometheusUrl: string;
  /** Unix seconds; "now" for discovery and planning. */
  readonly now: number;
  readonly budgetSamples?: number;
  /** Default: the built-in one. */
  readonly planner?: Planner;
  readonly signal?: AbortSignal;
}

const BUDGET_SAMPLES = 50_000_000;

/** Throws the provider's AppError when the Prometheus cannot be discovered. */
export async function openOffline(options: OfflineOptions): Promise<OfflineAsk> {
  const { prometheusUrl, now, budgetSamples = BUDGET_SAMPLES, planner = builtInPlanner, signal } = options;
  const provider = createPrometheusProvider(prometheusSettings.parse({ url: prometheusUrl }));
  const knowledge = loadConfiguredKnowledge();
  const snapshot = await discover(provider, { now, knowledge, ...(signal && { signal }) }).catch(
    async (error: unknown) => {
      await provider.close();
      throw error;
    },
  );
  const deps = {
    snapshot,
    grounds: createGroundCache(knowledge, loadLexicon()),
    planner,
    budgetSamples,
  };
  const monotonic = () => performance.now();
  const source = { id: 'offline', name: new URL(prometheusUrl).host };
  return {
    prepare: (question) => prepareQuery({ question, now }, deps, createStageLog({ monotonic })),
    async ask(question, { range, now: moment, onStep, signal: stop } = {}) {
      const startedAt = monotonic();
      const nowMs = moment === undefined ? Date.now() : moment * 1000;
      const log = createStageLog({ monotonic, onStep });
      const input = { question, now: nowMs / 1000, range, signal: stop };
      const drafted = await runPipeline(input, { ...deps, provider, source, nowMs: () => nowMs }, log);
      const draft = await withAskableSuggestions(drafted, input, deps);
      const askedAt = new Date(nowMs).toISOString();
      return {
        id: randomUUID(),
        question,
        ...draft,
        cached: false,
        steps: [...log.steps],
        askedAt,
        ms: monotonic() - startedAt,
      };
    },
    close: () => provider.close(),
  };
}
