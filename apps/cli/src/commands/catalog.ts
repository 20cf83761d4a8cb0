import { listMetrics, listServices } from '@locum/contracts';
import { type Command, InvalidArgumentError } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../connection.ts';
import { printJson, styled } from '../terminal/style.ts';

interface CatalogOptions extends ConnectionOptions {
  readonly search?: string;
  readonly service?: string;
  readonly source?: string;
  readonly services?: true;
  readonly limit: number;
  readonly json?: true;
}

export function defineCatalog(command: Command): void {
  addConnectionOptions(command)
    .option('--search <words>', 'only what these words mean')
    .option('--service <name>', 'only metrics of this service')
    .option('--source <id>', 'another source than the default one')
    .option('--services', 'list services instead of metrics')
    .option('--limit <number>', 'how many to list', parseLimit, 50)
    .option('--json', 'print JSON')
    .action(runCatalog);
}

async function runCatalog(options: CatalogOptions): Promise<void> {
  const { client } = connect(options);
  const query = { search: options.search, service: options.service, sourceId: options.source, limit: options.limit };
  if (options.services) {
    const reply = await client.call(listServices, { query });
    if (options.json) return printJson(reply);
    for (const { name, namespace, metricCount } of reply.services) {
      const where = namespace === undefined ? '' : ` in ${namespace}`;
      console.log(`${styled('bold', name)}${where}  ${styled('dim', `${metricCount} metrics`)}`);
    }
    return sayRest(reply.services.length, reply.total, 'services');
  }
  const reply = await client.call(listMetrics, { query });
  if (options.json) return printJson(reply);
  for (const { name, type, unit, help, seriesCount } of reply.metrics) {
    const facts = [type, unit, `${seriesCount} series`].filter((fact) => fact !== undefined).join(', ');
    console.log(`${styled('bold', name)}  ${styled('dim', facts)}${help === '' ? '' : `\n  ${printable(help)}`}`);
  }
  sayRest(reply.metrics.length, reply.total, 'metrics');
}

function sayRest(shown: number, total: number, what: string): void {
  if (total === 0) console.error(`No ${what} found. If the source was connected just now, discovery may still run.`);
  else if (shown < total) console.error(`${shown} of ${total} ${what}; --limit and --search show others.`);
}

/** HELP text is written by whoever exposes the metric: control characters could rewrite the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 500) return limit;
  throw new InvalidArgumentError('It must be a whole number from 1 to 500.');
}
