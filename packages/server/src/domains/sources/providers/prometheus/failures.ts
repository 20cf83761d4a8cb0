import type { PrometheusSettings } from '@locum/contracts';
import { createSourceError } from '../../source-error.ts';
import { findEnvelopeError } from './envelope.ts';
import type { HttpReply } from './http-transport.ts';

interface NetworkFailure {
  readonly words: string;
  /** A later attempt may succeed without anybody changing something. */
  readonly mayRecover: boolean;
}

/** The reason of a failed connection in words, by the system's or OpenSSL's code. */
export function explainNetworkError(error: Error): NetworkFailure {
  const code = findCode(error);
  const known = code === undefined ? undefined : NETWORK_FAILURES[code];
  if (known !== undefined) return known;
  if (code !== undefined && (code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_') || code === 'EPROTO')) {
    return { words: 'The TLS handshake failed; check that the address should start with https.', mayRecover: false };
  }
  return { words: `The connection failed${code === undefined ? '' : ` (${code})`}.`, mayRecover: true };
}

const untrusted = {
  words: 'Its TLS certificate is not signed by a known authority; add the authority (CA) or pin the certificate.',
  mayRecover: false,
};
const cutOff = { words: 'It closed the connection before the answer was complete.', mayRecover: true };
const garbage = { words: 'It does not speak HTTP.', mayRecover: false };

const NETWORK_FAILURES: Readonly<Record<string, NetworkFailure>> = {
  ENOTFOUND: { words: 'The host name is unknown (DNS).', mayRecover: false },
  EAI_AGAIN: { words: 'The name server did not answer (DNS).', mayRecover: true },
  ECONNREFUSED: { words: 'Nothing listens at that address (connection refused).', mayRecover: true },
  ECONNRESET: cutOff,
  EPIPE: cutOff,
  UND_ERR_SOCKET: cutOff,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: cutOff,
  Z_BUF_ERROR: cutOff,
  EHOSTUNREACH: { words: 'There is no route to that host.', mayRecover: true },
  ENETUNREACH: { words: 'There is no route to that network.', mayRecover: true },
  ETIMEDOUT: { words: 'The host did not answer the connection in time.', mayRecover: true },
  UND_ERR_CONNECT_TIMEOUT: { words: 'The host did not answer the connection in time.', mayRecover: true },
  CERT_HAS_EXPIRED: { words: 'Its TLS certificate has expired.', mayRecover: false },
  CERT_NOT_YET_VALID: { words: 'Its TLS certificate is not valid yet; compare the clocks.', mayRecover: false },
  CERT_PIN_MISMATCH: { words: 'Its TLS certificate is not the pinned one.', mayRecover: false },
  ERR_TLS_CERT_ALTNAME_INVALID: { words: 'Its TLS certificate is for another host name.', mayRecover: false },
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  Z_DATA_ERROR: { words: 'Its compressed answer is damaged.', mayRecover: true },
  UND_ERR_HEADERS_OVERFLOW: garbage,
};

/** The error a failed attempt ends in: its code, a hint in words, and no credential even when the server echoes one. */
export function describeFailure(outcome: Error | HttpReply, settings: PrometheusSettings): Error {
  if (outcome instanceof Error) {
    const code = findCode(outcome) ?? '';
    const hint = explainNetworkError(outcome).words;
    const isForeign = code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW';
    return createSourceError(isForeign ? 'source_protocol' : 'source_unreachable', {
      hint: isForeign ? garbage.words : hint,
    });
  }
  const said = findEnvelopeError(outcome);
  const words = said === null ? undefined : redact(said.error, settings).slice(0, 1_000);
  return describeReply(outcome, said?.errorType, words);
}

function describeReply({ status }: HttpReply, errorType: string | undefined, words: string | undefined): Error {
  const hint = words === undefined || words === '' ? `It answered HTTP ${status}.` : words;
  if (status === 401 || status === 403)
    return createSourceError('source_unauthorised', { hint: `It answered HTTP ${status}.` });
  if (errorType === 'timeout' || errorType === 'canceled') return createSourceError('source_timeout', { hint });
  if (status === 429) return createSourceError('source_overloaded', { hint });
  if ((status === 400 || status === 422) && words !== undefined)
    return createSourceError('source_query_rejected', { hint });
  if (status === 413) return createSourceError('source_query_rejected', { hint });
  if (status === 503) return createSourceError('source_overloaded', { hint });
  if (status === 504) return createSourceError('source_timeout', { hint });
  if (status >= 500) return createSourceError('source_unreachable', { hint });
  return createSourceError('source_protocol', { hint });
}

/** A gateway may quote the request in its answer. */
function redact(text: string, { auth, headers, url }: PrometheusSettings): string {
  const secrets = [decodeURIComponent(new URL(url).password), ...Object.values(headers)];
  if (auth.type === 'bearer') secrets.push(auth.token);
  if (auth.type === 'basic')
    secrets.push(auth.password, Buffer.from(`${auth.username}:${auth.password}`).toString('base64'));
  return secrets
    .filter((secret) => secret.length >= 4)
    .reduce((cleaned, secret) => cleaned.replaceAll(secret, '[redacted]'), text);
}

function findCode(error: Error): string | undefined {
  const seen = new Set<unknown>();
  for (let current: unknown = error; current instanceof Error && !seen.has(current); current = current.cause) {
    seen.add(current);
    if ('code' in current && typeof current.code === 'string') return current.code;
    if (current instanceof AggregateError && current.errors[0] instanceof Error) return findCode(current.errors[0]);
  }
  return undefined;
}
