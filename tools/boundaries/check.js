import { findViolations } from './cruise.js';
import { findEnvironmentReaders } from './environment.js';
import { buildRules } from './rules.js';

const ENVIRONMENT_RULE = 'environment-in-config';

/**
 * Judges `root`, after making sure on `canary`, a tree with a deliberate violation of every rule, that no rule stays silent: one
 * that is silent there would be silent on the real source too, and success would mean nothing.
 * @param {{ root: string, canary: string }} folders
 * @returns {Promise<{ isClean: boolean, report: string }>}
 */
export async function checkBoundaries({ root, canary }) {
  const silent = await findSilentRules(canary);
  if (silent.length > 0) {
    const report =
      `These rules did not report the violation kept for them in tools/fixtures/boundaries: ${silent.join(', ')}.\n` +
      'Either the rule is broken or the reading of imports is. Until that is mended a clean result means nothing.';
    return { isClean: false, report };
  }
  const { modules, imports, violations } = await findViolations(root);
  const readers = findEnvironmentReaders(root);
  const total = violations.length + readers.length;
  const lines = [
    ...violations.map(({ rule, from, to, comment }) => `${from} → ${to}\n  ${rule}: ${comment}`),
    ...readers.map(
      (path) => `${path}\n  ${ENVIRONMENT_RULE}: only src/config.ts reads process.env; take the value as a dependency.`,
    ),
    `Boundaries: ${modules} modules, ${imports} imports, ${total} violation${total === 1 ? '' : 's'}.`,
  ];
  return { isClean: total === 0, report: lines.join('\n') };
}

/** @param {string} canary */
async function findSilentRules(canary) {
  const { violations } = await findViolations(canary);
  const heard = new Set(violations.map(({ rule }) => rule));
  if (findEnvironmentReaders(canary).length > 0) heard.add(ENVIRONMENT_RULE);
  return [...buildRules().map(({ name }) => name ?? ''), ENVIRONMENT_RULE].filter((name) => !heard.has(name));
}
