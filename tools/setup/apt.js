import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../launcher/run.js';

/**
 * @typedef {object} Apt
 * @property {(names: readonly string[]) => Promise<void>} install           throws with apt's reason
 * @property {(name: string) => Promise<boolean>} hasCandidate
 * @property {(options: { sources: string, name: string, into: string }) => Promise<void>} downloadSource
 *   fetches a source package, signatures checked, from a source list that only this call uses
 * @property {(program: string, args: readonly string[]) => Promise<void>} runAsRoot
 * @property {(format: string) => Promise<string>} listTargets
 */

/**
 * Lends `work` an apt that keeps its package lists in a private folder, deleted afterwards whatever happens, and that starts
 * no services: apt's maintainer scripts find do-nothing stand-ins for the programs that would.
 * @template T
 * @param {(apt: Apt) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withPrivateApt(work) {
  const folder = mkdtempSync(join(tmpdir(), 'locum-apt-'));
  chmodSync(folder, 0o755); // apt downloads as the user _apt
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  try {
    mkdirSync(join(folder, 'lists/partial'), { recursive: true });
    const apt = createApt(folder);
    await apt.update([]);
    return await work(apt);
  } finally {
    await run(...asRoot('rm', ['-rf', folder]), { capture: true });
    process.off('exit', removeFolder);
  }
}

/** @param {string} folder */
function createApt(folder) {
  const noCache = ['-o', 'Dir::Cache::pkgcache=', '-o', 'Dir::Cache::srcpkgcache='];
  const lists = ['-o', `Dir::State::lists=${join(folder, 'lists')}`, ...noCache];
  const noServices = ['-o', `DPkg::Path=${writeStandIns(folder)}:/usr/sbin:/usr/bin:/sbin:/bin`];
  /** @param {readonly string[]} options */
  const update = (options) => must('apt-get', ['-q', ...lists, ...options, 'update']);
  return {
    update,
    /** @param {readonly string[]} names */
    install: (names) =>
      must('apt-get', [
        '-q',
        '-y',
        ...lists,
        ...noServices,
        '-o',
        'Dpkg::Use-Pty=0',
        'install',
        '--no-install-recommends',
        ...names,
      ]),
    /** @param {string} name */
    hasCandidate: async (name) => {
      const { output } = await run('env', ['LC_ALL=C', 'apt-cache', ...lists, 'policy', name], { capture: true });
      return /Candidate: (?!\(none\))/.test(output);
    },
    /** @param {string} format */
    listTargets: async (format) =>
      (await run('apt-get', [...lists, 'indextargets', '--format', format], { capture: true })).output,
    /** @param {{ sources: string, name: string, into: string }} options */
    downloadSource: async ({ sources, name, into }) => {
      const list = join(folder, 'source.list');
      writeFileSync(list, `${sources}\n`);
      const only = [
        '-o',
        `Dir::Etc::sourcelist=${list}`,
        '-o',
        'Dir::Etc::sourceparts=-',
        '-o',
        `Dir::State::lists=${join(folder, 'source-lists')}`,
        ...noCache,
      ];
      mkdirSync(join(folder, 'source-lists/partial'), { recursive: true });
      await must('apt-get', ['-q', ...only, 'update']);
      await must('apt-get', ['-q', ...only, 'source', '--download-only', name], into);
    },
    runAsRoot: must,
  };
}

// Debian's maintainer scripts start services through these two names only. Replacing them for the length of one apt run leaves
// nothing to restore, as a policy-rc.d file would after a kill -9.
/** @param {string} folder */
function writeStandIns(folder) {
  const path = join(folder, 'no-services');
  mkdirSync(path);
  for (const name of ['invoke-rc.d', 'deb-systemd-invoke']) {
    writeFileSync(join(path, name), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  }
  return path;
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} [cwd]
 */
async function must(program, args, cwd) {
  const [command, all] = asRoot('env', ['DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C.UTF-8', program, ...args]);
  const isTerminal = process.stdin.isTTY === true;
  const { code } = await run(command, all, { interactive: isTerminal, ...(cwd === undefined ? {} : { cwd }) });
  if (code !== 0)
    throw new Error(`\`${program} ${args.join(' ')}\` failed with exit code ${code}; its reason is above.`);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
function asRoot(program, args) {
  return process.getuid?.() === 0 ? [program, [...args]] : ['sudo', [program, ...args]];
}
