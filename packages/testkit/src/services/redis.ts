import { connect } from 'node:net';
import { getProgram } from '../process/find-program.ts';
import { type RunningService, startService } from '../process/start-service.ts';

const HINT = 'Install Redis (Debian: apt install redis-server), or run `npm test`, which does.';

export type RedisServer = RunningService & {
  url: string;
  /** URL of a numbered database (0–9999) of this server; publish/subscribe is shared by all of them. */
  urlOf(database: number): string;
};

/** Starts a real Redis without persistence. `flags` go to `redis-server` unchanged, e.g. `--maxmemory 10mb`. */
export async function startRedis(options: { flags?: readonly string[]; port?: number } = {}): Promise<RedisServer> {
  const service = await startService({
    name: 'Redis',
    program: getProgram(['redis-server'], { hint: HINT }),
    port: options.port,
    isReady: answersPing,
    args: ({ port, folder }) => [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ...['--save', '', '--appendonly', 'no', '--databases', '10000'],
      ...(options.flags ?? []),
    ],
  });
  const urlOf = (database: number) => `redis://127.0.0.1:${service.port}/${database}`;
  return { ...service, url: urlOf(0), urlOf };
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (data) => {
      resolve(data.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
