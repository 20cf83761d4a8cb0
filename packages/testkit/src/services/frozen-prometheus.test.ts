import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startFrozenPrometheus } from './frozen-prometheus.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A question set folder whose start.sh runs `script`, in which FRONT is a program that answers /-/now. */
function questionSet(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'locum-set-'));
  folders.push(folder);
  writeFileSync(join(folder, 'front.mjs'), FRONT);
  writeFileSync(join(folder, 'start.sh'), `#!/bin/sh\nset -eu\nhere=$(dirname "$0")\n${script}`, { mode: 0o755 });
  return folder;
}

const FRONT = `
import { createServer } from 'node:http';
createServer((_, response) => response.end('{"t0":1700000000}')).listen(Number(process.argv[2]), '127.0.0.1');`;

const START = `
sleep 300 >/dev/null 2>&1 & echo $! > "$NLQ_HOME/prometheus.pid"
node "$here/front.mjs" "$NLQ_PORT" >/dev/null 2>&1 & echo $! > "$NLQ_HOME/front.pid"
for _ in $(seq 100); do
  node -e "fetch('http://127.0.0.1:$NLQ_PORT/-/now').catch(() => process.exit(1))" && exit 0
done
exit 1`;

it('reads the frozen moment and ends both programs', async () => {
  const home = mkdtempSync(join(tmpdir(), 'locum-home-'));
  folders.push(home);
  const frozen = await startFrozenPrometheus({ dir: questionSet(START), home });
  expect(frozen.now).toEqual(new Date(1_700_000_000_000));
  const inner = Number(readFileSync(join(home, 'prometheus.pid'), 'utf8'));
  expect(process.kill(inner, 0)).toBe(true);
  await frozen.stop();
  await expect(fetch(`${frozen.url}/-/now`)).rejects.toThrow();
});

it('runs two at a time', async () => {
  const dir = questionSet(START);
  const [first, second] = await Promise.all([startFrozenPrometheus({ dir }), startFrozenPrometheus({ dir })]);
  expect(first.url).not.toBe(second.url);
  await Promise.all([first.stop(), second.stop()]);
});

it('says which folder did not start', async () => {
  const dir = questionSet('echo broken >&2; exit 1');
  await expect(startFrozenPrometheus({ dir })).rejects.toThrow(dir);
});
