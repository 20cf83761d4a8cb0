import type { Principal } from '@locum/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccountService } from './service.ts';

/** Who a request comes from: `Authorization: Bearer` (command line, programs), else the session cookie (browsers). */
export async function resolvePrincipal(accounts: AccountService, request: FastifyRequest): Promise<Principal | null> {
  const token = readSessionToken(request);
  return token === null ? null : accounts.findPrincipal(token);
}

export function readSessionToken(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  // A wrong header is not rescued by a cookie: the caller said who it is.
  if (header !== undefined) return /^Bearer ([\w-]{16,200})$/i.exec(header)?.[1] ?? null;
  return request.cookies[cookieName(request)] ?? null;
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string, expires: Date): void {
  reply.setCookie(cookieName(request), token, { ...cookieOptions(request), expires });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(cookieName(request), cookieOptions(request));
}

function cookieOptions(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const;
}

// Browsers do not keep cookies of one host apart by port, and two Locum servers on one machine are usual.
function cookieName(request: FastifyRequest): string {
  const port = /:(\d+)$/.exec(request.headers.host ?? '')?.[1];
  return port === undefined ? 'locum_session' : `locum_session_${port}`;
}
