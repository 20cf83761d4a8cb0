import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningProgram } from '@locum/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runLocum, startLocum } from '../test/locum.ts';
import { exitCodes } from './exit-codes.ts';

const ESCAPE = '\u001b';

describe('locum', () => {
  // proves: CLI-02
  it('without arguments says what it can do, and succeeds', async () => {
    const { code, stdout } = await runLocum([]);
    expect(code).toBe(0);
    for (const words of ['demo', 'ask', 'serve', 'link', 'catalog', 'Examples:', 'Exit codes:'])
      expect(stdout).toContain(words);
  });

  it.each([[['nonsense']], [['catalog', '--limit', 'many']], [['serve', '--nonsense']]])(
    'ends with 2 on %o, says why on standard error, and prints no answer',
    async (args) => {
      const { code, stdout, stderr } = await runLocum(args);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toContain('--help');
    },
  );

  // proves: CLI-01
  it('documents every exit code', () => {
    const page = readFileSync(fileURLToPath(new URL('../../../docs/how-to/cli.md', import.meta.url)), 'utf8');
    for (const { code, meaning } of Object.values(exitCodes)) expect(page).toContain(`| ${code} | ${meaning} |`);
  });

  // proves: START-07
  it('shows every fault of the configuration and ends with 2', async () => {
    const { code, stderr } = await runLocum(['serve'], { LOCUM_PORT: 'x', LOCUM_LOG_LEVEL: 'loud' });
    expect(code).toBe(2);
    expect(stderr).toContain('LOCUM_PORT="x"');
    expect(stderr).toContain('LOCUM_LOG_LEVEL="loud"');
    expect(stderr).not.toContain('    at ');
  });
});

describe('a command without a server', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'locum-cli-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('says that none has run with this folder, and how to start one', async () => {
    const { code, stderr } = await runLocum(['link', '--data-dir', dataDir]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('locum serve')]);
  });

  it('says that the token of a named server is missing rather than that none has run', async () => {
    const { code, stderr } = await runLocum(['ask', 'up', '--server', 'http://127.0.0.1:1', '--data-dir', dataDir]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('no token for http://127.0.0.1:1')]);
  });

  // proves: CLI-05
  it('refuses a token file that others can read', async () => {
    writeFileSync(join(dataDir, 'cli-token'), 'x'.repeat(43));
    chmodSync(join(dataDir, 'cli-token'), 0o644);
    const { code, stderr } = await runLocum(['link', '--data-dir', dataDir]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Other users can read')]);
  });

  // proves: CLI-04
  it('fails with JSON on standard output when asked for JSON', async () => {
    writeFileSync(join(dataDir, 'cli-token'), 'x'.repeat(43), { mode: 0o600 });
    const { code, stdout } = await runLocum([
      'catalog',
      '--json',
      '--data-dir',
      dataDir,
      '--server',
      'http://127.0.0.1:9',
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'connection_failed' } });
  });
});

describe('locum serve', { timeout: 120_000 }, () => {
  let dataDir: string;
  let server: RunningProgram;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'locum-serve-'));
    server = startLocum(['serve', '--port', '0', '--data-dir', dataDir]);
    await server.printed(/token=/);
  }, 120_000);
  afterAll(() => {
    server.child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  it('prints its address and a link, without colours since this is no terminal', async () => {
    expect(await server.printed(/Locum runs at (http:\/\/127\.0\.0\.1:\d+)\n/)).toBeTruthy();
    expect(await server.printed(/^http:\/\/127\.0\.0\.1:\d+\/link#token=[\w-]{43}$/m)).not.toContain(ESCAPE);
  });

  it('is found by `locum link`, whose link signs in', async () => {
    const { code, stdout } = await runLocum(['link', '--data-dir', dataDir]);
    expect(code).toBe(0);
    const link = new URL(stdout.trim());
    const reply = await fetch(`${link.origin}/api/v1/session/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: link.hash.replace('#token=', '') }),
    });
    expect(reply.status).toBe(200);
  });

  // proves: SAFE-04
  it('refuses to start twice on one folder, with a sentence that says what to do', async () => {
    const { code, stderr } = await runLocum(['serve', '--port', '0', '--data-dir', dataDir]);
    expect(code).toBe(1);
    expect(stderr).toContain(`Another Locum server (process ${server.child.pid}) uses the data folder`);
  });

  it('says that its port is taken, and which setting changes it', async () => {
    const address = new URL(await server.printed(/Locum runs at (http:\S+)\n/));
    const other = mkdtempSync(join(tmpdir(), 'locum-serve-'));
    const { code, stderr } = await runLocum(['serve', '--port', address.port, '--data-dir', other]);
    rmSync(other, { recursive: true });
    expect([code, stderr]).toEqual([1, expect.stringContaining(`Port ${address.port} is in use`)]);
  });

  it('stops on SIGTERM within five seconds and leaves its folder free', async () => {
    const startedAt = performance.now();
    server.child.kill('SIGTERM');
    expect((await server.finished).code).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    server = startLocum(['serve', '--port', '0', '--data-dir', dataDir, '--json']);
    expect(JSON.parse(await server.printed(/.*\n/))).toEqual({
      url: expect.any(String),
      link: expect.stringContaining('#token='),
    });
    server.child.kill('SIGINT');
    expect((await server.finished).code).toBe(0);
  });
});
