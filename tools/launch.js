// The one way in: `npm run demo | start | dev | test | proof`. Plain JavaScript that Node 18 reads, without dependencies: it runs
// before anything is installed, on whatever Node the machine has. Everything it starts runs on Node 24 or newer.
import { fileURLToPath } from 'node:url';
import { readArguments, usage } from './launcher/arguments.js';
import { runDemo } from './launcher/demo.js';
import { prepareDependencies } from './launcher/dependencies.js';
import { runProofs } from './launcher/proof.js';
import { stopChildrenOnSignals, wasInterrupted } from './launcher/run.js';
import { runDev, runServer } from './launcher/server.js';
import { runTests } from './launcher/test.js';

const HANDLERS = { demo: runDemo, start: runServer, dev: runDev, test: runTests, proof: runProofs };

process.exit(await main());

async function main() {
  const args = readArguments(process.argv.slice(2));
  if (args.kind === 'usage') {
    if (args.fault !== null) console.error(`${args.fault}\n`);
    console.log(usage());
    return args.fault === null ? 0 : 2;
  }
  stopChildrenOnSignals();
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    await prepareDependencies(root);
    return await HANDLERS[args.command]({ root, flags: args.flags, rest: args.rest });
  } catch (error) {
    // What failed because it was told to stop is no fault.
    if (!wasInterrupted()) console.error(error instanceof Error ? error.message : error);
    return wasInterrupted() ? 130 : 1;
  }
}
