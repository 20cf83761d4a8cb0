import type { Role } from '@locum/contracts';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Database, Queries } from '../../platform/db/index.ts';
import { memberships, organisations, sessions, signInLinks, users } from './tables.ts';

/** A user in one organisation. */
export interface Member {
  readonly userId: string;
  readonly userName: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly role: Role;
}

/** A row of `sessions` or `sign_in_links`: a token that stands for a member until it expires. */
export interface Credential {
  readonly id: string;
  readonly organisationId: string;
  readonly userId: string;
  readonly tokenHash: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export type AccountStore = ReturnType<typeof createAccountStore>;

export function createAccountStore(database: Database) {
  return {
    /** Adds the organisation, the user and the membership where they are missing. Safe when two servers do it at once. */
    async seedMember(member: Member & { membershipId: string }, createdAt: Date): Promise<void> {
      const { userId, organisationId, role, membershipId } = member;
      await database.transaction(async (tx) => {
        const organisation = { id: organisationId, name: member.organisationName, createdAt };
        await tx.insert(organisations).values(organisation).onConflictDoNothing();
        await tx.insert(users).values({ id: userId, name: member.userName, createdAt }).onConflictDoNothing();
        const membership = { id: membershipId, organisationId, userId, role, createdAt };
        await tx.insert(memberships).values(membership).onConflictDoNothing();
      });
    },

    async findMember(organisationId: string, userId: string): Promise<Member | null> {
      const where = and(eq(memberships.organisationId, organisationId), eq(memberships.userId, userId));
      return (await selectMembers(database).where(where))[0] ?? null;
    },

    async findSession(tokenHash: string, now: Date): Promise<(Member & { sessionId: string }) | null> {
      const rows = await database
        .select({ ...memberColumns, sessionId: sessions.id })
        .from(sessions)
        .innerJoin(
          memberships,
          and(eq(memberships.userId, sessions.userId), eq(memberships.organisationId, sessions.organisationId)),
        )
        .innerJoin(users, eq(users.id, memberships.userId))
        .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
        .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, now)));
      return rows[0] ?? null;
    },

    async addSession(session: Credential): Promise<void> {
      await database.insert(sessions).values(session);
    },

    async extendSession(tokenHash: string, expiresAt: Date): Promise<void> {
      await database.update(sessions).set({ expiresAt }).where(eq(sessions.tokenHash, tokenHash));
    },

    async deleteSession(tokenHash: string): Promise<void> {
      await database.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
    },

    async addLink(link: Credential): Promise<void> {
      await database.insert(signInLinks).values(link);
    },

    /** Marks the link used and answers whose it is, in one statement: of two redeemers at once only one gets it. */
    async redeemLink(tokenHash: string, now: Date): Promise<{ organisationId: string; userId: string } | null> {
      const rows = await database
        .update(signInLinks)
        .set({ redeemedAt: now })
        .where(
          and(eq(signInLinks.tokenHash, tokenHash), isNull(signInLinks.redeemedAt), gt(signInLinks.expiresAt, now)),
        )
        .returning({ organisationId: signInLinks.organisationId, userId: signInLinks.userId });
      return rows[0] ?? null;
    },
  };
}

const memberColumns = {
  userId: users.id,
  userName: users.name,
  organisationId: organisations.id,
  organisationName: organisations.name,
  role: memberships.role,
};

function selectMembers(queries: Queries) {
  return queries
    .select(memberColumns)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(organisations, eq(organisations.id, memberships.organisationId));
}
