import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const REDIS = fileURLToPath(new URL('../services/redis.ts', import.meta.url));
const PROGRAM = `
import { startRedis } from ${JSON.stringify(REDIS)};
const redis = await startRedis();
console.log(JSON.stringify({ pid: redis.pid, url: redis.url, folder: redis.folder }));
setInterval(() => {}, 1000);
`;

it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'leaves no service and no folder behind when the tests die of %s',
  async (signal) => {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', PROGRAM], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { pid, folder } = JSON.parse(await firstLine(child));
    expect(existsSync(folder)).toBe(true);
    child.kill(signal);
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
  },
);

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())));
}

async function isAlive(pid: number): Promise<boolean> {
  // A process that ended but was not yet collected by its parent still has an id; `ps` tells the difference.
  const ps = spawn('ps', ['-o', 'stat=', '-p', String(pid)]);
  let state = '';
  ps.stdout.on('data', (chunk) => (state += chunk));
  await new Promise((resolve) => ps.once('close', resolve));
  await sleep(20);
  return state.trim() !== '' && !state.startsWith('Z');
}
