import { join } from 'node:path';
import { run } from './run.js';
import { buildWebWhenStale } from './web-build.js';

/** @typedef {import('./demo.js').Invocation} Invocation */

/** @param {Invocation} invocation */
export async function runServer({ root, rest }) {
  await buildWebWhenStale(root);
  return (await run('node', ['apps/cli/src/main.ts', 'serve', ...rest], { cwd: root })).code;
}

/** The server restarts and the page reloads on change; when one of them ends, so does the other. @param {Invocation} invocation */
export async function runDev({ root, rest }) {
  const server = run('node', ['--watch', '--watch-preserve-output', 'apps/cli/src/main.ts', 'serve', ...rest], {
    cwd: root,
  });
  const page = run('vite', [], { cwd: join(root, 'apps/web') });
  const first = await Promise.race([server, page]);
  process.kill(process.pid, 'SIGTERM');
  await Promise.all([server, page]);
  return first.code;
}
