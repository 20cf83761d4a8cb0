import { z } from 'zod';

/**
 * The header by which a request is carried out once however often it is sent, as draft-ietf-httpapi-idempotency-key-header-07 and
 * Stripe's API have it. The draft quotes the key and most clients do not, so both are taken. Other headers pass.
 */
export const idempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^("?)[!#-[\]-~]{1,255}\1$/, 'must be 1 to 255 visible ASCII characters without quotes, such as a UUID')
    .transform((text) => text.replaceAll('"', ''))
    .optional()
    .describe(
      'A new unique text, such as a UUID, for each thing to be done; the same when the same request is sent again. Kept for 24 hours.',
    ),
});

/** Set to `true` on a reply that repeats the outcome of an earlier request. */
export const REPLAYED_HEADER = 'idempotent-replayed';
