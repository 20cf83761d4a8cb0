import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../test/http-server.ts';

describe('the web page', () => {
  let folder: string;
  let server: TestServer;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'locum-web-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Locum</title>');
    writeFileSync(join(folder, 'assets', 'app-3f2a.js'), 'export {};');
    server = await createTestServer({ webFolder: folder });
  });
  afterEach(async () => {
    await server.app.close();
    rmSync(folder, { recursive: true });
  });
  const visit = (url: string, accept = 'text/html') =>
    server.app.inject({ method: 'GET', url, headers: { host: 'localhost', accept } });

  it.each(['/', '/link', '/history/01997'])('is sent for the address %s, fresh each time', async (url) => {
    const reply = await visit(url);
    expect([reply.statusCode, reply.headers['cache-control']]).toEqual([200, 'no-cache']);
    expect(reply.body).toContain('<title>Locum</title>');
  });

  it('has its hashed files kept for good', async () => {
    const reply = await visit('/assets/app-3f2a.js', '*/*');
    expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it.each(['/api/v1/nothing', '/assets/gone.js'])('is not sent in place of %s', async (url) => {
    const reply = await visit(url);
    expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'not_found']);
  });

  it('gives nothing from outside its folder', async () => {
    const reply = await visit('/../../../../etc/passwd', '*/*');
    expect(reply.statusCode).toBe(404);
    expect((await visit('/..%2f..%2f..%2fetc/passwd', '*/*')).body).not.toContain('root:');
  });
});
