import { createLink } from '@locum/contracts';
import type { Command } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../connection.ts';
import { printJson } from '../terminal/style.ts';

export function defineLink(command: Command): void {
  addConnectionOptions(command).option('--json', 'print JSON').action(runLink);
}

async function runLink(options: ConnectionOptions & { readonly json?: true }): Promise<void> {
  const { client, baseUrl } = connect(options);
  const { token, expiresAt } = await client.call(createLink, {});
  const link = `${baseUrl}/link#token=${token}`;
  if (options.json) printJson({ link, expiresAt });
  else console.log(link);
}
