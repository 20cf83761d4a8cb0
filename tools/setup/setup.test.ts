import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consentWithoutAsking } from './confirm.js';
import { chooseInstaller, describe as describeInstallation } from './install.js';
import { findMissingPackages, type Search, SYSTEM_PACKAGES, vectorControlFile } from './packages.js';
import { findMirror } from './pgvector.js';
import { standIn } from './prometheus-container.js';

const bare: Search = { hasProgram: () => false, postgresFolders: () => [], exists: () => false };
const withPrograms = (...present: string[]): Search => ({
  ...bare,
  hasProgram: (names) => names.some((name) => present.includes(name)),
});

describe('missing system packages', () => {
  it('for the demo are Prometheus alone', () => {
    expect(findMissingPackages('demo', bare).map(({ id }) => id)).toEqual(['prometheus']);
  });

  it('for the tests are all of them on a bare machine', () => {
    expect(findMissingPackages('test', bare)).toEqual(SYSTEM_PACKAGES);
  });

  it('include Prometheus while promtool is absent', () => {
    expect(findMissingPackages('demo', withPrograms('prometheus'))).toHaveLength(1);
    expect(findMissingPackages('demo', withPrograms('prometheus', 'promtool'))).toEqual([]);
  });

  it('include pgvector when PostgreSQL is there without it', () => {
    const folder = '/usr/lib/postgresql/15/bin';
    const search = { ...withPrograms('initdb'), postgresFolders: () => [folder] };
    const ids = (found: Search) => findMissingPackages('test', found).map(({ id }) => id);
    expect(ids(search)).toContain('pgvector');
    expect(ids({ ...search, exists: (path) => path === vectorControlFile(folder) })).not.toContain('pgvector');
  });

  it('are none for starting the server', () => {
    expect(findMissingPackages('start', bare)).toEqual([]);
  });
});

describe('consent', () => {
  const person = { flags: [], env: {}, isRoot: false, isContainer: false };

  it.each([
    ['nothing said', person, false],
    ['--yes', { ...person, flags: ['--yes'] }, true],
    ['CI=true', { ...person, env: { CI: 'true' } }, true],
    ['CI=false', { ...person, env: { CI: 'false' } }, false],
    ['root in a container', { ...person, isRoot: true, isContainer: true }, true],
    ['root on a machine', { ...person, isRoot: true }, false],
    ['a user in a container', { ...person, isContainer: true }, false],
  ])('%s', (_, situation, isGiven) => {
    expect(consentWithoutAsking(situation) !== null).toBe(isGiven);
  });
});

describe('the way to install', () => {
  const missing = SYSTEM_PACKAGES;
  const has =
    (...present: string[]) =>
    (names: readonly string[]) =>
      names.some((name) => present.includes(name));

  it.each([
    [
      'root on Debian',
      { isRoot: true, hasProgram: has('apt-get'), system: 'linux' },
      { kind: 'apt', needsSudo: false },
    ],
    [
      'a user with sudo on Debian',
      { isRoot: false, hasProgram: has('apt-get', 'sudo'), system: 'linux' },
      { kind: 'apt', needsSudo: true },
    ],
    ['a Mac with Homebrew', { isRoot: false, hasProgram: has('brew'), system: 'darwin' }, { kind: 'brew' }],
  ])('%s', (_, machine, installer) => {
    expect(chooseInstaller(missing, machine)).toEqual(installer);
  });

  it('names the command to a user who may not install', () => {
    const installer = chooseInstaller(missing, { isRoot: false, hasProgram: has('apt-get'), system: 'linux' });
    expect(installer).toMatchObject({
      kind: 'none',
      advice: expect.stringContaining('apt-get install prometheus postgresql'),
    });
  });

  // proves: START-04
  it('says what is missing and why before anything happens', () => {
    const text = describeInstallation(missing, { kind: 'apt', needsSudo: true });
    for (const { id, purpose } of missing) expect(text).toMatch(new RegExp(`${id}\\s+${purpose}`));
    expect(text).toContain('sudo');
  });
});

describe('the source of pgvector', () => {
  it('is the mirror that the machine uses for its own release', () => {
    const targets =
      'bookworm-security Debian http://mirror.example/security/\nbookworm Debian http://mirror.example/debian/\n';
    expect(findMirror(targets)).toBe('http://mirror.example/debian/');
  });

  it('is Debian’s own when apt tells nothing', () => {
    expect(findMirror('')).toBe('http://deb.debian.org/debian');
  });
});

it('runs Prometheus in a container with the caller’s arguments, user and folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'locum-standin-'));
  try {
    writeFileSync(join(folder, 'docker'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    writeFileSync(join(folder, 'promtool'), standIn('promtool'), { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env.PATH}` };
    const words = execFileSync(join(folder, 'promtool'), ['check', 'two words'], {
      encoding: 'utf8',
      env,
      cwd: folder,
    }).split('\n');
    expect(words.slice(0, 2)).toEqual(['run', '--rm']);
    expect(words).toEqual(expect.arrayContaining(['--network', 'host', '/bin/promtool', 'check', 'two words', folder]));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
