import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type App, createApp, readConfig } from '@locum/server';
import { type Shop, startShop } from '@locum/shop';
import { prepareHistory } from './history.ts';
import { type DemoPrometheus, findFreePort, startPrometheus } from './prometheus.ts';

export interface Demo {
  /** Opens the page and signs its reader in, once. */
  readonly link: string;
  readonly url: string;
  /** Null when no Prometheus was found. */
  readonly prometheusUrl: string | null;
  readonly shopUrl: string;
}

export interface DemoOptions {
  /** Kept between demos: the second start is quick. */
  readonly folder: string;
  readonly webFolder: string | undefined;
  /** What is being done, for a reader who waits. */
  say(line: string): void;
  /** Called with each thing started, so that it can be stopped whenever Ctrl-C comes. */
  onStarted(stop: () => Promise<void>): void;
}

const SCRAPE_SECONDS = 5;

/** Shop, Prometheus with a day of history, and Locum, all on free loopback ports. What depends on nothing starts at once. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { folder, webFolder, say, onStarted } = options;
  const isFirst = !existsSync(join(folder, 'prometheus'));
  const port = await findFreePort();
  say('Starting the shop, its Prometheus and Locum.');
  const [shop, history, app] = await Promise.all([
    startShop().then((started) => keep(started, onStarted)),
    prepareHistory(join(folder, 'prometheus'), new Date()),
    createLocum({ folder, port, webFolder }).then((created) => keep(created, onStarted)),
  ]);
  if (history.outcome === 'failed') say(`The shop has no past: ${history.reason}`);
  const prometheus = await startShopPrometheus(shop, { folder: join(folder, 'prometheus'), port });
  if (prometheus === null) {
    say(
      'There is no `prometheus` on PATH. Locum starts without it and asks for the address of yours on its first page.',
    );
  } else {
    onStarted(prometheus.stop);
  }
  // Prometheus takes up to ten seconds to its first scrape. Who starts the demo again has data of minutes ago meanwhile.
  const isFlowing = prometheus?.dataFlows(shop.targets.length);
  if (isFirst && isFlowing !== undefined) {
    say('Waiting until data flows.');
    await isFlowing;
  }
  const { url, link } = await app.start();
  if (!isFirst) void isFlowing?.then(() => discoverAnew(app)).catch(stoppedBefore);
  return { url, link, prometheusUrl: prometheus === null ? null : `http://127.0.0.1:${port}`, shopUrl: shop.adminUrl };
}

/** Types and help come with a scrape; what was discovered before it lacks them. */
async function discoverAnew({ services }: App): Promise<void> {
  for (const key of await services.sources.listAll()) await services.catalog.discover(key, key.sourceId);
}

/** Ctrl-C came first. Should it be something else, the next regular discovery makes up for it. */
function stoppedBefore(): void {}

function keep<T extends { stop(): Promise<void> }>(started: T, onStarted: DemoOptions['onStarted']): T {
  onStarted(started.stop);
  return started;
}

function createLocum(options: { folder: string; port: number; webFolder: string | undefined }): Promise<App> {
  // Not the environment of the reader: a demo must not touch their database or their data folder.
  const config = readConfig({
    LOCUM_DATA_DIR: join(options.folder, 'locum'),
    LOCUM_PORT: '0',
    LOCUM_LOG_LEVEL: 'error',
    LOCUM_PROMETHEUS_URL: `http://127.0.0.1:${options.port}`,
    LOCUM_PROMETHEUS_NAME: 'Shop',
  });
  return createApp(config, { webFolder: options.webFolder });
}

function startShopPrometheus(shop: Shop, where: { folder: string; port: number }): Promise<DemoPrometheus | null> {
  const files = { 'prometheus.yml': shop.prometheusConfig(SCRAPE_SECONDS), [shop.ruleFileName]: shop.ruleFile };
  return startPrometheus({ ...where, files });
}
