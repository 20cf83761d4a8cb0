import type { ErrorCode } from '@locum/contracts';
import { AppError } from '../../platform/errors.ts';

/** The codes a provider may fail with. */
export type SourceErrorCode = Extract<ErrorCode, `source_${string}`>;

/** `hint` is shown to people; it names the reason and holds no credential. */
export function createSourceError(
  code: SourceErrorCode,
  { hint, cause }: { readonly hint: string; readonly cause?: unknown },
): AppError {
  return new AppError(code, { hint, ...(cause === undefined ? {} : { cause }) });
}

export function isSourceError(error: unknown): error is AppError {
  return error instanceof AppError && error.code.startsWith('source_');
}
