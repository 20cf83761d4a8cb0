import { AppError, findAppError } from '../errors.ts';

// PostgreSQL error classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
const FULL = new Set(['53100', 'ENOSPC', 'EDQUOT']);
const UNAVAILABLE = new Set([
  ...['57P01', '57P02', '57P03', '53300', '3D000', '28000', '28P01', '58030'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH'],
]);
const CONFLICT = new Set(['40001', '40P01']);

// Raised by `pg` itself, without a code.
const LOST_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|pool after calling end|query read timeout/i;

/**
 * AppError `storage_full`, `storage_unavailable` or `conflict` when that is what a database error means; any other
 * error unchanged, since it is a fault of the statement or of ours.
 */
export function toStorageError(error: unknown): unknown {
  if (findAppError(error) !== null) return error;
  for (const link of causes(error)) {
    const code = codeOf(link);
    if (FULL.has(code) || /no space left on device/i.test(link.message)) return storageError('storage_full', error);
    if (CONFLICT.has(code)) return storageError('conflict', error);
    if (UNAVAILABLE.has(code) || code.startsWith('08') || LOST_CONNECTION.test(link.message)) {
      return storageError('storage_unavailable', error);
    }
  }
  return error;
}

function storageError(code: 'storage_full' | 'storage_unavailable' | 'conflict', cause: unknown): AppError {
  return new AppError(code, {
    internal: cause instanceof Error ? cause.message : String(cause),
    cause,
    retryable: code !== 'storage_full',
  });
}

/** The error, its causes, and what an AggregateError (several addresses tried) holds. */
function* causes(error: unknown, depth = 0): Generator<Error> {
  if (!(error instanceof Error) || depth > 5) return;
  yield error;
  if (error instanceof AggregateError) for (const part of error.errors) yield* causes(part, depth + 1);
  yield* causes(error.cause, depth + 1);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
