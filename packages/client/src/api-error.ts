import { type ErrorCode, errorReply, errorTable } from '@locum/contracts';

/** What a failed call says. `connection_failed` is ours: no reply came, or one that is not Locum's. */
export type ApiErrorCode = ErrorCode | 'connection_failed';

/** `message` says what to do next and may be shown as it is; `hint` names the particulars. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  /** HTTP status; 0 when no reply came. */
  readonly status: number;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ApiErrorCode,
    options: {
      message: string;
      status: number;
      hint?: string | undefined;
      requestId?: string | undefined;
      retryAfterSeconds?: number | undefined;
      cause?: unknown;
    },
  ) {
    super(options.message, { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.hint = options.hint;
    this.requestId = options.requestId;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Whoever makes the connection may know better what went wrong: an ApiError stays as it is. */
export function connectionFailed(baseUrl: string, cause?: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  const message = `Locum did not answer at ${baseUrl}. Check that it runs there, and try again.`;
  return new ApiError('connection_failed', { message, status: 0, cause });
}

/** The error in a reply that is not 2xx. A body of another program (a proxy) becomes `connection_failed` with its status. */
export async function readError(response: Response, baseUrl: string): Promise<ApiError> {
  const parsed = errorReply.safeParse(await response.json().catch(() => null));
  const { status } = response;
  if (!parsed.success || !isErrorCode(parsed.data.error.code)) {
    const message = `Something between here and Locum at ${baseUrl} answered with status ${status}. Try again in a moment.`;
    return new ApiError('connection_failed', { message, status });
  }
  const { code, message, hint, requestId } = parsed.data.error;
  const retryAfter = Number(response.headers.get('retry-after'));
  return new ApiError(code, {
    message,
    status,
    hint,
    requestId,
    retryAfterSeconds: retryAfter > 0 ? retryAfter : undefined,
  });
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}
