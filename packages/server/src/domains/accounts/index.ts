import type { Principal } from '@locum/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readCommandLineToken, writeCommandLineToken } from '../../platform/local-access/index.ts';
import type { Logger } from '../../platform/log.ts';
import { resolvePrincipal } from './principal.ts';
import { registerAccountRoutes } from './routes.ts';
import { type AccountService, type AccountsDeps, createAccountService } from './service.ts';

export { dataRights, retention } from './data-rights.ts';
export type { AccountService } from './service.ts';
export { organisations, users } from './tables.ts';

export interface Accounts {
  readonly service: AccountService;
  resolvePrincipal(request: FastifyRequest): Promise<Principal | null>;
  registerRoutes(app: FastifyInstance): void;
  /** Local mode: seeds the owner and writes the command line's token file. Answers the owner. */
  startLocalMode(dataDir: string): Promise<Principal>;
}

export function createAccounts(deps: AccountsDeps & { readonly log: Logger }): Accounts {
  const service = createAccountService(deps);
  return {
    service,
    resolvePrincipal: (request) => resolvePrincipal(service, request),
    registerRoutes: (app) => registerAccountRoutes(app, service),
    async startLocalMode(dataDir) {
      const owner = await service.seedLocalOwner();
      const file = readCommandLineToken(dataDir);
      if (file.outcome === 'readable_by_others') {
        deps.log.warn(
          `Other users could read ${file.path} (mode ${file.mode}): its token has ended, a new one is made.`,
        );
        await service.signOut(file.token);
      }
      const token = await service.renewCommandLineSession(owner, file.outcome === 'found' ? file.token : null);
      writeCommandLineToken(dataDir, token);
      return owner;
    },
  };
}
