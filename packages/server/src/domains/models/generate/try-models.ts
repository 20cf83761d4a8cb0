import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../platform/clock.ts';
import { AppError } from '../../../platform/errors.ts';
import type { ModelFailure } from './failures.ts';

/** One of several models that may be asked. */
export interface Candidate {
  /** Distinguishes it among all models of this process. */
  readonly key: string;
  /** For people: `"name" at host`. */
  readonly label: string;
}

export interface TryOptions<C extends Candidate, T> {
  /** In order of preference; at least one. */
  readonly candidates: readonly C[];
  /** Asks once. What it throws is explained by `explain`. */
  ask(candidate: C, signal: AbortSignal): Promise<T>;
  explain(error: unknown, candidate: C): ModelFailure;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  /** Models that failed lately; shared by all calls. */
  readonly resting: RestingModels;
}

export interface Tried<C extends Candidate, T> {
  readonly candidate: C;
  readonly value: T;
  /** One sentence for every model that should have answered and did not. */
  readonly notices: readonly string[];
}

const ATTEMPTS = 3;
// The first of several may take this share of the time that is left, so that the next can still answer.
const SHARE = 0.6;

/**
 * Asks one model after another until one answers: up to three attempts each, with the waits that the provider asks for, all
 * within `timeoutMs`. Throws the failure of the preferred model when none answers, and the reason of `signal` when it ends.
 */
export async function tryModels<C extends Candidate, T>(options: TryOptions<C, T>): Promise<Tried<C, T>> {
  const { clock, resting, signal } = options;
  const deadline = clock.monotonic() + options.timeoutMs;
  const failures: { candidate: C; error: AppError }[] = [];
  const order = resting.last(options.candidates, clock.monotonic());
  for (const [position, candidate] of order.entries()) {
    const left = deadline - clock.monotonic();
    if (left <= 0) break;
    const isLast = position === order.length - 1;
    const outcome = await askOne(candidate, { ...options, timeoutMs: isLast ? left : left * SHARE, isLast });
    signal?.throwIfAborted();
    if (outcome.ok) {
      resting.wake(candidate.key);
      return { candidate, value: outcome.value, notices: noticesOf(failures, candidate) };
    }
    failures.push({ candidate, error: outcome.error });
    resting.rest(candidate.key, clock.monotonic());
  }
  const preferred = failures.find(({ candidate }) => candidate === options.candidates[0]) ?? failures[0];
  throw preferred?.error ?? new AppError('model_timeout');
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

async function askOne<C extends Candidate, T>(
  candidate: C,
  { ask, explain, timeoutMs, signal, clock, random, isLast }: TryOptions<C, T> & { readonly isLast: boolean },
): Promise<Outcome<T>> {
  const deadline = clock.monotonic() + timeoutMs;
  const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)));
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return { ok: true, value: await ask(candidate, either) };
    } catch (error) {
      if (timeout.aborted || either.aborted) return { ok: false, error: timeoutError(candidate, timeoutMs) };
      const failure = explain(error, candidate);
      const waitMs = failure.retryAfterMs ?? Math.floor(random() * 200 * 2 ** attempt);
      // Who asks for a long wait is not waited for while another model could answer.
      const fits = clock.monotonic() + waitMs < deadline && (isLast || waitMs < 1000);
      if (!failure.isRetryable || attempt + 1 >= ATTEMPTS || !fits) return { ok: false, error: failure.error };
      await sleep(waitMs, undefined, { signal: either }).catch(() => undefined);
    }
  }
}

function timeoutError({ label }: Candidate, timeoutMs: number): AppError {
  return new AppError('model_timeout', {
    hint: `${label} did not answer within ${Math.round(timeoutMs / 100) / 10} s.`,
  });
}

function noticesOf(failures: readonly { candidate: Candidate; error: AppError }[], answering: Candidate): string[] {
  return failures.map(({ candidate, error }) => {
    const reason = error.hint ?? `${candidate.label}: ${error.publicMessage}`;
    return `${reason.replace(/\.$/, '')}; ${answering.label} was asked instead.`;
  });
}

/** Remembers which models failed, so that the next question does not wait for them first. */
export interface RestingModels {
  rest(key: string, nowMs: number): void;
  wake(key: string): void;
  /** How many rest. */
  count(nowMs: number): number;
  /** The same candidates, those that rest at the end. */
  last<C extends Candidate>(candidates: readonly C[], nowMs: number): readonly C[];
}

const REST_MS = 30_000;

export function createRestingModels(): RestingModels {
  const until = new Map<string, number>();
  const has = (key: string, nowMs: number) => (until.get(key) ?? 0) > nowMs;
  return {
    rest: (key, nowMs) => void until.set(key, nowMs + REST_MS),
    wake: (key) => void until.delete(key),
    count: (nowMs) => [...until.values()].filter((end) => end > nowMs).length,
    last(candidates, nowMs) {
      const [resting, ready] = [true, false].map((wanted) =>
        candidates.filter(({ key }) => has(key, nowMs) === wanted),
      );
      return [...(ready ?? []), ...(resting ?? [])];
    },
  };
}
