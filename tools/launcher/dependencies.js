import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, wasInterrupted } from './run.js';

const LEAST_NODE = 24;

/**
 * Installs npm dependencies when they do not match the lockfile, puts their programs and Node ≥ 24 first on PATH of this process.
 * Throws with what to do when either cannot be had.
 * @param {string} root
 */
export async function prepareDependencies(root) {
  const reason = whyInstall(root);
  if (reason !== null) {
    refuseForeignModules(root);
    console.log(`Installing dependencies (npm ci): ${reason}.`);
    await installDependencies(root);
  }
  process.env.PATH = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  if (await hasRightNode()) return;
  // Under --ignore-scripts the `node` package leaves its binary out without a word; its install script can still be run.
  await npm(root, ['rebuild', 'node', '--ignore-scripts=false']);
  if (await hasRightNode()) return;
  throw new Error(
    `Locum needs Node ${LEAST_NODE} or newer; \`node\` is ${(await run('node', ['--version'], { capture: true })).output.trim()}. ` +
      'The npm package `node` brings one, but its install script did not run. Allow install scripts ' +
      `(npm config set ignore-scripts false) and run \`npm ci\`, or install Node ${LEAST_NODE} yourself.`,
  );
}

/**
 * `npm ci` empties node_modules first, and through a symbolic link it would empty somebody else's.
 * @param {string} root
 */
export function refuseForeignModules(root) {
  const path = join(root, 'node_modules');
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new Error(
    `${path} is a symbolic link, and installing would empty the folder it points to. Remove the link and run again.`,
  );
}

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error'];

/** @param {string} root */
async function installDependencies(root) {
  const { code, output } = await run('npm', ['ci', ...QUIET], { cwd: root, capture: true });
  if (code === 0 || wasInterrupted()) return;
  // `npm ci` refuses a lockfile that lacks a build for another platform, which happens with registries that do not offer them all.
  console.error(
    `npm ci failed:\n${output.trim().split('\n').slice(0, 15).join('\n')}\nTrying npm install, which asks less of the lockfile.`,
  );
  await npm(root, ['install', '--no-save', ...QUIET]);
}

/**
 * npm records what it installed in node_modules/.package-lock.json, as its last act; that record is compared with the lockfile, so
 * that an interrupted install is repeated and one done by hand is not.
 * @param {string} root
 * @returns {string | null} why `npm ci` must run, or null
 */
export function whyInstall(root) {
  const recordPath = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(recordPath)) return 'nothing is installed yet';
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(recordPath);
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/') || entry.optional || entry.link) continue;
    if (installed[path]?.version !== entry.version)
      return `the lockfile wants ${path.replace(/^.*node_modules\//, '')} ${entry.version}`;
  }
  return null;
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }>}
 */
function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

async function hasRightNode() {
  const { output } = await run('node', ['--version'], { capture: true });
  return Number(/^v(\d+)\./.exec(output)?.[1] ?? 0) >= LEAST_NODE;
}

/**
 * @param {string} root
 * @param {readonly string[]} args
 */
async function npm(root, args) {
  const { code } = await run('npm', args, { cwd: root });
  if (code !== 0) throw new Error(`npm ${args[0]} failed with exit code ${code}; its reason is above.`);
}
