import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findRunningServer,
  forgetServer,
  publishServer,
  readCommandLineToken,
  writeCommandLineToken,
} from './index.ts';

describe('access from the same machine', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'locum-access-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('the token file is for its owner only, whatever was there before', () => {
    writeFileSync(join(dataDir, 'cli-token'), 'old', { mode: 0o644 });
    writeCommandLineToken(dataDir, 'new');
    expect(statSync(join(dataDir, 'cli-token')).mode & 0o777).toBe(0o600);
    expect(readCommandLineToken(dataDir)).toEqual({ outcome: 'found', token: 'new' });
  });

  it.each([0o640, 0o604, 0o644])('a token file of mode %o is refused', (mode) => {
    writeCommandLineToken(dataDir, 'token');
    chmodSync(join(dataDir, 'cli-token'), mode);
    expect(readCommandLineToken(dataDir)).toMatchObject({ outcome: 'readable_by_others', mode: mode.toString(8) });
  });

  it('a missing token file is told apart', () => {
    expect(readCommandLineToken(dataDir)).toEqual({ outcome: 'missing' });
  });

  it('a running server is found, one that stopped or crashed is not', () => {
    expect(findRunningServer(dataDir)).toBeNull();
    publishServer(dataDir, 'http://127.0.0.1:4601');
    expect(findRunningServer(dataDir)).toBe('http://127.0.0.1:4601');
    const path = join(dataDir, 'server.json');
    // Above the highest process id of Linux, so that it belongs to nobody.
    writeFileSync(path, readFileSync(path, 'utf8').replace(String(process.pid), '99999999'));
    expect(findRunningServer(dataDir)).toBeNull();
    publishServer(dataDir, 'http://127.0.0.1:4601');
    forgetServer(dataDir);
    expect(findRunningServer(dataDir)).toBeNull();
  });

  it('a server that stops does not hide another one of the same folder', () => {
    const path = join(dataDir, 'server.json');
    writeFileSync(path, JSON.stringify({ url: 'http://127.0.0.1:4602', pid: process.ppid }));
    forgetServer(dataDir);
    expect(findRunningServer(dataDir)).toBe('http://127.0.0.1:4602');
  });
});
