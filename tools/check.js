// `npm run check`: every step is run, also after one has failed, so that one look shows all there is to mend.
import { run, stopChildrenOnSignals, wasInterrupted } from './launcher/run.js';

const STEPS = ['format', 'lint', 'types', 'types:web', 'boundaries', 'unused'];

stopChildrenOnSignals();
const failed = [];
for (const step of STEPS) {
  if (wasInterrupted()) break;
  const startedAtMs = Date.now();
  const { code, output } = await run('npm', ['run', '-s', step], { capture: true });
  const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1);
  if (code !== 0) failed.push(step);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${step} (${seconds} s)${code === 0 ? '' : `\n${output}`}`);
}
if (failed.length > 0)
  console.error(`Checks that failed: ${failed.join(', ')}. \`npm run fix\` mends format and much of lint.`);
process.exit(failed.length === 0 && !wasInterrupted() ? 0 : 1);
