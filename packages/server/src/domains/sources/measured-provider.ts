import { AppError } from '../../platform/errors.ts';
import type { TelemetryProvider } from './provider.ts';

export interface SourceCall {
  readonly kind: string;
  readonly operation: string;
  /** `ok`, `aborted`, or the code of the error. */
  readonly outcome: string;
  readonly durationMs: number;
  readonly error?: AppError;
}

/** Reports every call to a source, with its outcome, to whoever counts and to whoever watches the source's health. */
export function createMeasuredProvider(
  provider: TelemetryProvider,
  report: (call: SourceCall) => void,
): TelemetryProvider {
  return new Proxy(provider, {
    get(target, property, receiver) {
      const member: unknown = Reflect.get(target, property, receiver);
      if (typeof member !== 'function' || property === 'close') return member;
      return async (...callArguments: unknown[]) => {
        const startedAt = performance.now();
        const finish = (outcome: string, error?: AppError) =>
          report({
            kind: target.kind,
            operation: String(property),
            outcome,
            durationMs: performance.now() - startedAt,
            ...(error === undefined ? {} : { error }),
          });
        try {
          const result: unknown = await Reflect.apply(member, target, callArguments);
          finish('ok');
          return result;
        } catch (error) {
          if (error instanceof AppError) finish(error.code, error);
          else finish('aborted');
          throw error;
        }
      };
    },
  });
}
