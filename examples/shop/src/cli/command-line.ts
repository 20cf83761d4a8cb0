import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importHistory } from '../history/import-history.ts';
import { writeHistory } from '../history/write-history.ts';
import type { PeerAddresses } from '../services/call-peer.ts';
import { runService } from '../services/run-service.ts';
import { unknownFault } from '../supervisor/admin-server.ts';
import { type Shop, startShop } from '../supervisor/start-shop.ts';
import { startTraffic } from '../traffic/traffic.ts';
import { type FaultName, findFaultName } from '../world/faults.ts';
import { defaultSeed } from '../world/random.ts';
import { findServiceName, releaseOf, serviceNames } from '../world/releases.ts';
import type { CommandResult } from './command-result.ts';
import { faultCommand } from './fault-command.ts';

const usage = `usage:
  shop up [--out DIR] [--interval SECONDS] [--admin-port N] [--seed TEXT] [--json] [--until-stdin-ends]
        all services, customers and fault switches; --out writes prometheus.yml and its rules there,
        --json describes them in one line, --until-stdin-ends stops with the program that started it
  shop service NAME [--port N] [--peer NAME=HOST:PORT]... [--fault NAME]... [--seed TEXT]
        one service alone: ${serviceNames.join(', ')}
  shop traffic --peer NAME=HOST:PORT...
        the customers alone, against services started alone
  shop fault NAME on|off|status     shop fault list
        switches of the running shop [--admin URL]
  shop history --out FILE [--hours N] [--step SECONDS] [--seed TEXT] [--import FOLDER]
        the past as OpenMetrics text; --import loads it into a Prometheus data folder with promtool`;

/** A command that is done, or one that runs until it is told to stop. */
export type Outcome = CommandResult | Running;

interface Running {
  output: string;
  stop(): Promise<void> | void;
  untilStdinEnds?: boolean;
}

const none: string[] = [];

const options = {
  out: { type: 'string' },
  interval: { type: 'string', default: '5' },
  'admin-port': { type: 'string', default: '0' },
  admin: { type: 'string' },
  seed: { type: 'string', default: defaultSeed },
  port: { type: 'string', default: '0' },
  peer: { type: 'string', multiple: true, default: none },
  fault: { type: 'string', multiple: true, default: none },
  hours: { type: 'string', default: '26' },
  step: { type: 'string', default: '60' },
  json: { type: 'boolean', default: false },
  'until-stdin-ends': { type: 'boolean', default: false },
  import: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options });
}

/** Thrown for a command line that makes no sense; the message says what would. */
class UsageError extends Error {}

export async function runCommandLine(args: readonly string[]): Promise<Outcome> {
  try {
    const { values, positionals } = parse(args);
    const [command, ...rest] = positionals;
    if (values.help) return { exitCode: 0, output: usage };
    if (command === 'fault') return await faultCommand(rest, values.admin);
    if (command === 'up') return await up(values);
    if (command === 'service') return await service(rest, values);
    if (command === 'traffic') return traffic(values);
    if (command === 'history') return await history(values);
    return { exitCode: 2, output: usage };
  } catch (error) {
    if (error instanceof UsageError || isParseError(error))
      return { exitCode: 2, output: `${error.message}\n${usage}` };
    return { exitCode: 1, output: error instanceof Error ? error.message : String(error) };
  }
}

function isParseError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

async function up(values: Values): Promise<Outcome> {
  const shop = await startShop({ seed: values.seed, faultsPort: whole(values['admin-port'], 'admin-port') });
  const config = values.out === undefined ? null : writeConfig(shop, values.out, whole(values.interval, 'interval'));
  const untilStdinEnds = values['until-stdin-ends'];
  const { targets, adminUrl, stop } = shop;
  if (values.json) return { output: JSON.stringify({ targets, adminUrl, config }), stop, untilStdinEnds };
  const lines = targets.map(({ job, address }) => `${job.padEnd(16)} http://${address}/metrics`);
  lines.push(`faults           ${adminUrl}/faults`);
  if (config !== null) lines.push(`prometheus       --config.file=${config} --enable-feature=native-histograms`);
  return { output: lines.join('\n'), stop, untilStdinEnds };
}

function writeConfig(shop: Shop, folder: string, intervalSeconds: number): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, shop.prometheusConfig(intervalSeconds));
  writeFileSync(join(folder, shop.ruleFileName), shop.ruleFile);
  return file;
}

async function service([given = '']: readonly string[], values: Values): Promise<Outcome> {
  const name = findServiceName(given);
  if (name === null) throw new UsageError(`there is no service "${given}"; there are ${serviceNames.join(', ')}`);
  const running = await runService({
    name,
    port: whole(values.port, 'port'),
    addresses: peers(values.peer),
    seed: values.seed,
    release: releaseOf(name, 'current', values.seed),
    faults: values.fault.map(faultOf),
  });
  return { output: `${name} http://${running.address}/metrics`, stop: running.close };
}

function traffic(values: Values): Outcome {
  const addresses = peers(values.peer);
  const missing = serviceNames.filter((name) => addresses[name] === undefined);
  if (missing.length > 0) throw new UsageError(`customers need --peer for ${missing.join(', ')}`);
  const running = startTraffic({ addresses, seed: values.seed });
  return { output: 'customers are on their way', stop: running.stop };
}

async function history(values: Values): Promise<CommandResult> {
  const { out, hours, step, seed, import: dataFolder } = values;
  if (out === undefined) throw new UsageError('history needs --out FILE');
  const span = { hours: whole(hours, 'hours'), stepSeconds: whole(step, 'step') };
  const { samples, series } = writeHistory({ until: new Date(), out, seed, ...span });
  const output = `${samples} samples of ${series} series in ${out}`;
  if (dataFolder === undefined) return { exitCode: 0, output };
  const imported = await importHistory({ file: out, dataFolder });
  if (imported.outcome === 'failed') return { exitCode: 1, output: `promtool refused: ${imported.reason}` };
  return { exitCode: 0, output: `${output}, loaded into ${dataFolder}` };
}

function peers(given: readonly string[]): PeerAddresses {
  return Object.fromEntries(
    given.map((text) => {
      const [, name = '', address] = /^(\w+)=([\w.-]+:\d+)$/.exec(text) ?? [];
      const service = findServiceName(name);
      if (service === null) throw new UsageError(`--peer takes NAME=HOST:PORT, not "${text}"`);
      return [service, address];
    }),
  );
}

function faultOf(text: string): FaultName {
  const name = findFaultName(text);
  if (name === null) throw new UsageError(unknownFault(text));
  return name;
}

function whole(text: string, option: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`--${option} takes a whole number, not "${text}"`);
  return Number(text);
}
