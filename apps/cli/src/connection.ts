import { type Client, createClient } from '@locum/client';
import { readConfig } from '@locum/server/config';
import { findRunningServer, readCommandLineToken } from '@locum/server/local-access';
import { type Command, InvalidArgumentError } from 'commander';
import { dataFolderOf, demoFolder } from './demo/demo-folder.ts';
import { createPatientFetch } from './patient-fetch.ts';
import { UsageError } from './terminal/report-failure.ts';

export interface ConnectionOptions {
  readonly server?: string;
  readonly dataDir?: string;
  /** Seconds. */
  readonly timeout?: number;
}

/** Options of every command that talks to a running server. */
export function addConnectionOptions(command: Command): Command {
  return command
    .option('--server <url>', 'address of the server (default: LOCUM_URL, or the one running here)')
    .option('--data-dir <folder>', 'its data folder, which holds the token (default: LOCUM_DATA_DIR)')
    .option('--timeout <seconds>', 'how long the server may be silent (default: 60)', parseTimeout);
}

/**
 * A client of the server that runs on this machine, or of `--server`. The token comes from LOCUM_TOKEN, else from the
 * data folder. Throws UsageError when there is none, or other users could read it. `timeoutSeconds` is for what takes longer than
 * most, unless `--timeout` says otherwise.
 */
export function connect(
  options: ConnectionOptions,
  { timeoutSeconds = 60 } = {},
): { readonly client: Client; readonly baseUrl: string } {
  const { dataDir, host, port } = readConfig(settingsOf({ ...options }));
  const baseUrl = options.server ?? process.env.LOCUM_URL ?? findRunningServer(dataDir) ?? `http://${host}:${port}`;
  const named = options.server ?? process.env.LOCUM_URL;
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new UsageError(`${baseUrl} is no address of a server. It is like http://127.0.0.1:4600.`);
  }
  const token = process.env.LOCUM_TOKEN ?? getToken(dataDir, named);
  const timeoutMs = (options.timeout ?? timeoutSeconds) * 1000;
  return { client: createClient({ baseUrl, token, fetch: createPatientFetch({ baseUrl, timeoutMs }) }), baseUrl };
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError('It must be a number of seconds, at most 3600.');
}

function getToken(dataDir: string, server: string | undefined): string {
  const file = readCommandLineToken(dataDir);
  if (file.outcome === 'found') return file.token;
  if (file.outcome === 'missing' && server !== undefined) {
    throw new UsageError(
      `There is no token for ${server}. Set LOCUM_TOKEN, or name the data folder of that server with --data-dir.`,
    );
  }
  if (file.outcome === 'missing') {
    const demo = dataFolderOf(demoFolder);
    if (findRunningServer(demo) !== null)
      throw new UsageError(
        `No server has run with the data folder ${dataDir}, but the demo runs. Use it with --data-dir, for example: npx locum link --data-dir ${demo}`,
      );
    throw new UsageError(
      `No server has run with the data folder ${dataDir}. Start one with \`locum serve\`, or name another folder with --data-dir.`,
    );
  }
  throw new UsageError(
    `Other users can read ${file.path} (mode ${file.mode}), so its token may have been copied. Restart the server: it makes a new one.`,
  );
}

/** The environment with what the command line says instead. */
export function settingsOf(options: { readonly [name: string]: unknown }): NodeJS.ProcessEnv {
  const names = {
    dataDir: 'LOCUM_DATA_DIR',
    port: 'LOCUM_PORT',
    host: 'LOCUM_HOST',
    prometheus: 'LOCUM_PROMETHEUS_URL',
  };
  const given = Object.entries(names).filter(([option]) => options[option] !== undefined);
  return { ...process.env, ...Object.fromEntries(given.map(([option, name]) => [name, String(options[option])])) };
}
