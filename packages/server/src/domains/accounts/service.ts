import type { Me, Principal } from '@locum/contracts';
import type { Cache } from '../../platform/cache/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { createToken, hashToken } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { AppError } from '../../platform/errors.ts';
import { createId } from '../../platform/ids.ts';
import { localOwner } from './local-owner.ts';
import { type AccountStore, type Credential, createAccountStore, type Member } from './store.ts';

export interface AccountsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly cache: Cache;
}

export interface AccountService {
  /** Local mode: makes sure that its one organisation and owner exist. Answers the owner. */
  seedLocalOwner(): Promise<Principal>;
  /** Who holds this session token; null when it is unknown, expired or signed out. */
  findPrincipal(sessionToken: string): Promise<Principal | null>;
  /** A one-time token for the link that signs somebody in as `principal`. */
  createLink(principal: Principal): Promise<{ token: string; expiresAt: string }>;
  /** Exchanges it for a session, once. Throws `link_spent`. */
  redeemLink(token: string): Promise<{ me: Me; sessionToken: string; expiresAt: Date }>;
  /** A session for the command line. With `token`, the same one again for another year if it is still known. */
  renewCommandLineSession(principal: Principal, token: string | null): Promise<string>;
  signOut(sessionToken: string): Promise<void>;
  describe(principal: Principal): Promise<Me>;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const LINK_MS = 60 * MINUTE_MS;
const BROWSER_SESSION_MS = 30 * DAY_MS;
const COMMAND_LINE_SESSION_MS = 365 * DAY_MS;

// Every request asks who it is from. A session ended on another replica lives on here for at most this long.
const PRINCIPAL_CACHE_MS = 5000;

export function createAccountService({ database, clock, cache }: AccountsDeps): AccountService {
  const store = createAccountStore(database);
  const now = () => new Date(clock.now());
  const credentialFor = (principal: Principal, lifeMs: number): Credential & { token: string } => {
    const token = createToken();
    const { id: userId, organisationId } = principal;
    const expiresAt = new Date(clock.now() + lifeMs);
    return {
      id: createId(clock.now()),
      organisationId,
      userId,
      tokenHash: hashToken(token),
      createdAt: now(),
      expiresAt,
      token,
    };
  };
  const startSession = async (principal: Principal, lifeMs: number) => {
    const { token, ...session } = credentialFor(principal, lifeMs);
    await store.addSession(session);
    return { sessionToken: token, expiresAt: session.expiresAt };
  };

  return {
    async seedLocalOwner() {
      await store.seedMember(localOwner, now());
      return principalOf(localOwner);
    },

    async findPrincipal(sessionToken) {
      const tokenHash = hashToken(sessionToken);
      const load = () => store.findSession(tokenHash, now());
      const { value } = await cache.getOrLoad({ key: sessionKey(tokenHash), ttlMs: PRINCIPAL_CACHE_MS, load });
      return value === null ? null : principalOf(value);
    },

    async createLink(principal) {
      const { token, ...link } = credentialFor(principal, LINK_MS);
      await store.addLink(link);
      return { token, expiresAt: link.expiresAt.toISOString() };
    },

    async redeemLink(token) {
      const owner = await store.redeemLink(hashToken(token), now());
      if (owner === null) throw new AppError('link_spent');
      const member = await getMember(store, owner.organisationId, owner.userId);
      return { me: describeMember(member), ...(await startSession(principalOf(member), BROWSER_SESSION_MS)) };
    },

    async renewCommandLineSession(principal, token) {
      const known = token === null ? null : await store.findSession(hashToken(token), now());
      if (token === null || known?.userId !== principal.id) {
        return (await startSession(principal, COMMAND_LINE_SESSION_MS)).sessionToken;
      }
      await store.extendSession(hashToken(token), new Date(clock.now() + COMMAND_LINE_SESSION_MS));
      return token;
    },

    async signOut(sessionToken) {
      const tokenHash = hashToken(sessionToken);
      await store.deleteSession(tokenHash);
      await cache.delete(sessionKey(tokenHash));
    },

    describe: async (principal) => describeMember(await getMember(store, principal.organisationId, principal.id)),
  };
}

function sessionKey(tokenHash: string): string {
  return `session:${tokenHash}`;
}

async function getMember(store: AccountStore, organisationId: string, userId: string): Promise<Member> {
  const member = await store.findMember(organisationId, userId);
  // Removed from the organisation a moment ago.
  if (member === null) throw new AppError('unauthenticated');
  return member;
}

function principalOf(member: Member): Principal {
  return { kind: 'user', id: member.userId, organisationId: member.organisationId, role: member.role, scopes: [] };
}

function describeMember(member: Member): Me {
  return {
    id: member.userId,
    name: member.userName,
    role: member.role,
    organisation: { id: member.organisationId, name: member.organisationName },
    mode: 'local',
  };
}
