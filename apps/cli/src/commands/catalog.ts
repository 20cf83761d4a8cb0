import { type CatalogMetric, type CatalogService, listMetrics, listServices } from '@locum/contracts';
import { type Command, InvalidArgumentError } from 'commander';
import { addConnectionOptions, type ConnectionOptions, connect } from '../connection.ts';
import { printJson, styled } from '../terminal/style.ts';
import { findSourceId } from './source-option.ts';

interface CatalogOptions extends ConnectionOptions {
  readonly search?: string;
  readonly service?: string;
  readonly source?: string;
  readonly prometheus?: string;
  readonly services?: true;
  readonly limit: number;
  readonly json?: true;
}

export function defineCatalog(command: Command): void {
  addConnectionOptions(command)
    .option('--search <words>', 'only what these words mean')
    .option('--service <name>', 'only metrics of this service')
    .option('--source <name>', 'another source than the default one')
    .option('--prometheus <url>', 'read this Prometheus directly, without a server')
    .option('--services', 'list services instead of metrics')
    .option('--limit <number>', 'how many to list', parseLimit, 50)
    .option('--json', 'print JSON')
    .action(runCatalog);
}

async function runCatalog(options: CatalogOptions): Promise<void> {
  const reply = await (options.prometheus === undefined
    ? askServer(options)
    : readDirectly(options.prometheus, options));
  if (options.json) return printJson(reply);
  if ('services' in reply) {
    for (const service of reply.services) console.log(describeService(service));
    sayRest(reply.services.length, reply.total, 'services', options);
  } else {
    for (const metric of reply.metrics) console.log(describeMetric(metric));
    sayRest(reply.metrics.length, reply.total, 'metrics', options);
  }
}

async function askServer(options: CatalogOptions) {
  const { client } = connect(options);
  const { search, service, source, limit } = options;
  const query = { search, service, sourceId: await findSourceId(client, source), limit };
  return options.services ? client.call(listServices, { query }) : client.call(listMetrics, { query });
}

async function readDirectly(prometheusUrl: string, options: CatalogOptions) {
  const { readOfflineCatalog } = await import('@locum/server/offline-catalog');
  const catalog = await readOfflineCatalog({ prometheusUrl, now: Date.now() / 1000 });
  return options.services ? catalog.services(options) : catalog.metrics(options);
}

function describeService({ name, namespace, metricCount }: CatalogService): string {
  const where = namespace === undefined ? '' : ` in ${namespace}`;
  return `${styled('bold', name)}${where}  ${styled('dim', `${metricCount} metrics`)}`;
}

function describeMetric({ name, type, unit, help, seriesCount }: CatalogMetric): string {
  const facts = [type, unit, `${seriesCount} series`].filter((fact) => fact !== undefined).join(', ');
  return `${styled('bold', name)}  ${styled('dim', facts)}${help === '' ? '' : `\n  ${printable(help)}`}`;
}

function sayRest(shown: number, total: number, what: string, { search, service }: CatalogOptions): void {
  if (total === 0 && search !== undefined) {
    const where = service === undefined ? '' : ` of ${service}`;
    console.error(
      `No ${what}${where} match "${search}". Try another word for what is measured, or list all without --search.`,
    );
  } else if (total === 0 && service !== undefined && what === 'metrics') {
    console.error(`No service is named "${service}". \`locum catalog --services\` lists them.`);
  } else if (total === 0)
    console.error(`No ${what} found. If the source was connected just now, discovery may still run.`);
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
