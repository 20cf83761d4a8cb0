import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readDashboards } from './read-dashboards.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const dashboardOf = (title: string, expr: string) => ({
  title,
  panels: [{ title: `${title} panel`, targets: [{ expr }] }],
});

describe('dashboards in a folder', () => {
  it('are found at any depth; a broken file is named and does not hide the others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'locum-dashboards-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'team'));
    writeFileSync(join(folder, 'team', 'a.json'), JSON.stringify(dashboardOf('A', 'up')));
    writeFileSync(join(folder, 'b.json'), '{');
    writeFileSync(join(folder, 'c.json'), '[]');
    const { panels, problems } = await readDashboards({ paths: [folder] });
    expect(panels).toEqual([{ dashboard: 'A', title: 'A panel', promql: 'up' }]);
    expect(problems).toHaveLength(2);
    expect(problems[1]).toContain('c.json cannot be read: it is not a Grafana dashboard');
  });

  it('that do not exist are a problem in words', async () => {
    const { panels, problems } = await readDashboards({ paths: ['/no/such/folder'] });
    expect(panels).toEqual([]);
    expect(problems[0]).toMatch(/^\/no\/such\/folder cannot be read/);
  });
});

describe('dashboards of a Grafana server', () => {
  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close().closeAllConnections());
    const { port } = server.address() as AddressInfo; // a TCP server has one
    return `http://127.0.0.1:${port}`;
  }

  it('are all read, with the library panels they refer to', async () => {
    const library = { result: { model: { title: 'Shared', targets: [{ expr: 'up' }] } } };
    const replies: Record<string, unknown> = {
      '/g/api/search?type=dash-db&limit=500&page=1': [{ uid: 'one' }, { uid: 'two' }],
      '/g/api/dashboards/uid/one': { dashboard: dashboardOf('One', 'process_open_fds') },
      '/g/api/dashboards/uid/two': { dashboard: { title: 'Two', panels: [{ libraryPanel: { uid: 'lib' } }] } },
      '/g/api/library-elements/lib': library,
    };
    const tokens = new Set<string | undefined>();
    const url = await serve((request, response) => {
      tokens.add(request.headers.authorization);
      response.end(JSON.stringify(replies[request.url ?? ''] ?? {}));
    });
    const { panels, problems } = await readDashboards({ grafana: [{ url: `${url}/g/`, token: 'glsa_x' }] });
    expect(problems).toEqual([]);
    expect(panels.map(({ title, promql }) => [title, promql]).sort()).toEqual([
      ['One panel', 'process_open_fds'],
      ['Shared', 'up'],
    ]);
    expect([...tokens]).toEqual(['Bearer glsa_x']);
  });

  it('that refuses the token is a problem in words, without the token', async () => {
    const url = await serve((_, response) => response.writeHead(401).end());
    const { problems } = await readDashboards({ grafana: [{ url, token: 'glsa_secret' }] });
    expect(problems).toEqual([`The dashboards of ${url} cannot be listed: Grafana refused the token (HTTP 401)`]);
  });
});
