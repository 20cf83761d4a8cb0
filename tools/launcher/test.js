import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installMissingPackages } from '../setup/install.js';
import { run, wasInterrupted } from './run.js';
import { buildWebWhenStale } from './web-build.js';

/**
 * @typedef {{ passed: number, failures: string[] }} Tally
 * @typedef {{ name: string, status: string, message?: string, assertionResults: { fullName: string, status: string }[] }} FileReport
 * @typedef {{ testResults: FileReport[] }} VitestReport  what vitest's JSON reporter writes, as far as it is read here
 */

/**
 * Checks, then every test; closes with `N passed, N failed`.
 * @param {import('./demo.js').Invocation} invocation
 */
export async function runTests({ root, flags, rest }) {
  await installMissingPackages('test', flags);
  const build = await buildWeb(root);
  const check = wasInterrupted() ? 'interrupted' : await runCheck(root);
  const tests = wasInterrupted() ? { passed: 0, failures: ['interrupted'] } : await runVitest(root, rest);
  const failures = [build, check].filter((failure) => failure !== null).concat(tests.failures);
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
  console.log(`\n${tests.passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

/** @param {string} root */
async function buildWeb(root) {
  try {
    await buildWebWhenStale(root);
    return null;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 'building the web page (its output is above)';
  }
}

/** @param {string} root */
async function runCheck(root) {
  const { code } = await run('npm', ['run', '-s', 'check'], { cwd: root });
  return code === 0 ? null : 'npm run check (its output is above)';
}

/**
 * @param {string} root
 * @param {readonly string[]} rest
 * @returns {Promise<Tally>}
 */
async function runVitest(root, rest) {
  const folder = mkdtempSync(join(tmpdir(), 'locum-tests-'));
  try {
    const file = join(folder, 'report.json');
    const { code } = await run(
      'vitest',
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...rest],
      { cwd: root },
    );
    return tallyReport(readReport(file), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Counts a report. A test that did not run counts as failed, and so does a file that could not be loaded: nothing is skipped silently.
 * @param {VitestReport | null} report null when vitest wrote none
 * @param {number} exitCode of vitest
 * @returns {Tally}
 */
export function tallyReport(report, exitCode) {
  if (report === null)
    return { passed: 0, failures: [`vitest ended with exit code ${exitCode} before it could report`] };
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const failures = tests
    .filter(({ status }) => status !== 'passed')
    .map(({ fullName, status }) => (status === 'failed' ? fullName : `${fullName} (did not run: ${status})`));
  for (const file of report.testResults) {
    const isExplained = file.assertionResults.some(({ status }) => status !== 'passed');
    if (file.status === 'failed' && !isExplained)
      failures.push(`${file.name}: ${file.message?.split('\n')[0] ?? 'could not be loaded'}`);
  }
  if (exitCode !== 0 && failures.length === 0)
    failures.push(`vitest ended with exit code ${exitCode} (an error outside any test; see above)`);
  return { passed: tests.filter(({ status }) => status === 'passed').length, failures };
}

/**
 * @param {string} file
 * @returns {VitestReport | null}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
