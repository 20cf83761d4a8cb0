import { z } from 'zod';
import { defineRoute } from './route.ts';

export const role = z.enum(['member', 'admin']);
export type Role = z.infer<typeof role>;

/** Who acts: a user (or later a key or a daemon) within one organisation. Every service method takes one. */
export interface Principal {
  readonly kind: 'user' | 'key' | 'daemon';
  readonly id: string;
  readonly organisationId: string;
  readonly role: Role;
  readonly scopes: readonly string[];
}

export const me = z.object({
  id: z.string(),
  name: z.string(),
  role,
  organisation: z.object({ id: z.string(), name: z.string() }),
  mode: z.enum(['local', 'accounts']),
});
export type Me = z.infer<typeof me>;

export const getMe = defineRoute({
  method: 'GET',
  path: '/api/v1/me',
  summary: 'Who is signed in, and how this server identifies people.',
  access: 'member',
  reply: me,
});

/** The one-time link of local mode: redeems its token for a session cookie. */
export const redeemLink = defineRoute({
  method: 'POST',
  path: '/api/v1/session/link',
  summary: 'Exchange the one-time token of the link printed at start for a session cookie.',
  access: 'public',
  body: z.strictObject({ token: z.string().min(16).max(200) }),
  reply: me,
});

/** A link for another browser of the caller, as `locum link` prints it. */
export const createLink = defineRoute({
  method: 'POST',
  path: '/api/v1/session/links',
  summary: 'Make a one-time link that signs its opener in as the caller.',
  access: 'member',
  reply: z.object({ token: z.string(), expiresAt: z.iso.datetime() }),
});

export const signOut = defineRoute({
  method: 'DELETE',
  path: '/api/v1/session',
  summary: 'End this session.',
  access: 'member',
  reply: z.object({ signedOut: z.literal(true) }),
});
