import { ApiError } from '@locum/client';

export interface Patience {
  /** Where Locum should be, for messages. */
  readonly baseUrl: string;
  /** How long the other side may be silent: before its reply, and between two parts of it. A server with a stream open speaks every 15 s. */
  readonly timeoutMs: number;
}

/** `fetch` that neither waits for ever nor takes another program for Locum. What goes wrong says what to check. */
export function createPatientFetch(patience: Patience): typeof fetch {
  return async (input, init) => {
    const silence = new AbortController();
    const giveUp = () => silence.abort(new DOMException('silent for too long', 'TimeoutError'));
    let timer = setTimeout(giveUp, patience.timeoutMs);
    const request = new Request(input, init);
    const fail = (cause: unknown): unknown => {
      clearTimeout(timer);
      return request.signal.aborted ? request.signal.reason : toConnectionError(cause, patience);
    };
    try {
      const response = await fetch(request, { signal: AbortSignal.any([request.signal, silence.signal]) });
      checkIsLocum(response, patience.baseUrl);
      const parts = response.body ?? [];
      const watched = async function* () {
        try {
          for await (const part of parts) {
            clearTimeout(timer);
            yield part;
            timer = setTimeout(giveUp, patience.timeoutMs);
          }
        } catch (cause) {
          throw fail(cause);
        } finally {
          clearTimeout(timer);
        }
      };
      const { status, statusText, headers } = response;
      return new Response(ReadableStream.from(watched()), { status, statusText, headers });
    } catch (cause) {
      throw fail(cause);
    }
  };
}

// Every reply of Locum has a request id, and is JSON or a stream of events.
function checkIsLocum({ status, headers }: Response, baseUrl: string): void {
  const type = headers.get('content-type') ?? 'nothing readable';
  if (headers.has('x-request-id') && /^(application\/json|text\/event-stream)\b/.test(type)) return;
  const message = [502, 503, 504].includes(status)
    ? `A proxy answers at ${baseUrl}, with status ${status}: Locum does not run behind it, or is just starting.`
    : `What answers at ${baseUrl} is not Locum: it sent ${type.split(';')[0]} with status ${status}. Check the address and the port.`;
  throw new ApiError('connection_failed', { message, status });
}

const REFUSED = ['ECONNREFUSED'];
const UNKNOWN_HOST = ['ENOTFOUND', 'EAI_AGAIN'];
const BROKEN = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];
const UNREACHABLE = ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'EACCES', 'EPERM'];

/** Codes of Node (errors of the system, of TLS, `HPE_…` of its parser of HTTP) and of undici, its `fetch`. */
function toConnectionError(cause: unknown, patience: Patience): ApiError {
  if (cause instanceof ApiError) return cause;
  return new ApiError('connection_failed', { message: describe(cause, patience), status: 0, cause });
}

function describe(cause: unknown, { baseUrl, timeoutMs }: Patience): string {
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return `Locum at ${baseUrl} was silent for ${timeoutMs / 1000} s. It may be busy or stuck: its log says more. --timeout waits longer.`;
  const code = findCode(cause);
  if (REFUSED.includes(code))
    return `Nothing listens at ${baseUrl}. Start Locum there with \`locum serve\`, or name its address with --server.`;
  if (UNKNOWN_HOST.includes(code)) return `The host of ${baseUrl} is not known here. Check how its name is spelt.`;
  if (BROKEN.includes(code))
    return `The connection to ${baseUrl} broke before the reply was complete. Check whether Locum still runs there, and try again.`;
  if (UNREACHABLE.includes(code))
    return `${baseUrl} cannot be reached from here (${code}). Check the network, and firewalls on the way.`;
  if (code.startsWith('HPE_')) return `What listens at ${baseUrl} does not speak HTTP. Check the address and the port.`;
  if (/SSL|TLS|CERT|SELF_SIGNED|EPROTO/.test(code))
    return `No trusted TLS connection to ${baseUrl} (${code}). Check http:// or https://; NODE_EXTRA_CA_CERTS names a file with your own authority.`;
  return `Locum did not answer at ${baseUrl}${code === '' ? '' : ` (${code})`}. Check that it runs there, and try again.`;
}

/** `fetch` wraps what happened, once or twice. */
function findCode(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current.name === 'HTTPParserError') return 'HPE_INVALID';
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return '';
}
