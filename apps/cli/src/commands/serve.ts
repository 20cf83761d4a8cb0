import type { Command } from 'commander';
import { settingsOf } from '../connection.ts';
import { printJson, styled } from '../terminal/style.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { findWebFolder } from '../web-folder.ts';

interface ServeOptions {
  readonly host?: string;
  readonly port?: string;
  readonly dataDir?: string;
  readonly prometheus?: string;
  readonly json?: true;
}

export function defineServe(command: Command): void {
  command
    .option('--host <address>', 'address to listen on (LOCUM_HOST)')
    .option('--port <number>', 'port to listen on; 0 takes any free one (LOCUM_PORT)')
    .option('--data-dir <folder>', 'folder for the embedded database and keys (LOCUM_DATA_DIR)')
    .option('--prometheus <url>', 'Prometheus to connect at start (LOCUM_PROMETHEUS_URL)')
    .option('--json', 'print the address and the link as JSON')
    .addHelpText('after', '\nEvery setting is an environment variable: docs/how-to/configure.md lists them.')
    .action(runServe);
}

async function runServe(options: ServeOptions): Promise<void> {
  const { createApp, readConfig } = await import('@locum/server');
  const app = await createApp(readConfig(settingsOf({ ...options })), { webFolder: findWebFolder() });
  // Attached before the start, so that Ctrl-C during it stops in order too.
  const stopped = untilStopped(app.stop);
  const { url, link } = await app.start().catch(async (error: unknown) => {
    await app.stop();
    throw error;
  });
  if (options.json) printJson({ url, link });
  else {
    console.log(`Locum runs at ${styled('bold', url)}`);
    console.log(`Open this link to sign in. It works once, for an hour; \`locum link\` makes another:\n${link}`);
  }
  await stopped;
}
