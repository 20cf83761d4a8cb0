import type { Member } from './store.ts';

/**
 * The seeded owner of local mode. Fixed ids make seeding idempotent: servers that start together on one database agree
 * without a lock. From here on this is a user like any other.
 */
export const localOwner: Member & { membershipId: string } = {
  userId: '00000000-0000-7000-8000-000000000002',
  userName: 'Owner',
  organisationId: '00000000-0000-7000-8000-000000000001',
  organisationName: 'Local',
  membershipId: '00000000-0000-7000-8000-000000000003',
  role: 'admin',
};
