import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const serverFile = z.object({ url: z.url(), pid: z.number().int() });

/** Tells programs of the same user where the server of this data folder listens. */
export function publishServer(dataDir: string, url: string): void {
  const path = pathIn(dataDir);
  writeFileSync(`${path}.new`, JSON.stringify({ url, pid: process.pid }), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Leaves the file of another server alone: on PostgreSQL two may share a folder, and one that cannot start stops as well. */
export function forgetServer(dataDir: string): void {
  if (read(dataDir)?.pid === process.pid) rmSync(pathIn(dataDir), { force: true });
}

/** The address of the server that runs on this data folder; null when none does, a crashed one's file included. */
export function findRunningServer(dataDir: string): string | null {
  const known = read(dataDir);
  return known !== null && isAlive(known.pid) ? known.url : null;
}

function read(dataDir: string): z.infer<typeof serverFile> | null {
  try {
    return serverFile.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'server.json');
}
