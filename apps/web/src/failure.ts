import { ApiError } from '@locum/client';

export interface FailureText {
  code: string;
  message: string;
  hint?: string | undefined;
  requestId?: string | undefined;
}

/** What to show of a failed call: the words of the error table, or that the fault is in this page. */
export function describeFailure(failure: unknown): FailureText {
  if (failure instanceof ApiError) {
    return { code: failure.code, message: failure.message, hint: failure.hint, requestId: failure.requestId };
  }
  return {
    code: 'page',
    message: 'Something failed in this page. Try again; if it stays, load the page again.',
  };
}

export function isFailure(failure: unknown, code: string): boolean {
  return failure instanceof ApiError && failure.code === code;
}
