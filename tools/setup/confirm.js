import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';

/**
 * Whether changes to the system may go ahead without a question, and why.
 * @param {{ flags: readonly string[], env: NodeJS.ProcessEnv, isRoot: boolean, isContainer: boolean }} situation
 * @returns {string | null} the reason, or null when a person must be asked
 */
export function consentWithoutAsking({ flags, env, isRoot, isContainer }) {
  if (flags.includes('--yes')) return '--yes was given';
  if (env.CI === 'true') return 'CI=true';
  if (isRoot && isContainer) return 'root in a container';
  return null;
}

/**
 * Asks a yes/no question; no terminal means no.
 * @param {string} question
 */
export async function askPerson(question) {
  if (!process.stdin.isTTY) return false;
  const dialogue = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await dialogue.question(`${question} [y/N] `);
  dialogue.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** A container has no init system as its first process, or carries one of the marks that engines leave. */
export function isInContainer() {
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) return true;
  if (process.env.container !== undefined || process.env.KUBERNETES_SERVICE_HOST !== undefined) return true;
  try {
    const first = readFileSync('/proc/1/comm', 'utf8').trim();
    return first !== 'systemd' && first !== 'init';
  } catch {
    return false; // no /proc: not Linux
  }
}
