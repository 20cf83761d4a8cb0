import { createSourceError } from '../../source-error.ts';
import type { HttpReply } from './http-transport.ts';

export interface Envelope {
  readonly data: unknown;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** What the server said about a failed request, when it said it in the protocol's own form. */
export interface EnvelopeError {
  /** `bad_data`, `timeout`, `canceled`, `execution`, `internal`, `unavailable`, `not_found`, … */
  readonly errorType: string;
  readonly error: string;
}

/**
 * Reads the JSON envelope of the Prometheus HTTP API (prometheus.io/docs/prometheus/latest/querying/api/#format-overview).
 * Throws `source_protocol` with what came instead: HTML, an empty body, or text that is not JSON.
 */
export function parseEnvelope(reply: HttpReply): Envelope {
  const json = parseJson(reply);
  if (!isRecord(json) || json.status !== 'success') {
    throw createSourceError('source_protocol', { hint: 'It answered JSON that is not in the form of Prometheus.' });
  }
  return { data: json.data, warnings: readStrings(json.warnings), infos: readStrings(json.infos) };
}

/** The error in a reply's envelope, or null when the reply has none. */
export function findEnvelopeError(reply: HttpReply): EnvelopeError | null {
  try {
    const json: unknown = JSON.parse(reply.body);
    if (!isRecord(json) || json.status !== 'error') return null;
    return { errorType: String(json.errorType ?? ''), error: String(json.error ?? '') };
  } catch {
    return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(reply: HttpReply): unknown {
  const start = reply.body.slice(0, 200).trimStart();
  if (start === '') throw createSourceError('source_protocol', { hint: 'It answered nothing.' });
  if (start.startsWith('<')) throw createSourceError('source_protocol', { hint: 'It answered a web page (HTML).' });
  try {
    return JSON.parse(reply.body);
  } catch (cause) {
    throw createSourceError('source_protocol', { hint: 'It answered text that is not JSON.', cause });
  }
}

function readStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
