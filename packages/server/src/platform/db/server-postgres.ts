import pg from 'pg';

export interface ServerPostgresOptions {
  /** PostgreSQL connection URL. */
  readonly url: string;
  /** Default 10. */
  readonly poolSize?: number | undefined;
  /** Longest time of one statement. Default 60 s. */
  readonly statementTimeoutMs?: number | undefined;
}

const STATEMENT_TIMEOUT_MS = 60_000;

// The server ends a statement that takes too long. One that has fallen silent ends nothing: this much later we give up on it.
const SILENCE_MS = 5000;

export function createServerPool({ url, poolSize, statementTimeoutMs }: ServerPostgresOptions): pg.Pool {
  const timeoutMs = statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  return new pg.Pool({
    ...connectionOf(url),
    max: poolSize ?? 10,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs + SILENCE_MS,
  });
}

/**
 * Hands out a connection of its own without a limit on time, for migrations: building an index takes as long as it takes, and
 * so does waiting for another server that builds it.
 */
export async function withPatientConnection(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(connectionOf(url));
  // What breaks the connection fails the query in progress too; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function connectionOf(connectionString: string) {
  return {
    connectionString,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    application_name: 'locum',
  };
}
