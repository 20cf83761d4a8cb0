import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { readArguments } from './arguments.js';
import { refuseForeignModules, whyInstall } from './dependencies.js';
import { findProofs } from './proof.js';
import { tallyReport } from './test.js';
import { isWebBuildStale } from './web-build.js';

const LAUNCHER = fileURLToPath(new URL('../launch.js', import.meta.url));
const RUN = fileURLToPath(new URL('run.js', import.meta.url));
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function tree(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'locum-launcher-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe('arguments', () => {
  it('keep the launcher’s flags apart from those of the program', () => {
    expect(readArguments(['demo', '--yes', '--port', '8080'])).toEqual({
      kind: 'run',
      command: 'demo',
      flags: ['--yes'],
      rest: ['--port', '8080'],
    });
  });

  it.each([[[]], [['--help']]])('explain themselves: %j', (argv) => {
    expect(readArguments(argv)).toEqual({ kind: 'usage', fault: null });
  });

  it.each(['deploy', 'toString', '__proto__'])('refuse the unknown command %s', (word) => {
    expect(readArguments([word])).toEqual({ kind: 'usage', fault: expect.stringContaining(word) });
  });
});

describe('npm dependencies', () => {
  const lock = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages });
  const zod = { 'node_modules/zod': { version: '4.0.0' } };

  it('are installed when there are none', () => {
    expect(whyInstall(tree({ 'package-lock.json': lock(zod) }))).toContain('nothing is installed');
  });

  it('are left alone when they match the lockfile', () => {
    const root = tree({
      'package-lock.json': lock({ '': {}, 'packages/a': { version: '1.0.0' }, ...zod }),
      'node_modules/.package-lock.json': lock(zod),
    });
    expect(whyInstall(root)).toBeNull();
  });

  it('are installed again when the lockfile asks for another version', () => {
    const installed = lock({ 'node_modules/zod': { version: '3.9.0' } });
    expect(
      whyInstall(tree({ 'package-lock.json': lock(zod), 'node_modules/.package-lock.json': installed })),
    ).toContain('zod 4.0.0');
  });

  it('are never installed through a link into somebody else’s folder', () => {
    const root = tree({ 'elsewhere/zod/package.json': '{}' });
    expect(() => refuseForeignModules(root)).not.toThrow();
    symlinkSync(join(root, 'elsewhere'), join(root, 'node_modules'));
    expect(() => refuseForeignModules(root)).toThrow(/symbolic link/);
  });

  it('may lack what is meant for another platform', () => {
    const wanted = lock({ ...zod, 'node_modules/@esbuild/aix-ppc64': { version: '1.0.0', optional: true } });
    expect(whyInstall(tree({ 'package-lock.json': wanted, 'node_modules/.package-lock.json': lock(zod) }))).toBeNull();
  });
});

describe('the web build', () => {
  const sources = {
    'apps/web/src/main.tsx': '',
    'packages/contracts/src/index.ts': '',
    'packages/client/src/index.ts': '',
    'package-lock.json': '{}',
  };
  const touch = (root: string, path: string, seconds: number) => utimesSync(join(root, path), seconds, seconds);

  it('is stale when there is none', () => {
    expect(isWebBuildStale(tree(sources))).toBe(true);
  });

  it.each(Object.keys(sources))('is stale once %s is newer, and fresh before', (path) => {
    const root = tree({ ...sources, 'apps/web/dist/index.html': '' });
    for (const source of Object.keys(sources)) touch(root, source, 1000);
    touch(root, 'apps/web/dist/index.html', 2000);
    expect(isWebBuildStale(root)).toBe(false);
    touch(root, path, 3000);
    expect(isWebBuildStale(root)).toBe(true);
  });

  it('is not made stale by a test', () => {
    const root = tree({ ...sources, 'apps/web/dist/index.html': '', 'apps/web/src/main.test.tsx': '' });
    for (const source of Object.keys(sources)) touch(root, source, 1000);
    touch(root, 'apps/web/dist/index.html', 2000);
    touch(root, 'apps/web/src/main.test.tsx', 3000);
    expect(isWebBuildStale(root)).toBe(false);
  });
});

