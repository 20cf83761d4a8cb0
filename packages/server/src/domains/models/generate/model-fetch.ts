import { AppError } from '../../../platform/errors.ts';

export interface ModelFetchOptions {
  readonly fetch: typeof globalThis.fetch;
  /** The one origin that data may go to. */
  readonly origin: string;
  /** Larger replies are cut off. */
  readonly maxBytes: number;
}

/**
 * A fetch for one recipient: it asks no other origin and follows no redirect (which would hand the prompt to whoever it
 * names), and it reads bounded replies only.
 */
export function createModelFetch({ fetch, origin, maxBytes }: ModelFetchOptions): typeof globalThis.fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) {
      throw new AppError('internal', { internal: `a model call to ${url.origin} where only ${origin} is permitted` });
    }
    const response = await fetch(input, { ...init, redirect: 'manual' });
    if (response.body === null) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(limitBytes(maxBytes)), { status, statusText, headers });
  };
}

function limitBytes(maxBytes: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) {
        controller.error(
          new AppError('model_protocol', { hint: `Its reply is larger than ${maxBytes / 1_000_000} MB.` }),
        );
      } else controller.enqueue(chunk);
    },
  });
}
