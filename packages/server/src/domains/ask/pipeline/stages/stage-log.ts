import type { StageName, Step } from '@locum/contracts';

/** What a stage hands back: its result, and one short line for whoever watches. */
export interface Staged<T> {
  readonly result: T;
  readonly summary: string;
}

/** Times stages and announces each as a step. */
export interface StageLog {
  run<T>(name: StageName, stage: () => Staged<T> | Promise<Staged<T>>): Promise<T>;
  readonly steps: readonly Step[];
}

export interface StageLogDeps {
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  readonly onStep?: ((step: Step) => void) | undefined;
}

export function createStageLog({ monotonic, onStep }: StageLogDeps): StageLog {
  const steps: Step[] = [];
  return {
    steps,
    async run(name, stage) {
      const startedAt = monotonic();
      const { result, summary } = await stage();
      const step = { name, summary, ms: Math.round((monotonic() - startedAt) * 100) / 100 };
      steps.push(step);
      onStep?.(step);
      return result;
    },
  };
}
