import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Principal } from '@locum/contracts';
import type { FastifyInstance } from 'fastify';
import { closePlatform, createPlatform, type Platform, type PlatformOverrides } from './app-platform.ts';
import { closeServices, createServices, registerRoutes, type Services } from './app-services.ts';
import type { Config } from './config.ts';
import { dataRooms } from './data-rooms.ts';
import { AppError } from './platform/errors.ts';
import { createHttpServer, describeApi, type OriginPolicy } from './platform/http/index.ts';
import { forgetServer, publishServer } from './platform/local-access/index.ts';
import { registerMetricsRoute } from './platform/telemetry/index.ts';

export interface AppOverrides extends PlatformOverrides {
  /** Folder of the built web page. */
  readonly webFolder?: string | undefined;
  readonly validateReplies?: boolean;
}

export interface StartedApp {
  /** Where the server is reached, without a slash at the end. */
  readonly url: string;
  /** Opens the web page and signs its reader in, once. */
  readonly link: string;
}

export interface App {
  readonly fastify: FastifyInstance;
  readonly services: Services;
  /** Listens, and begins background work. */
  start(): Promise<StartedApp>;
  /** Lets requests and questions in flight finish, for 4 s at most, then closes everything. Safe to call twice. */
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const FINISH_MS = 4000;

/** Builds the server: platform, then domains from left to right, then routes. Nothing listens before `start`. */
export async function createApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const platform = await createPlatform(config, overrides);
  try {
    return await composeApp(config, platform, overrides);
  } catch (error) {
    // An open database would keep the process, and the folder locked, for ever.
    await closePlatform(platform);
    throw error;
  }
}

async function composeApp(config: Config, platform: Platform, overrides: AppOverrides): Promise<App> {
  const services = createServices(config, platform);
  const fastify = await createHttpServer({
    log: platform.log,
    policy: originPolicy(config),
    resolvePrincipal: services.accounts.resolvePrincipal,
    validateReplies: overrides.validateReplies ?? false,
    webFolder: overrides.webFolder,
    trustProxy: config.trustProxy,
    runOnce: platform.idempotency.runOnce,
  });
  registerMetricsRoute(fastify, platform.telemetry, { token: config.metricsToken });
  await describeApi(fastify, { version: platform.version });
  registerRoutes(fastify, platform, services);
  for (const fault of config.unknownSettings) platform.log.warn(fault);

  let stopped: Promise<void> | null = null;
  return {
    fastify,
    services,
    async start() {
      const owner = await services.accounts.startLocalMode(config.dataDir);
      await startWork(config, platform, services, owner);
      const url = publicUrl(config, await listen(fastify, config));
      publishServer(config.dataDir, url);
      const { token } = await services.accounts.service.createLink(owner);
      return { url, link: `${url}/link#token=${token}` };
    },
    stop() {
      stopped ??= stopApp(config, fastify, platform, services);
      return stopped;
    },
  };
}

/** What goes on without a request. */
async function startWork(config: Config, platform: Platform, services: Services, owner: Principal): Promise<void> {
  const { database, clock, runLog, idempotency, scheduler } = platform;
  if (config.prometheus !== undefined) {
    await services.sources.seed(owner.organisationId, config.prometheus);
  }
  services.catalog.start(scheduler);
  // On the embedded database no other server can have an open run. Keys first: they are told by their open runs.
  if (config.database.url === undefined) {
    await idempotency.releaseInterrupted();
    await runLog.endInterrupted(new Date(clock.now()));
  }
  scheduler.schedule({
    name: 'retention',
    intervalMs: HOUR_MS,
    runAtStart: true,
    async run() {
      const options = { now: new Date(clock.now()), keepDays: config.keepDays };
      for (const { retention } of dataRooms) await retention?.sweep(database, options);
    },
  });
}

async function stopApp(
  config: Config,
  fastify: FastifyInstance,
  platform: Platform,
  services: Services,
): Promise<void> {
  const late = sleep(FINISH_MS, undefined, { ref: false });
  const cut = setTimeout(() => fastify.server.closeAllConnections(), FINISH_MS);
  await fastify.close();
  clearTimeout(cut);
  await Promise.race([services.ask.close(), late]);
  forgetServer(config.dataDir);
  await platform.scheduler.stop();
  await closeServices(services);
  await closePlatform(platform);
}

async function listen(fastify: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await fastify.listen({ host, port });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause;
    const internal = `Port ${port} is in use on ${host}. Stop the program that listens there, or choose another with LOCUM_PORT.`;
    throw new AppError('internal', { internal, cause });
  }
}

function originPolicy(config: Config): OriginPolicy {
  const publicHost = config.publicUrl === undefined ? [] : [new URL(config.publicUrl).hostname];
  const isLoopback = config.host === 'localhost' || config.host === '::1' || config.host.startsWith('127.');
  return {
    allowedHosts: [...config.allowedHosts, ...publicHost, ...(isIP(config.host) ? [] : [config.host])],
    allowAnyAddress: !isLoopback,
    allowedOrigins: config.allowedOrigins,
  };
}

/** An address to open in a browser on this machine, unless the configuration knows a better one. */
function publicUrl(config: Config, listening: string): string {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const url = new URL(listening);
  if (config.host === '0.0.0.0' || config.host === '::') url.hostname = '127.0.0.1';
  return url.origin;
}
