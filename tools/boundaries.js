// Who may import whom (ARCHITECTURE.md). Runs the rules on a tree of deliberate violations first: a rule that stays silent there
// would stay silent here too, and success would mean nothing.
import { fileURLToPath } from 'node:url';
import { findViolations } from './boundaries/cruise.js';
import { findEnvironmentReaders } from './boundaries/environment.js';
import { buildRules } from './boundaries/rules.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const canary = fileURLToPath(new URL('fixtures/boundaries', import.meta.url));

const silent = await findSilentRules();
if (silent.length > 0) {
  console.error(
    `These rules did not report the violation kept for them in tools/fixtures/boundaries: ${silent.join(', ')}.`,
  );
  console.error(
    'Either the rule is broken or the import reader is; until that is mended a clean result means nothing.',
  );
  process.exit(1);
}

const { modules, imports, violations } = await findViolations(root);
for (const { rule, from, to, comment } of violations) console.error(`${from} → ${to}\n  ${rule}: ${comment}`);
const readers = findEnvironmentReaders(root);
for (const path of readers)
  console.error(
    `${path}\n  environment-in-config: only src/config.ts reads process.env; take the value as a dependency.`,
  );
const total = violations.length + readers.length;
console.log(`Boundaries: ${modules} modules, ${imports} imports, ${total} violation${total === 1 ? '' : 's'}.`);
process.exit(total === 0 ? 0 : 1);

async function findSilentRules() {
  const { violations: found } = await findViolations(canary);
  const heard = new Set(found.map(({ rule }) => rule));
  if (findEnvironmentReaders(canary).length > 0) heard.add('environment-in-config');
  return [...buildRules().map(({ name }) => name ?? ''), 'environment-in-config'].filter((name) => !heard.has(name));
}
