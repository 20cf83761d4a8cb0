import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@locum/client';
import { type FinishedProgram, programAt } from '@locum/testkit';
import { z } from 'zod';

// `npm test` builds it before the tests; test files that run at once must not.
const builtPage = fileURLToPath(new URL('../../apps/web/dist/index.html', import.meta.url));
const command = programAt(new URL('../../apps/cli/bin/locum.js', import.meta.url));
const announced = z.object({ url: z.url(), link: z.url(), prometheusUrl: z.url().nullish() });

/** A running Locum and the ways into it. */
export interface Installation {
  readonly url: string;
  /** Opens the page and signs its reader in, once. */
  readonly link: string;
  /** Where the Prometheus of the demo answers; empty when Locum runs alone. */
  readonly prometheusUrl: string;
  readonly token: string;
  /** Signed in with the token of the command line. */
  readonly client: Client;
  /** `locum …` beside the running server, in its data folder. */
  locum(...args: string[]): Promise<FinishedProgram>;
  stop(): Promise<void>;
}

/** `locum demo` in a folder of its own: the shop, its real Prometheus with a day of history, and Locum. */
export function startDemo(): Promise<Installation> {
  return start((folder) => ({ args: ['demo', '--json', '--data-dir', folder], dataDir: join(folder, 'locum') }));
}

/** `locum serve` with an empty data folder and the given settings. */
export function startServer(settings: Readonly<Record<string, string>> = {}): Promise<Installation> {
  return start((folder) => ({
    args: ['serve', '--json', '--port', '0', '--data-dir', folder],
    dataDir: folder,
    settings,
  }));
}

interface Start {
  readonly args: readonly string[];
  readonly dataDir: string;
  readonly settings?: Readonly<Record<string, string>>;
}

async function start(prepare: (folder: string) => Start): Promise<Installation> {
  if (!existsSync(builtPage)) throw new Error('The web page is not built: npm run build.');
  const folder = mkdtempSync(join(tmpdir(), 'locum-e2e-'));
  const { args, dataDir, settings } = prepare(folder);
  const server = command.start(args, settings);
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { url, link, prometheusUrl } = announced.parse(JSON.parse(await server.printed(/^(\{.*)\n/m)));
    const token = readFileSync(join(dataDir, 'cli-token'), 'utf8').trim();
    return {
      url,
      link,
      prometheusUrl: prometheusUrl ?? '',
      token,
      client: createClient({ baseUrl: url, token }),
      locum: (name = '', ...rest) => command.run([name, '--data-dir', dataDir, ...rest]),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
