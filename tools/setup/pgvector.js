import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../launcher/run.js';
import { machineSearch, vectorControlFile } from './packages.js';

// Debian 12 ships PostgreSQL 15 without pgvector; its next release ships the source.
const NEXT_RELEASE = { of: 'bookworm', is: 'trixie' };
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Installs pgvector for the newest PostgreSQL on the machine: Debian's package where there is one, otherwise built from the next
 * Debian release's source package. Nothing is done when PostgreSQL has it. Throws with the reason when there is no way.
 * @param {import('./apt.js').Apt} apt
 */
export async function installPgvector(apt) {
  const binFolder = machineSearch().postgresFolders()[0];
  if (binFolder === undefined) throw new Error('pgvector needs PostgreSQL, which is not installed.');
  if (existsSync(vectorControlFile(binFolder))) return;
  const version = binFolder.split('/').at(-2) ?? '';
  if (await apt.hasCandidate(`postgresql-${version}-pgvector`)) return apt.install([`postgresql-${version}-pgvector`]);
  const codename = readCodename();
  if (codename !== NEXT_RELEASE.of) {
    throw new Error(
      `There is no postgresql-${version}-pgvector package for ${codename}. Install pgvector by hand: https://github.com/pgvector/pgvector`,
    );
  }
  await apt.install([`postgresql-server-dev-${version}`, 'make', 'gcc']);
  await buildFromSource(apt, join(binFolder, 'pg_config'));
}

/**
 * @param {import('./apt.js').Apt} apt
 * @param {string} pgConfig
 */
async function buildFromSource(apt, pgConfig) {
  const folder = mkdtempSync(join(tmpdir(), 'locum-pgvector-'));
  try {
    const mirror = findMirror(await apt.listTargets('$(CODENAME) $(ORIGIN) $(REPO_URI)'));
    const sources = `deb-src [signed-by=${KEYRING}] ${mirror} ${NEXT_RELEASE.is} main`;
    await apt.downloadSource({ sources, name: 'pgvector', into: folder });
    const archive = readdirSync(folder).find((name) => /\.orig\.tar\./.test(name));
    if (archive === undefined) throw new Error('The pgvector source package holds no source archive.');
    await step('tar', ['-xf', archive, '--strip-components=1'], folder);
    // No -march=native: the machine image may move to another processor. No LLVM: it would need clang.
    const flags = [`PG_CONFIG=${pgConfig}`, 'OPTFLAGS=', 'with_llvm=no'];
    await step('make', [`-j${availableParallelism()}`, '-s', ...flags], folder);
    await apt.runAsRoot('make', ['-s', '-C', folder, 'install', ...flags]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The mirror this machine already uses for its own release, so that a site's mirror is honoured.
 * @param {string} targets lines of `codename origin uri`
 */
export function findMirror(targets) {
  const own = targets.split('\n').find((line) => line.startsWith(`${NEXT_RELEASE.of} Debian `));
  return own?.split(' ')[2] ?? 'http://deb.debian.org/debian';
}

function readCodename() {
  try {
    return /^VERSION_CODENAME=(.+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'this system';
  } catch {
    return 'this system';
  }
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 */
async function step(program, args, cwd) {
  const { code, output } = await run(program, args, { cwd, capture: true });
  if (code !== 0) throw new Error(`Building pgvector failed: ${program} ${args.join(' ')}\n${output.slice(-2000)}`);
}
