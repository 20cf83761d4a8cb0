import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startBadPrometheus } from '@locum/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

const PROVIDER = fileURLToPath(new URL('./provider.ts', import.meta.url));
const program = (url: string) => `
import { createPrometheusProvider } from ${JSON.stringify(PROVIDER)};
const settings = { url: ${JSON.stringify(url)}, auth: { type: 'none' }, headers: {}, timeoutMs: 5000 };
const { type } = await createPrometheusProvider(settings, { random: () => 0.9 }).queryInstant({ promql: 'up', time: 1 });
console.log(type);
`;

let bad: Awaited<ReturnType<typeof startBadPrometheus>>;
beforeAll(async () => {
  bad = await startBadPrometheus();
});
afterAll(() => bad.stop());

// A command line has nothing else to do meanwhile: a wait that does not keep the process ends it with exit code 13.
it.each([
  ['asks it to come back later', { kind: 'status', status: 503, retryAfterSeconds: 1 }],
  ['hangs up', { kind: 'hang-up' }],
  ['answers after a while', { kind: 'slow', delayMs: 500 }],
] as const)('a process that does nothing else waits for the answer of a source that first %s', async (_what, how) => {
  let asked = 0;
  bad.behave(() => (asked++ === 0 ? how : { kind: 'empty' }));
  const run = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', program(bad.url)]);
  expect(run.stdout).toBe('vector\n');
});
