// Who may import whom; the rules are in tools/boundaries/rules.js.
import { fileURLToPath } from 'node:url';
import { checkBoundaries } from './boundaries/check.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const canary = fileURLToPath(new URL('fixtures/boundaries', import.meta.url));
const { isClean, report } = await checkBoundaries({ root, canary });
console.log(report);
process.exit(isClean ? 0 : 1);
