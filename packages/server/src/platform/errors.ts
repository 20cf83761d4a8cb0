import { type ErrorCode, errorTable } from '@locum/contracts';

export interface AppErrorOptions {
  /** Public: what exactly to correct, in one or two sentences. Never holds secrets. */
  readonly hint?: string;
  /** For the log only. */
  readonly internal?: string;
  readonly cause?: unknown;
  /** Whether the same call may succeed when repeated unchanged. Default: status 502, 503 and 504 are. */
  readonly retryable?: boolean;
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/**
 * A broken invariant, failed infrastructure or an input that a caller must correct. The code chooses status and public
 * message from the table in contracts; `message` is internal and goes to the log.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.internal ?? options.hint ?? errorTable[code].message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? [502, 503, 504].includes(errorTable[code].status);
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  get publicMessage(): string {
    return errorTable[this.code].message;
  }
}

/** The nearest AppError in the chain of causes (libraries wrap ours), or null. */
export function findAppError(error: unknown): AppError | null {
  for (let current = error, depth = 0; current instanceof Error && depth < 10; current = current.cause, depth++) {
    if (current instanceof AppError) return current;
  }
  return null;
}
