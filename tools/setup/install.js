import { platform } from 'node:os';
import { run } from '../launcher/run.js';
import { withPrivateApt } from './apt.js';
import { askPerson, consentWithoutAsking, isInContainer } from './confirm.js';
import { findMissingPackages, machineSearch } from './packages.js';
import { installPgvector } from './pgvector.js';

/** @typedef {import('./packages.js').SystemPackage} SystemPackage */
/** @typedef {{ kind: 'apt', needsSudo: boolean } | { kind: 'brew' } | { kind: 'none', advice: string }} Installer */

/**
 * Installs what `command` needs and the machine lacks, after saying what and (unless consent is given) asking.
 * Never throws and never stops the command: what stays missing is reported, and whatever needs it will say so itself.
 * @param {string} command
 * @param {readonly string[]} flags
 * @returns {Promise<SystemPackage[]>} what is still missing
 */
export async function installMissingPackages(command, flags) {
  const missing = findMissingPackages(command);
  if (missing.length === 0) return [];
  const installer = chooseInstaller(missing, {
    isRoot: process.getuid?.() === 0,
    hasProgram: machineSearch().hasProgram,
  });
  console.log(describe(missing, installer));
  if (installer.kind === 'none') return missing;
  if (!(await mayInstall(flags))) return missing;
  try {
    await (installer.kind === 'apt' ? withPrivateApt((apt) => installWithApt(apt, missing)) : installWithBrew(missing));
  } catch (error) {
    console.error(`The installation did not finish. ${error instanceof Error ? error.message : error}`);
  }
  const left = findMissingPackages(command);
  if (left.length > 0)
    console.error(`Still missing: ${left.map(({ id }) => id).join(', ')}. What needs them will fail and say so.`);
  return left;
}

/**
 * @param {readonly SystemPackage[]} missing
 * @param {{ isRoot: boolean, hasProgram: (names: readonly string[]) => boolean, system?: string }} machine
 * @returns {Installer}
 */
export function chooseInstaller(missing, { isRoot, hasProgram, system = platform() }) {
  if (system === 'linux' && hasProgram(['apt-get'])) {
    if (isRoot || hasProgram(['sudo'])) return { kind: 'apt', needsSudo: !isRoot };
    return { kind: 'none', advice: `Ask an administrator to run: apt-get install ${aptNames(missing).join(' ')}` };
  }
  if (hasProgram(['brew'])) return { kind: 'brew' };
  const ids = missing.map(({ id }) => id).join(', ');
  return {
    kind: 'none',
    advice: `Install with your system's package manager: ${ids}. (Locum can do it itself with apt or Homebrew.)`,
  };
}

/**
 * @param {readonly SystemPackage[]} missing
 * @param {Installer} installer
 */
export function describe(missing, installer) {
  const lines = missing.map(({ id, purpose }) => `  ${id.padEnd(12)} ${purpose}`);
  const how =
    installer.kind === 'apt'
      ? `Will be installed with apt${installer.needsSudo ? ' (sudo)' : ''}: ${aptNames(missing).join(' ')}. No service is started, now or at boot; no package source stays behind.`
      : installer.kind === 'brew'
        ? `Will be installed with Homebrew: ${missing.flatMap(({ brew }) => brew).join(' ')}.`
        : installer.advice;
  return ['Missing on this machine:', ...lines, how].join('\n');
}

/** @param {readonly SystemPackage[]} missing */
function aptNames(missing) {
  return missing.flatMap(({ id, apt }) =>
    id === 'pgvector' ? ['pgvector (built from source where there is no package)'] : apt,
  );
}

/** @param {readonly string[]} flags */
async function mayInstall(flags) {
  const reason = consentWithoutAsking({
    flags,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    isContainer: isInContainer(),
  });
  if (reason !== null) {
    console.log(`Going ahead without asking: ${reason}.`);
    return true;
  }
  if (await askPerson('Install?')) return true;
  console.error('Nothing was installed. Run again with `-- --yes` to install without a question.');
  return false;
}

/**
 * @param {import('./apt.js').Apt} apt
 * @param {readonly SystemPackage[]} missing
 */
async function installWithApt(apt, missing) {
  const names = missing.flatMap((item) => item.apt);
  if (names.length > 0) await apt.install(names);
  // Locum starts its own copies in temporary folders; the system's would only take ports and memory at the next boot.
  for (const service of missing.flatMap((item) => item.services))
    await apt.runAsRoot('update-rc.d', [service, 'disable']);
  if (missing.some(({ id }) => id === 'pgvector')) await installPgvector(apt);
}

/** @param {readonly SystemPackage[]} missing */
async function installWithBrew(missing) {
  const { code } = await run('brew', ['install', ...missing.flatMap((item) => item.brew)], { interactive: true });
  if (code !== 0) throw new Error(`brew ended with exit code ${code}.`);
}
