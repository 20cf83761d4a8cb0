import { execFile, execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { getProgram } from '../process/find-program.ts';
import { type RunningService, startService } from '../process/start-service.ts';

const HINT = 'Install PostgreSQL 15 or newer (Debian: apt install postgresql), or run `npm test`, which does.';

export type PostgresServer = RunningService & {
  /** Connection URL of the `postgres` database as superuser. */
  url: string;
  /** Connection URL of another database of this server. */
  urlOf(database: string): string;
};

export type PostgresOptions = {
  /** Survives kill -9 and power cuts as in production (fsync on). Default false: quick, for throw-away data. */
  isDurable?: boolean;
  /** Further `name=value` settings for the server. */
  settings?: readonly string[];
};

/**
 * Starts a real PostgreSQL in a temporary folder, superuser `locum` without password on loopback. As root it runs as the
 * `postgres` system user, since PostgreSQL refuses root. Throws when it or pgvector is not installed.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const binFolders = postgresFolders();
  const find = (name: string) => getProgram([name], { hint: HINT, extraFolders: binFolders });
  const user = process.getuid?.() === 0 ? systemUser('postgres') : undefined;
  const service = await startService({
    name: 'PostgreSQL',
    program: find('postgres'),
    user,
    // Immediate shutdown: the data is thrown away, so a checkpoint would only cost time.
    stopSignal: options.isDurable ? 'SIGINT' : 'SIGQUIT',
    isReady: canConnect,
    prepare: async ({ folder }) => {
      const args = [
        '-D',
        join(folder, 'data'),
        '-U',
        'locum',
        '-A',
        'trust',
        '-E',
        'UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
      ];
      await promisify(execFile)(find('initdb'), args, { cwd: folder, ...user });
    },
    args: ({ port, folder }) => [
      '-D',
      join(folder, 'data'),
      ...serverSettings(port, options).flatMap((s) => ['-c', s]),
    ],
  });
  const urlOf = (database: string) => `postgresql://locum@127.0.0.1:${service.port}/${database}`;
  const server = { ...service, url: urlOf('postgres'), urlOf };
  await assertVectorAvailable(server);
  return server;
}

function serverSettings(port: number, options: PostgresOptions): string[] {
  return [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=64MB',
    ...(options.isDurable ? [] : ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']),
    ...(options.settings ?? []),
  ];
}

async function canConnect(port: number): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'locum', database: 'postgres' });
  // The server may drop the connection while it is still starting; that is one more "not ready".
  client.on('error', () => undefined);
  await client.connect();
  await client.query('select 1');
  await client.end();
  return true;
}

async function assertVectorAvailable(server: PostgresServer): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const found = await client.query("select 1 from pg_available_extensions where name = 'vector'");
  await client.end();
  if (found.rowCount !== 0) return;
  await server.stop();
  throw new Error(
    'PostgreSQL has no pgvector extension. Run `npm test`, which builds it for PostgreSQL 15 on Debian 12.',
  );
}

/** Debian keeps the server programs out of PATH, one folder a version; newest first. */
function postgresFolders(): string[] {
  const root = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(root, version, 'bin'));
  } catch {
    return [];
  }
}

function systemUser(name: string): { uid: number; gid: number } {
  const idOf = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
