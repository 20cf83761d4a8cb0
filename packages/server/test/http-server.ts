import type { Principal, Role } from '@locum/contracts';
import type { FastifyInstance } from 'fastify';
import { createHttpServer, type HttpServerOptions } from '../src/platform/http/index.ts';
import { createId } from '../src/platform/ids.ts';
import { createLogger } from '../src/platform/log.ts';

export interface TestServer {
  readonly app: FastifyInstance;
  /** Headers that make a request come from this principal. */
  signIn(principal: Principal): Record<string, string>;
}

/** The real HTTP layer for route tests; replies are checked against their contracts. Register routes, then `app.inject`. */
export async function createTestServer(overrides: Partial<HttpServerOptions> = {}): Promise<TestServer> {
  const principals = new Map<string, Principal>();
  const app = await createHttpServer({
    log: createLogger({ level: 'silent' }),
    policy: { allowedHosts: [], allowAnyAddress: false, allowedOrigins: [] },
    validateReplies: true,
    resolvePrincipal: async (request) => principals.get(request.headers.authorization ?? '') ?? null,
    ...overrides,
  });
  return {
    app,
    signIn(principal) {
      const authorization = `Bearer ${principal.id}`;
      principals.set(authorization, principal);
      return { authorization, host: 'localhost' };
    },
  };
}

export const memberOf = (organisationId: string) => principalOf(organisationId, 'member');
export const adminOf = (organisationId: string) => principalOf(organisationId, 'admin');

function principalOf(organisationId: string, role: Role): Principal {
  return { kind: 'user', id: createId(), organisationId, role, scopes: [] };
}
