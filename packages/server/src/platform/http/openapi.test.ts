import * as contracts from '@locum/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestServer, memberOf, type TestServer } from '../../../test/http-server.ts';
import { describeApi, registerRoute } from './index.ts';

describe('the API description', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await createTestServer();
    await describeApi(server.app, { version: '1.2.3' });
    registerRoute(server.app, contracts.listHistory, async () => ({ entries: [] }));
    registerRoute(server.app, contracts.redeemLink, async () => {
      throw new Error('not called');
    });
    registerRoute(server.app, contracts.createSource, async () => {
      throw new Error('not called');
    });
    registerRoute(server.app, contracts.followRun, async () => {
      throw new Error('not called');
    });
  });
  afterEach(() => server.app.close());
  const get = (url: string) => server.app.inject({ method: 'GET', url, headers: server.signIn(memberOf('org-1')) });

  // proves: API-02
  it('is OpenAPI 3.1 with the parameters, bodies and replies of the contracts', async () => {
    const document = (await get('/api/v1/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.version).toBe('1.2.3');
    const { get: history } = document.paths['/api/v1/history'];
    expect(history.parameters.map(({ name }: { name: string }) => name)).toEqual(['search', 'cursor', 'limit']);
    expect(history.responses['200'].content['application/json'].schema.properties).toHaveProperty('entries');
    expect(document.paths['/api/v1/session/link'].post.requestBody.content['application/json'].schema.required).toEqual(
      ['token'],
    );
    expect(document.paths['/api/v1/runs/{id}/events'].get.responses['200'].content).toHaveProperty('text/event-stream');
  });

  it('says which routes take an Idempotency-Key', async () => {
    const { paths } = (await get('/api/v1/openapi.json')).json();
    expect(paths['/api/v1/sources'].post.parameters).toMatchObject([{ name: 'idempotency-key', in: 'header' }]);
    expect(paths['/api/v1/sources'].post.description).toContain('Idempotent-Replayed');
    expect(paths['/api/v1/session/link'].post).not.toHaveProperty('parameters');
  });

  it('says which routes need somebody signed in', async () => {
    const { paths } = (await get('/api/v1/openapi.json')).json();
    expect(paths['/api/v1/history'].get.security).toEqual([{ session: [] }, { token: [] }]);
    expect(paths['/api/v1/session/link'].post.security).toEqual([]);
  });

  // proves: API-02
  it('is browsable without a request to another host', async () => {
    const page = await get('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});
