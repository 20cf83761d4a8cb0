import { createHash, timingSafeEqual } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { PrometheusSettings } from '@locum/contracts';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import { createSourceError } from '../../source-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, with its query. */
  readonly path: string;
  /** Form-encoded. */
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/**
 * HTTP to one server: credentials, TLS, gzip, redirects within the origin, and a cap on the decompressed size.
 * Throws `source_protocol` for a redirect elsewhere (credentials never follow one), `source_response_too_large`,
 * the reason of an abort, or the network's error as it is.
 */
export interface HttpTransport {
  send(request: HttpRequest): Promise<HttpReply>;
  close(): Promise<void>;
}

export interface HttpTransportOptions {
  readonly settings: PrometheusSettings;
  readonly connections: number;
  readonly maxResponseBytes: number;
}

const MAX_REDIRECTS = 3;

export function createHttpTransport({ settings, connections, maxResponseBytes }: HttpTransportOptions): HttpTransport {
  const base = new URL(settings.url);
  const basePath = base.pathname.replace(/\/+$/, '');
  const headers = buildHeaders(settings, base);
  const pool = new Pool(base.origin, { connections, connect: buildConnect(settings) });

  async function follow(request: HttpRequest, path: string, redirects: number): Promise<HttpReply> {
    const reply = await pool.request({
      method: request.method,
      path,
      headers:
        request.body === undefined ? headers : { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      ...(request.body === undefined ? {} : { body: request.body }),
      signal: request.signal,
      // The caller's signal is the only clock: undici's own timeouts are coarser and say less.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const replyHeaders = flattenHeaders(reply.headers);
    if (isRedirect(reply.statusCode) && replyHeaders.location !== undefined) {
      reply.body.on('error', () => {}).destroy();
      const target = new URL(replyHeaders.location, new URL(path, base));
      if (target.origin !== base.origin) throw redirectError(`to ${target.origin}; enter that address instead`);
      if (redirects >= MAX_REDIRECTS) throw redirectError('in circles');
      return follow(request, `${target.pathname}${target.search}`, redirects + 1);
    }
    return {
      status: reply.statusCode,
      headers: replyHeaders,
      body: await readBody(reply.body, replyHeaders['content-encoding'], maxResponseBytes),
    };
  }

  return {
    send: (request) => follow(request, `${basePath}${request.path}`, 0),
    close: () => pool.destroy(),
  };
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function redirectError(where: string) {
  return createSourceError('source_protocol', { hint: `The address redirects ${where}.` });
}

function buildHeaders(settings: PrometheusSettings, base: URL): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-encoding': 'gzip, deflate, br' };
  for (const [name, value] of Object.entries(settings.headers)) headers[name.toLowerCase()] = value;
  if (settings.tenant !== undefined && settings.tenant !== '') headers['x-scope-orgid'] = settings.tenant;
  const authorization = buildAuthorization(settings, base);
  if (authorization !== undefined) headers.authorization = authorization;
  return headers;
}

function buildAuthorization({ auth }: PrometheusSettings, base: URL): string | undefined {
  if (auth.type === 'bearer') return `Bearer ${auth.token}`;
  if (auth.type === 'basic') return basic(auth.username, auth.password);
  if (base.username === '') return undefined;
  return basic(decodeURIComponent(base.username), decodeURIComponent(base.password));
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function buildConnect({ tls, timeoutMs }: PrometheusSettings): buildConnector.connector | buildConnector.BuildOptions {
  const pin = tls?.pinnedSha256 === undefined ? undefined : parseFingerprint(tls.pinnedSha256);
  const options: buildConnector.BuildOptions = {
    timeout: Math.min(timeoutMs, 10_000),
    ...(tls?.caPem === undefined ? {} : { ca: tls.caPem }),
    // The pinned certificate is trusted for itself, whoever signed it.
    ...(tls?.insecureSkipVerify === true || pin !== undefined ? { rejectUnauthorized: false } : {}),
    // A resumed session carries no certificate to compare with the pin.
    ...(pin === undefined ? {} : { maxCachedSessions: 0 }),
  };
  return pin === undefined ? options : pinConnector(buildConnector(options), pin);
}

function parseFingerprint(text: string): Buffer {
  return Buffer.from(text.replace(/[^0-9a-f]/gi, ''), 'hex');
}

function pinConnector(connect: buildConnector.connector, pin: Buffer): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...result) => {
      const [error, socket] = result;
      if (error !== null || !('getPeerX509Certificate' in socket)) return callback(...result);
      const certificate = socket.getPeerX509Certificate()?.raw ?? Buffer.alloc(0);
      const fingerprint = createHash('sha256').update(certificate).digest();
      if (pin.length === fingerprint.length && timingSafeEqual(pin, fingerprint)) return callback(...result);
      socket.destroy();
      callback(Object.assign(new Error('The certificate is not the pinned one.'), { code: 'CERT_PIN_MISMATCH' }), null);
    });
}

function flattenHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

async function readBody(body: Readable, encoding: string | undefined, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const plain = decompress(body, encoding);
  try {
    for await (const chunk of plain) {
      size += chunk.length;
      if (size > maxBytes) {
        throw createSourceError('source_response_too_large', { hint: `The limit is ${maxBytes / 2 ** 20} MiB.` });
      }
      chunks.push(chunk);
    }
  } finally {
    // Leaving early must not hold the connection until the server has sent the rest; a late error is of no interest.
    body.on('error', () => {}).destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

function decompress(body: Readable, encoding: string | undefined): Readable {
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : undefined;
  // `pipeline` destroys the decoder with the network's error, which the loop over it then throws.
  return decoder === undefined ? body : pipeline(body, decoder, () => {});
}
