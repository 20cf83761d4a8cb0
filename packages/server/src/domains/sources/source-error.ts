import type { ErrorCode } from '@locum/contracts';
import { AppError } from '../../platform/errors.ts';

/** The codes a provider may fail with. */
export type SourceErrorCode = Extract<ErrorCode, `source_${string}`>;

export interface SourceErrorOptions {
  readonly hint: string;
  readonly cause?: unknown;
  readonly retryAfterSeconds?: number;
}

/** `hint` is shown to people; it names the reason and holds no credential. */
export function createSourceError(
  code: SourceErrorCode,
  { hint, cause, retryAfterSeconds }: SourceErrorOptions,
): AppError {
  return new AppError(code, { hint, cause, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
}

export function isSourceError(error: unknown): error is AppError {
  return error instanceof AppError && error.code.startsWith('source_');
}
