// Adds to package-lock.json the builds for other platforms that the registry in use did not offer. Run after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findMissingOptional } from './lockfile/optional-packages.js';

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(path, 'utf8'));
const missing = findMissingOptional(lock.packages);
const entries = Object.entries({ ...lock.packages, ...missing });
// npm sorts paths this way; keeping its order keeps later differences small.
entries.sort(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(entries);
if (Object.keys(missing).length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${Object.keys(missing).length} optional packages added to package-lock.json.`);
