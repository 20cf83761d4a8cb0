import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { organisations } from '../../domains/accounts/index.ts';
import { createLogger } from '../log.ts';
import { openDatabase } from './index.ts';

const log = createLogger({ level: 'silent' });
const program = (name: string) => fileURLToPath(new URL(`../../../test/programs/${name}`, import.meta.url));

// Each of these makes a data folder, some twice; that is seconds on a busy machine.
describe('the embedded database', { timeout: 120_000 }, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'locum-embedded-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = () => openDatabase({ dataDir: folder, log });

  function startWriter() {
    const child = spawn(process.execPath, [program('write-until-killed.ts'), folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const acknowledged = async (count: number) => {
      while (child.exitCode === null && output.split('\n').length <= count) await once(child.stdout, 'data');
    };
    const kill = async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
      return output.trim().split('\n').length;
    };
    return { pid: child.pid, acknowledged, kill };
  }

  // proves: SAFE-05
  it('has everything that was acknowledged after kill -9 in the middle of writing', async () => {
    const writer = startWriter();
    await writer.acknowledged(40);
    const acknowledged = await writer.kill();
    const database = await open();
    const names = new Set((await database.select().from(organisations)).map(({ name }) => Number(name)));
    await database.close();
    expect(acknowledged).toBeGreaterThanOrEqual(40);
    expect(Array.from({ length: acknowledged }, (_, index) => index + 1).filter((name) => !names.has(name))).toEqual(
      [],
    );
  });

  // proves: SAFE-04
  it('refuses a second server on its folder, naming the first, and lets it in once the first was killed', async () => {
    const writer = startWriter();
    await writer.acknowledged(1);
    await expect(open()).rejects.toThrow(
      `Another Locum server (process ${writer.pid}) uses the data folder ${folder}. Stop it first, or choose another folder with LOCUM_DATA_DIR.`,
    );
    await writer.kill();
    const database = await open();
    await database.close();
  });

  it('refuses a second server in the same process too, and the folder is free after a close', async () => {
    const first = await open();
    await expect(open()).rejects.toThrow('Another Locum server');
    await first.close();
    const second = await open();
    await second.close();
  });

  // proves: SAFE-06
  it('says storage_full on a full disk, keeps what was acknowledged, and goes on when there is room', async () => {
    // A file system of 140 MB in a mount namespace of its own, so that nothing stays mounted.
    const script =
      'mount -t tmpfs -o size=140m none "$1" && head -c 60m /dev/zero > "$1/ballast" && exec "$2" "$3" "$1/data" "$1/ballast"';
    const args = [
      '--mount',
      '--map-root-user',
      'sh',
      '-c',
      script,
      'sh',
      folder,
      process.execPath,
      program('fill-disk.ts'),
    ];
    const { stdout } = await promisify(execFile)('unshare', args);
    const { code, written, afterwards, kept } = JSON.parse(stdout);
    expect(code).toBe('storage_full');
    expect(afterwards).toBe('ok');
    expect(kept).toBeGreaterThan(written);
  });
});
