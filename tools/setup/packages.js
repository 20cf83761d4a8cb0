import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} SystemPackage
 * @property {string} id
 * @property {string} purpose         what needs it, shown before anything is installed
 * @property {readonly string[]} commands which launcher commands need it
 * @property {readonly string[]} apt
 * @property {readonly string[]} brew
 * @property {readonly string[]} services  what the Debian package would start at boot
 * @property {(search: Search) => boolean} isPresent
 *
 * @typedef {object} Search
 * @property {(names: readonly string[], folders?: readonly string[]) => boolean} hasProgram
 * @property {() => readonly string[]} postgresFolders  folders of installed PostgreSQL versions outside PATH, newest first
 * @property {(path: string) => boolean} exists
 */

/** Everything Locum needs from the operating system, each declared here once. @type {readonly SystemPackage[]} */
export const SYSTEM_PACKAGES = [
  {
    id: 'prometheus',
    purpose: 'the demo and the tests ask a real Prometheus',
    commands: ['demo', 'test', 'proof'],
    apt: ['prometheus'],
    brew: ['prometheus'],
    services: ['prometheus'],
    isPresent: ({ hasProgram }) => hasProgram(['prometheus']) && hasProgram(['promtool']),
  },
  {
    id: 'postgresql',
    purpose: 'stores and routes are tested on a real PostgreSQL',
    commands: ['test', 'proof'],
    apt: ['postgresql'],
    brew: ['postgresql@17'],
    services: ['postgresql'],
    isPresent: ({ hasProgram, postgresFolders }) => hasProgram(['initdb'], postgresFolders()),
  },
  {
    id: 'pgvector',
    purpose: 'vector search in that PostgreSQL',
    commands: ['test', 'proof'],
    apt: [], // see pgvector.js: Debian 12 has no package for its own PostgreSQL
    brew: ['pgvector'],
    services: [],
    isPresent: ({ postgresFolders, exists, hasProgram }) =>
      postgresFolders().length > 0
        ? exists(vectorControlFile(postgresFolders()[0] ?? ''))
        : hasProgram(['initdb']) && ['/opt/homebrew', '/usr/local'].some((root) => exists(join(root, 'opt/pgvector'))),
  },
  {
    id: 'redis',
    purpose: 'cache, limits and live updates are tested on a real Redis',
    commands: ['test', 'proof'],
    apt: ['redis-server'],
    brew: ['redis'],
    services: ['redis-server'],
    isPresent: ({ hasProgram }) => hasProgram(['redis-server']),
  },
  {
    id: 'chromium',
    purpose: 'the web pages are tested in a real browser',
    commands: ['test', 'proof'],
    apt: ['chromium'],
    brew: ['chromium'],
    services: [],
    isPresent: ({ hasProgram }) =>
      hasProgram(
        ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'Chromium', 'Google Chrome'],
        ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS`),
      ),
  },
];

/**
 * @param {string} command launcher command
 * @param {Search} [search]
 * @returns {SystemPackage[]} what the command needs and the machine lacks
 */
export function findMissingPackages(command, search = machineSearch()) {
  return SYSTEM_PACKAGES.filter((item) => item.commands.includes(command) && !item.isPresent(search));
}

/** The control file by which PostgreSQL knows pgvector. @param {string} binFolder e.g. /usr/lib/postgresql/15/bin */
export function vectorControlFile(binFolder) {
  const version = binFolder.split('/').at(-2) ?? '';
  return `/usr/share/postgresql/${version}/extension/vector.control`;
}

/** @returns {Search} */
export function machineSearch() {
  return {
    exists: existsSync,
    postgresFolders,
    hasProgram: (names, folders = []) => {
      const places = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...folders];
      return names.some((name) => places.some((folder) => isExecutable(join(folder, name))));
    },
  };
}

function postgresFolders() {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, 'bin')).filter((folder) => existsSync(join(folder, 'postgres')));
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
