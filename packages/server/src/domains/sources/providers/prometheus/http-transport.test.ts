import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { prometheusSettings } from '@locum/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { createPrometheusProvider } from './provider.ts';

const read = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const CERTIFICATE = read('self-signed.cert.pem');
const KEY = read('self-signed.key.pem');
const FINGERPRINT = new X509Certificate(CERTIFICATE).fingerprint256;
const EMPTY = JSON.stringify({ status: 'success', data: [] });

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener, tls = false): Promise<string> {
  const server = tls ? createTlsServer({ cert: CERTIFICATE, key: KEY }, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
}

function connect(settings: object) {
  const provider = createPrometheusProvider(prometheusSettings.parse(settings), { retries: 0 });
  closers.push(() => void provider.close());
  return provider;
}

describe('what a request carries', () => {
  async function headersWith({
    userInfo,
    ...settings
  }: {
    userInfo?: true;
    [setting: string]: unknown;
  }): Promise<IncomingHttpHeaders & { path?: string }> {
    const seen: IncomingHttpHeaders & { path?: string } = {};
    const url = await serve((request, response) => {
      Object.assign(seen, request.headers, { path: request.url });
      response.end(EMPTY);
    });
    const base = new URL(`${url}/prometheus/`);
    if (userInfo) [base.username, base.password] = ['ann', 'p@ss word'];
    await connect({ url: base.href, ...settings }).labelNames({});
    return seen;
  }

  it('keeps the path of the base URL', async () => {
    expect((await headersWith({})).path).toBe('/prometheus/api/v1/labels');
  });

  it('has the tenant and the extra headers', async () => {
    const headers = await headersWith({ tenant: 'shop', headers: { 'X-Team': 'payments' } });
    expect(headers).toMatchObject({ 'x-scope-orgid': 'shop', 'x-team': 'payments' });
  });

  it('has basic or bearer credentials, from the settings or from the URL', async () => {
    const basic = { auth: { type: 'basic', username: 'ann', password: 'p@ss word' } };
    const expected = `Basic ${Buffer.from('ann:p@ss word').toString('base64')}`;
    expect((await headersWith(basic)).authorization).toBe(expected);
    expect((await headersWith({ userInfo: true })).authorization).toBe(expected);
    expect((await headersWith({ auth: { type: 'bearer', token: 't0' } })).authorization).toBe('Bearer t0');
  });
});

describe('redirects', () => {
  it('are followed within the server', async () => {
    const url = await serve((request, response) => {
      if (request.url?.startsWith('/prom/') === true) response.end(EMPTY);
      else response.writeHead(308, { location: `/prom${request.url}` }).end();
    });
    expect(await connect({ url }).labelNames({})).toEqual([]);
  });

  // proves: SRC-06
  it('to another host are refused, and no byte is sent there', async () => {
    let visits = 0;
    const elsewhere = await serve((_, response) => {
      visits += 1;
      response.end(EMPTY);
    });
    const url = await serve((_, response) => response.writeHead(302, { location: `${elsewhere}/login` }).end());
    const call = connect({ url, auth: { type: 'bearer', token: 'secret-token' } }).labelNames({});
    await expect(call).rejects.toMatchObject({ code: 'source_protocol', hint: expect.stringContaining(elsewhere) });
    expect(visits).toBe(0);
  });

  it('in a circle end', async () => {
    const url = await serve((request, response) => response.writeHead(302, { location: request.url ?? '/' }).end());
    await expect(connect({ url }).labelNames({})).rejects.toMatchObject({ code: 'source_protocol' });
  });
});

describe('compressed answers', () => {
  it('are unpacked', async () => {
    const body = gzipSync(JSON.stringify({ status: 'success', data: ['job'] }));
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(body));
    expect(await connect({ url }).labelNames({})).toEqual(['job']);
  });

  it('that are cut short or damaged are failures of the source', async () => {
    const body = gzipSync(JSON.stringify({ status: 'success', data: ['job'] }));
    for (const broken of [body.subarray(0, body.length - 12), Buffer.from('not gzip at all')]) {
      const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(broken));
      await expect(connect({ url }).labelNames({})).rejects.toMatchObject({ code: 'source_unreachable' });
    }
  });

  it('count with their unpacked size against the limit', async () => {
    const body = gzipSync(JSON.stringify({ status: 'success', data: ['x'.repeat(2_000_000)] }));
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(body));
    const provider = createPrometheusProvider(prometheusSettings.parse({ url }), { maxResponseBytes: 1_000_000 });
    closers.push(() => void provider.close());
    await expect(provider.labelNames({})).rejects.toMatchObject({ code: 'source_response_too_large' });
  });
});

describe('TLS', () => {
  const answer: RequestListener = (_, response) => response.end(EMPTY);

  it('refuses a certificate that nobody vouches for, and says what to do', async () => {
    const url = await serve(answer, true);
    await expect(connect({ url }).labelNames({})).rejects.toMatchObject({
      code: 'source_unreachable',
      hint: expect.stringContaining('add the authority (CA) or pin the certificate'),
    });
  });

  it('accepts it when its authority is given', async () => {
    const url = await serve(answer, true);
    expect(await connect({ url, tls: { caPem: CERTIFICATE } }).labelNames({})).toEqual([]);
  });

  it('accepts it when verification is switched off', async () => {
    const url = await serve(answer, true);
    expect(await connect({ url, tls: { insecureSkipVerify: true } }).labelNames({})).toEqual([]);
  });

  it('accepts the pinned certificate and no other, even with verification switched off', async () => {
    const url = await serve(answer, true);
    const pinned = { pinnedSha256: FINGERPRINT };
    expect(await connect({ url, tls: pinned }).labelNames({})).toEqual([]);
    const other = { insecureSkipVerify: true, pinnedSha256: FINGERPRINT.replaceAll(/[0-9A-F]{2}/g, '00') };
    await expect(connect({ url, tls: other }).labelNames({})).rejects.toMatchObject({
      code: 'source_unreachable',
      hint: 'Its TLS certificate is not the pinned one.',
    });
  });

  it('spoken to a plain server is named', async () => {
    const url = (await serve(answer)).replace('http:', 'https:');
    await expect(connect({ url }).labelNames({})).rejects.toMatchObject({
      code: 'source_unreachable',
      hint: expect.stringContaining('TLS'),
    });
  });
});

describe('an address where no Prometheus is', () => {
  it('says that nothing listens there', async () => {
    const call = connect({ url: 'http://127.0.0.1:1' }).labelNames({});
    await expect(call).rejects.toMatchObject({ code: 'source_unreachable', hint: expect.stringContaining('refused') });
  });

  it('says that the name is unknown', async () => {
    const call = connect({ url: 'http://no-such-host.invalid' }).labelNames({});
    await expect(call).rejects.toMatchObject({ code: 'source_unreachable', hint: expect.stringContaining('DNS') });
  });
});
