import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { Principal, Route } from '@locum/contracts';
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { AppError } from '../errors.ts';
import { createId } from '../ids.ts';
import type { Logger } from '../log.ts';
import { replyWithErrors, sendError, toMissingRoute } from './error-reply.ts';
import { guardOrigins, type OriginPolicy } from './origin-guard.ts';
import type { RunOnce } from './run-once.ts';
import { validateInput } from './validate-input.ts';
import { isPageVisit, sendPage, serveWebFiles } from './web-files.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null when nobody is signed in. Set before any handler runs. */
    principal: Principal | null;
  }
  interface FastifyInstance {
    /** Aborted when the server begins to stop. */
    readonly stopping: AbortSignal;
    /** Every contract served, in order of registration. */
    readonly contracts: readonly Route[];
    readonly runOnce: RunOnce | undefined;
  }
  interface FastifyContextConfig {
    contract?: Route;
  }
}

export interface HttpServerOptions {
  readonly log: Logger;
  readonly policy: OriginPolicy;
  /** Who a request comes from. The one way in for cookies, tokens and keys alike. */
  resolvePrincipal(request: FastifyRequest): Promise<Principal | null>;
  /** Checks every reply against its contract. For tests: replies can be large, and ours need no proof in production. */
  readonly validateReplies?: boolean;
  /** Folder with the built web page; its addresses are answered with `index.html`. */
  readonly webFolder?: string | undefined;
  /** Remembers what came of requests with an `Idempotency-Key`. Without it every request is carried out. */
  readonly runOnce?: RunOnce | undefined;
  /** Trust `X-Forwarded-*` of a proxy in front. */
  readonly trustProxy?: boolean;
}

const BODY_LIMIT_BYTES = 1024 * 1024;

/** Fastify with everything every route shares. Domains add theirs with `registerRoute`. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: options.log as FastifyBaseLogger, // pino's type has more levels than Fastify's; it is a pino logger
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => createId(),
    requestIdHeader: false,
    // One line a request is noise here: requests are counted in /metrics, failures are logged with their cause.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    // Its reply would not have our shape; the hook below answers instead.
    return503OnClosing: false,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) =>
      sendError(new AppError('invalid_request', { hint: error.message }), request, reply),
  });
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validateInput);
  app.setSerializerCompiler(options.validateReplies ? serializerCompiler : () => JSON.stringify);
  decorate(app);
  app.decorate('runOnce', options.runOnce);
  replyWithErrors(app);
  await addSharedPlugins(app, options.policy);
  if (options.webFolder !== undefined) await serveWebFiles(app, options.webFolder);
  app.setNotFoundHandler(async (request, reply) => {
    if (options.webFolder !== undefined && isPageVisit(request)) return sendPage(reply);
    throw toMissingRoute(app.contracts, request, reply);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (app.stopping.aborted) throw new AppError('shutting_down', { retryAfterSeconds: 5 });
    request.principal = await options.resolvePrincipal(request);
  });
  return app;
}

function decorate(app: FastifyInstance): void {
  const stop = new AbortController();
  const contracts: Route[] = [];
  app.decorate('stopping', stop.signal);
  app.decorate('contracts', contracts);
  app.decorateRequest('principal', null);
  app.addHook('onRoute', ({ config }) => {
    if (config?.contract !== undefined && !contracts.includes(config.contract)) contracts.push(config.contract);
  });
  app.addHook('preClose', async () => stop.abort(new AppError('shutting_down')));
}

async function addSharedPlugins(app: FastifyInstance, policy: OriginPolicy): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Charts and virtual lists set element styles; scripts have no exception.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Only meaningful over TLS, which the proxy in front ends; it knows its own domain.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  });
  guardOrigins(app, policy);
  await app.register(cors, { origin: [...policy.allowedOrigins], credentials: true, maxAge: 600 });
  await app.register(cookie);
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] });
}