describe('the tally of a test run', () => {
  const file = (status: string, assertionResults: { fullName: string; status: string }[]) => ({
    testResults: [{ name: 'a.test.ts', status, message: 'Cannot find module x\nstack', assertionResults }],
  });

  it('counts what passed', () => {
    expect(tallyReport(file('passed', [{ fullName: 'a', status: 'passed' }]), 0)).toEqual({ passed: 1, failures: [] });
  });

  // proves: START-05
  it.each(['skipped', 'pending', 'todo'])('counts a %s test as failed', (status) => {
    expect(tallyReport(file('passed', [{ fullName: 'a', status }]), 0)).toEqual({
      passed: 0,
      failures: [`a (did not run: ${status})`],
    });
  });

  it('counts a file that could not be loaded', () => {
    expect(tallyReport(file('failed', []), 1).failures).toEqual(['a.test.ts: Cannot find module x']);
  });

  it('counts a file whose tests passed but whose cleaning up failed', () => {
    expect(tallyReport(file('failed', [{ fullName: 'a', status: 'passed' }]), 1)).toEqual({
      passed: 1,
      failures: ['a.test.ts: Cannot find module x'],
    });
  });

  it('counts an error outside any test', () => {
    expect(tallyReport(file('passed', [{ fullName: 'a', status: 'passed' }]), 1).failures).toHaveLength(1);
  });

  it('does not take a missing report for success', () => {
    expect(tallyReport(null, 0).failures).toHaveLength(1);
  });
});

it('finds proof scripts in every workspace and nowhere else', () => {
  const root = tree({
    'packages/promql/proof/fuzz.proof.ts': '',
    'packages/promql/proof/corpus.ts': '',
    'packages/promql/src/other.proof.ts': '',
    'packages/promql/node_modules/x/proof/y.proof.ts': '',
    'e2e/proof/chaos.proof.ts': '',
  });
  expect(findProofs(root)).toEqual(['e2e/proof/chaos.proof.ts', 'packages/promql/proof/fuzz.proof.ts']);
});

describe('stopping', () => {
  const program = `
    import { run, stopChildrenOnSignals } from ${JSON.stringify(RUN)};
    stopChildrenOnSignals();
    const { code } = await run('sh', ['-c', 'sleep 300 & echo $!; wait']);
    process.exit(code);`;

  // proves: START-03
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('on %s ends grandchildren too', async (signal) => {
    const launcher = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const grandchild = Number(await firstLine(launcher));
    expect(isRunning(grandchild)).toBe(true);
    launcher.kill(signal);
    await new Promise((resolve) => launcher.once('exit', resolve));
    await expect.poll(() => isRunning(grandchild), { timeout: 5_000 }).toBe(false);
  });

  it('ends everything when npm was killed and can no longer pass signals on', async () => {
    const env = { ...process.env, npm_lifecycle_event: 'demo' };
    const script = `"$0" --input-type=module -e "$1" & wait`;
    const npm = spawn('sh', ['-c', script, process.execPath, program], { stdio: ['ignore', 'pipe', 'inherit'], env });
    const grandchild = Number(await firstLine(npm));
    npm.kill('SIGKILL');
    await expect.poll(() => isRunning(grandchild), { timeout: 5_000 }).toBe(false);
  });
});

it('prints its commands and exits with 2 when it does not know one', async () => {
  const launcher = spawn(process.execPath, [LAUNCHER, 'deploy'], { stdio: ['ignore', 'pipe', 'ignore'] });
  expect(await firstLine(launcher)).toContain('npm run demo');
  expect(await new Promise((resolve) => launcher.once('exit', resolve))).toBe(2);
});

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())));
}

function isRunning(pid: number): boolean {
  try {
    // A process that ended but was not yet collected by its parent still has an id: state Z.
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}
