import type { Clock } from '../../../platform/clock.ts';
import { findAppError } from '../../../platform/errors.ts';
import type { ModelFailure } from './failures.ts';

/** One call of a model, for metrics: nothing of what was said. */
export interface ModelCall {
  readonly provider: string;
  readonly operation: 'generate' | 'embed';
  /** `ok`, `refused`, `truncated`, `aborted` (by the caller or the time limit), or the code of the error. */
  readonly outcome: string;
  readonly durationMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface MeasureDeps {
  readonly clock: Clock;
  readonly onCall?: ((call: ModelCall) => void) | undefined;
}

type Spent = Pick<ModelCall, 'outcome' | 'inputTokens' | 'outputTokens'>;

const NOTHING_SPENT = { inputTokens: 0, outputTokens: 0 };

/** Reports one call with its time, its tokens and how it ended. */
export async function measureCall<T>(
  { clock, onCall }: MeasureDeps,
  kind: Pick<ModelCall, 'provider' | 'operation'>,
  {
    call,
    spent,
    explain,
    signal,
  }: {
    readonly call: () => Promise<T>;
    readonly spent: (result: T) => Spent;
    readonly explain: (error: unknown) => ModelFailure;
    readonly signal: AbortSignal;
  },
): Promise<T> {
  const startedAt = clock.monotonic();
  const report = (end: Spent) => onCall?.({ ...kind, ...end, durationMs: clock.monotonic() - startedAt });
  try {
    const result = await call();
    report(spent(result));
    return result;
  } catch (error) {
    const code = findAppError(error)?.code ?? explain(error).error.code;
    report({ ...NOTHING_SPENT, outcome: signal.aborted ? 'aborted' : code });
    throw error;
  }
}
