import { createLink, getMe, redeemLink, signOut } from '@locum/contracts';
import type { FastifyInstance } from 'fastify';
import { registerRoute } from '../../platform/http/index.ts';
import { clearSessionCookie, readSessionToken, setSessionCookie } from './principal.ts';
import type { AccountService } from './service.ts';

export function registerAccountRoutes(app: FastifyInstance, accounts: AccountService): void {
  registerRoute(app, getMe, ({ principal }) => accounts.describe(principal));

  registerRoute(app, redeemLink, async ({ body, request, reply }) => {
    const { me, sessionToken, expiresAt } = await accounts.redeemLink(body.token);
    setSessionCookie(request, reply, sessionToken, expiresAt);
    return me;
  });

  registerRoute(app, createLink, ({ principal }) => accounts.createLink(principal));

  registerRoute(app, signOut, async ({ request, reply }) => {
    const token = readSessionToken(request);
    if (token !== null) await accounts.signOut(token);
    clearSessionCookie(request, reply);
    return { signedOut: true as const };
  });
}
