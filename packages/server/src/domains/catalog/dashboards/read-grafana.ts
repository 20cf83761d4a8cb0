import { Agent, request } from 'undici';
import { z } from 'zod';
import type { DashboardPanel } from '../snapshot.ts';
import { findLibraryPanelUids, parseDashboard } from './parse-dashboard.ts';
import type { DashboardReading } from './read-folder.ts';

export interface GrafanaConnection {
  /** Base URL; a path in it is kept. */
  readonly url: string;
  /** Of a service account that may read dashboards; undefined where anybody may. */
  readonly token?: string | undefined;
  /** Of one request; default 15 s. */
  readonly timeoutMs?: number;
}

const MAX_DASHBOARDS = 2_000;
const PAGE_SIZE = 500;
const MAX_BYTES = 10 * 2 ** 20;
const AT_ONCE = 4;

const searchReply = z.array(z.object({ uid: z.string() }));
const libraryReply = z.object({ result: z.object({ model: z.unknown() }) });

/**
 * Reads every dashboard that the token may see through Grafana's HTTP API (search, dashboards/uid, library-elements).
 * Never throws for what Grafana answers: problems are told beside what could be read. Redirects are not followed.
 */
export async function readGrafana(connection: GrafanaConnection, signal?: AbortSignal): Promise<DashboardReading> {
  const agent = new Agent({ connections: AT_ONCE });
  const get = (path: string) => getJson(connection, path, agent, signal);
  const panels: DashboardPanel[] = [];
  const problems: string[] = [];
  try {
    const uids = await listDashboards(get);
    await forEachOf(uids, async (uid) => {
      try {
        panels.push(...(await readDashboard(uid, get)));
      } catch (error) {
        problems.push(`Dashboard ${uid} of ${connection.url} cannot be read: ${messageOf(error)}`);
      }
    });
  } catch (error) {
    problems.push(`The dashboards of ${connection.url} cannot be listed: ${messageOf(error)}`);
  } finally {
    await agent.destroy();
  }
  return { panels, problems };
}

type Get = (path: string) => Promise<unknown>;

async function listDashboards(get: Get): Promise<readonly string[]> {
  const uids: string[] = [];
  for (let page = 1; uids.length < MAX_DASHBOARDS; page += 1) {
    const found = searchReply.parse(await get(`/api/search?type=dash-db&limit=${PAGE_SIZE}&page=${page}`));
    uids.push(...found.map(({ uid }) => uid));
    if (found.length < PAGE_SIZE) break;
  }
  return uids.slice(0, MAX_DASHBOARDS);
}

async function readDashboard(uid: string, get: Get): Promise<readonly DashboardPanel[]> {
  const json = await get(`/api/dashboards/uid/${encodeURIComponent(uid)}`);
  const libraryPanels = new Map<string, unknown>();
  for (const panelUid of findLibraryPanelUids(json)) {
    const { result } = libraryReply.parse(await get(`/api/library-elements/${encodeURIComponent(panelUid)}`));
    libraryPanels.set(panelUid, result.model);
  }
  return parseDashboard(json, { libraryPanels }) ?? [];
}

async function getJson(connection: GrafanaConnection, path: string, dispatcher: Agent, signal?: AbortSignal) {
  const timeout = AbortSignal.timeout(connection.timeoutMs ?? 15_000);
  const { statusCode, body } = await request(`${connection.url.replace(/\/+$/, '')}${path}`, {
    dispatcher,
    headers: {
      accept: 'application/json',
      ...(connection.token === undefined ? {} : { authorization: `Bearer ${connection.token}` }),
    },
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
  });
  if (statusCode !== 200) {
    body.on('error', () => {}).destroy();
    if (statusCode === 401 || statusCode === 403) throw new Error(`Grafana refused the token (HTTP ${statusCode})`);
    throw new Error(`Grafana answered HTTP ${statusCode}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error('the answer is larger than 10 MiB');
    chunks.push(chunk);
  }
  const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  return parsed;
}

async function forEachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
