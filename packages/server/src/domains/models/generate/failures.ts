import type { ErrorCode } from '@locum/contracts';

import { APICallError } from 'ai';
import { AppError, findAppError } from '../../../platform/errors.ts';

/** Why a call failed, without anything that was sent or received: errors of the model libraries carry prompts and keys. */
export interface ModelFailure {
  readonly error: AppError;
  /** Whether the same call may succeed soon. */
  readonly isRetryable: boolean;
  /** As the provider asked. */
  readonly retryAfterMs?: number | undefined;
  /** 400 and 422: what was sent is not understood. */
  readonly isMalformedRequest: boolean;
}

/** `label` names the model for people. Aborts must be told apart before. `now` is Unix milliseconds. */
export function toModelFailure(error: unknown, label: string, now: number): ModelFailure {
  const known = findAppError(error);
  if (known !== null) return { error: known, isRetryable: false, isMalformedRequest: false };
  if (!APICallError.isInstance(error)) {
    // A name such as TypeError or AI_NoOutputGeneratedError says enough; the message may quote the reply.
    const name = error instanceof Error ? error.name : typeof error;
    const failure = new AppError('model_protocol', { internal: `${label} failed with ${name}` });
    return { error: failure, isRetryable: true, isMalformedRequest: false };
  }
  const { statusCode: status, responseHeaders } = error;
  if (status === undefined) {
    const failure = new AppError('model_unreachable', { hint: `${label}: ${networkReason(error.cause)}.` });
    return { error: failure, isRetryable: true, isMalformedRequest: false };
  }
  const reason = providerReason(error.data);
  const hint = `${label} answered with status ${status}${reason === undefined ? '' : ` (${reason})`}.`;
  const retryAfterMs = readRetryAfter(responseHeaders, now);
  return {
    error: new AppError(codeOf(status), {
      hint: status < 300 ? `${label}: its reply could not be read.` : hint,
      ...(retryAfterMs === undefined ? {} : { retryAfterSeconds: retryAfterMs / 1000 }),
    }),
    isRetryable: isRetryable(status) && reason !== 'insufficient_quota',
    retryAfterMs,
    isMalformedRequest: status === 400 || status === 422,
  };
}

function codeOf(status: number): ErrorCode {
  if (status < 300) return 'model_protocol';
  if (status === 401 || status === 403) return 'model_unauthorised';
  if (status === 408 || status === 504) return 'model_timeout';
  return status === 402 || status === 429 || status >= 500 ? 'model_overloaded' : 'model_rejected';
}

// 529 is Anthropic's "overloaded". A reply that could not be read was cut or garbled on its way.
function isRetryable(status: number): boolean {
  return status < 300 || status === 408 || status === 429 || status >= 500;
}

/** Error codes are words of the provider's documentation; its messages may quote prompt or key. */
function providerReason(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('error' in data)) return undefined;
  const { error } = data;
  if (typeof error !== 'object' || error === null) return undefined;
  const candidates = ['code' in error ? error.code : undefined, 'type' in error ? error.type : undefined];
  return candidates.find((text): text is string => typeof text === 'string' && /^[a-z_]{3,40}$/.test(text));
}

/** Network errors are known by their code; messages may hold addresses with user info. */
function networkReason(cause: unknown): string {
  for (let current = cause, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1) {
    if ('code' in current && typeof current.code === 'string' && /^[A-Z_]{3,40}$/.test(current.code)) {
      return `the connection failed (${current.code})`;
    }
  }
  return 'the connection failed';
}

/** `retry-after-ms` (OpenAI), else `Retry-After` (RFC 9110, 10.2.3), in milliseconds from now. */
function readRetryAfter(headers: Record<string, string> | undefined, now: number): number | undefined {
  const precise = Number(headers?.['retry-after-ms']);
  if (precise > 0) return precise;
  const header = headers?.['retry-after']?.trim();
  if (header === undefined || header === '') return undefined;
  if (/^\d+(?:\.\d+)?$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
