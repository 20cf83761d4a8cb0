import type { Command } from 'commander';
import { dataFolderOf, demoFolder } from '../demo/demo-folder.ts';
import { printJson, styled } from '../terminal/style.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { findWebFolder } from '../web-folder.ts';

const QUESTIONS = [
  'how many checkouts fail, in percent?',
  'search latency p99 in the last hour',
  'memory of cart compared to an hour ago',
];

interface DemoCommandOptions {
  readonly dataDir: string;
  readonly json?: true;
}

export function defineDemo(command: Command): void {
  command
    .option('--data-dir <folder>', 'where the demo keeps its data between starts', demoFolder)
    .option('--json', 'print the addresses and the link as JSON')
    .addHelpText('after', '\nFaults to switch on: `shop fault` lists them, in another terminal.')
    .action(runDemo);
}

async function runDemo({ dataDir, json }: DemoCommandOptions): Promise<void> {
  const { startDemo } = await import('../demo/start-demo.ts');
  const stops: (() => Promise<void>)[] = [];
  let isStopping = false;
  const stopAll = async () => {
    isStopping = true;
    // Last started, first stopped.
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  const stopped = untilStopped(stopAll);
  const demo = await startDemo({
    folder: dataDir,
    webFolder: findWebFolder(),
    say: (line) => console.error(styled('dim', line)),
    onStarted(stop) {
      // Ctrl-C came, or something else failed, while this was starting.
      if (isStopping) void stop();
      else stops.push(stop);
    },
  }).catch(async (error: unknown) => {
    if (isStopping) await stopped;
    else await stopAll();
    throw error;
  });
  if (json) printJson(demo);
  else {
    console.log(`\nTry:\n${QUESTIONS.map((question) => `  ${styled('cyan', question)}`).join('\n')}`);
    if (demo.prometheusUrl !== null) console.log(`\nPrometheus: ${demo.prometheusUrl}`);
    const option = `--data-dir ${dataFolderOf(dataDir)}`;
    console.log(`\nIn another terminal:\nnpx locum ask ${option} "…"\nnpx locum link ${option}   makes a new link`);
    console.log(`\nStop with Ctrl-C. Open this link, which signs you in once:\n${demo.link}`);
  }
  await stopped;
}
