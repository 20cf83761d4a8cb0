// A registry mirror may lack builds for other platforms. npm then leaves them out of the lockfile, and `npm ci` refuses that
// lockfile everywhere. Their names and versions are known from the package that asks for them, which is all a lockfile needs.

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {boolean} [dev]
 * @property {string} [license]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {Record<string, LockEntry>} LockPackages  by path: `node_modules/a`, `node_modules/a/node_modules/b`
 */

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el'];

/**
 * Entries that a lockfile lacks: optional packages, pinned to one version by a package in it.
 * @param {LockPackages} packages
 * @returns {LockPackages}
 */
export function findMissingOptional(packages) {
  /** @type {LockPackages} */
  const missing = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const isPinned = /^\d+\.\d+\.\d+/.test(range);
      if (!isPinned || isReachable(packages, path, name)) continue;
      const { os, cpu, libc } = platformOf(name);
      // npm's order of fields, so that it has nothing to rewrite.
      missing[placeFor(missing, path, name, range)] = {
        version: range,
        ...(cpu && { cpu }),
        ...(entry.dev && { dev: true }),
        ...(libc && { libc }),
        optional: true,
        ...(os && { os }),
      };
    }
  }
  return missing;
}

/**
 * Node's look-up: beside the package, then in every node_modules above it.
 * @param {LockPackages} packages
 * @param {string} from
 * @param {string} name
 */
function isReachable(packages, from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (`${base === '' ? '' : `${base}/`}node_modules/${name}` in packages) return true;
    if (base === '') return false;
  }
}

/**
 * At the top, unless another version has that place.
 * @param {LockPackages} taken
 * @param {string} from
 * @param {string} name
 * @param {string} version
 */
function placeFor(taken, from, name, version) {
  const top = `node_modules/${name}`;
  return taken[top] === undefined || taken[top].version === version ? top : `${from}/node_modules/${name}`;
}

/**
 * By the convention that names of platform builds follow: `…-linux-arm64-musl`, `…-win32-x64-msvc`.
 * @param {string} name
 * @returns {Pick<LockEntry, 'os' | 'cpu' | 'libc'>}
 */
export function platformOf(name) {
  const words = name.split(/[/.-]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(os === 'linux' && libc && { libc: [libc] }) };
}
