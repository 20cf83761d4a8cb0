import { spawn } from 'node:child_process';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [capture]    collect standard output instead of showing it
 * @property {boolean} [interactive] stay in the terminal's foreground group, for programs that ask questions (apt, sudo)
 *
 * @typedef {{ code: number, output: string }} RunResult
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let isStopping = false;

/** True once this launcher was asked to stop; commands in a row check it before the next one. */
export const wasInterrupted = () => isStopping;

/**
 * Runs a program to its end. Never rejects: a program that cannot be started answers code 127.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['inherit', options.capture ? 'pipe' : 'inherit', options.capture ? 'pipe' : 'inherit'],
      // A group of its own lets us end whatever the program started, grandchildren included.
      detached: !options.interactive,
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    running.add(child);
    const releaseGuard = options.interactive ? () => {} : guardGroup(child.pid);
    child.once('error', (error) => {
      running.delete(child);
      resolve({ code: 127, output: `${program}: ${error.message}\n` });
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      endGroup(child, 'SIGKILL');
      releaseGuard();
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 143), output });
    });
  });
}

/** Makes Ctrl-C, a closed terminal and the death of npm end every program that `run` started. Call once. */
export function stopChildrenOnSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => stopAll(signal));
  }
  // npm passes signals on, but cannot when it is killed; then nobody would tell us.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid !== parent && stopAll('SIGTERM'), 500).unref();
  }
}

/** @param {NodeJS.Signals} signal */
function stopAll(signal) {
  // The terminal and npm both deliver Ctrl-C: a second one within the same stop must not look like "at once" to the programs.
  if (isStopping) return;
  isStopping = true;
  for (const child of running) endGroup(child, signal === 'SIGHUP' ? 'SIGTERM' : signal);
  setTimeout(() => {
    for (const child of running) endGroup(child, 'SIGKILL');
  }, 10_000).unref();
}

// `read` returns when the pipe closes, which the kernel does however the launcher ends, kill -9 included.
const GUARD = "trap '' INT TERM HUP; read -r _; kill -s TERM -- -$1; sleep 5; kill -s KILL -- -$1";

/**
 * Ends a process group when this launcher dies without a chance to do so itself.
 * @param {number | undefined} pid leader of the group
 * @returns {() => void} gives up the watch
 */
function guardGroup(pid) {
  if (pid === undefined) return () => {};
  const guard = spawn('sh', ['-c', GUARD, 'guard', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  guard.stdin.on('error', () => {});
  return () => guard.kill('SIGKILL');
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function endGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // No such group: all of it has ended, or the program shares our group and hears the terminal itself.
  }
}
