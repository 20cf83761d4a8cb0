import { z } from 'zod';
import { defineRoute } from './route.ts';

export const sourceKind = z.enum(['prometheus']);
export type SourceKind = z.infer<typeof sourceKind>;

/**
 * Text that a header can carry (RFC 9110, 5.5), without the white space around it: keys read from a file or pasted often end in a line
 * break, with which nothing could be sent at all.
 */
export const headerText = z
  .string()
  .trim()
  .max(8000)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must hold no line break and only characters of Latin-1');

// RFC 9110, 5.6.2; the others would be the connection's own.
const HEADER_NAME =
  /^(?!(?:connection|content-length|expect|keep-alive|transfer-encoding|upgrade)$)[!#$%&'*+.^_`|~\da-z-]{1,200}$/i;
const extraHeaders = z.record(z.string(), headerText).superRefine((headers, context) => {
  for (const name of Object.keys(headers)) {
    if (HEADER_NAME.test(name)) continue;
    context.addIssue({ code: 'custom', path: [name], message: `must not name the header ${JSON.stringify(name)}` });
  }
});

export const sourceAuth = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('basic'), username: z.string().min(1), password: z.string() }),
  z.strictObject({ type: z.literal('bearer'), token: headerText.min(1) }),
]);
export type SourceAuth = z.infer<typeof sourceAuth>;

/** How to reach one Prometheus-compatible server. Secrets in it are stored encrypted and never read back. */
export const prometheusSettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .refine(hasReadableUserInfo, 'must have its user and password percent-encoded')
    .describe('Base URL, for example http://127.0.0.1:9090 or https://mimir.example.com/prometheus'),
  auth: sourceAuth.default({ type: 'none' }),
  headers: extraHeaders.default({}),
  tenant: headerText.max(200).optional().describe('Sent as X-Scope-OrgID'),
  tls: z
    .strictObject({
      caPem: z.string().optional(),
      insecureSkipVerify: z.boolean().default(false),
      pinnedSha256: z.string().optional().describe('Certificate fingerprint, hex with colons'),
    })
    .optional(),
  timeoutMs: z.number().int().min(100).max(300_000).default(30_000),
});
export type PrometheusSettings = z.infer<typeof prometheusSettings>;

function hasReadableUserInfo(url: string): boolean {
  try {
    const { username, password } = new URL(url);
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

export const sourceHealth = z.object({
  state: z.enum(['up', 'down', 'unknown']),
  checkedAt: z.iso.datetime().optional(),
  message: z.string().optional(),
  version: z.string().optional(),
  flavour: z.enum(['prometheus', 'mimir', 'thanos', 'victoriametrics', 'unknown']).optional(),
});
export type SourceHealth = z.infer<typeof sourceHealth>;

export const source = z.object({
  id: z.string(),
  name: z.string(),
  kind: sourceKind,
  url: z.string().describe('Without user info'),
  isDefault: z.boolean(),
  health: sourceHealth,
  createdAt: z.iso.datetime(),
});
export type Source = z.infer<typeof source>;

export const sourceInput = z.strictObject({
  name: z.string().min(1).max(80),
  kind: sourceKind,
  settings: prometheusSettings,
});
export type SourceInput = z.infer<typeof sourceInput>;

export const listSources = defineRoute({
  method: 'GET',
  path: '/api/v1/sources',
  summary: 'The sources of this organisation.',
  access: 'member',
  reply: z.object({ sources: z.array(source) }),
});

export const createSource = defineRoute({
  method: 'POST',
  path: '/api/v1/sources',
  summary: 'Connect a source. It is tested first; discovery starts at once.',
  access: 'admin',
  takesIdempotencyKey: true,
  body: sourceInput,
  reply: source,
});

export const testSource = defineRoute({
  method: 'POST',
  path: '/api/v1/sources/test',
  summary: 'Try a connection without saving it; the reply says why it fails.',
  access: 'admin',
  takesIdempotencyKey: true,
  body: sourceInput.pick({ kind: true, settings: true }),
  reply: z.object({
    ok: z.boolean(),
    message: z.string(),
    version: z.string().optional(),
    metricCount: z.number().optional(),
  }),
});

export const deleteSource = defineRoute({
  method: 'DELETE',
  path: '/api/v1/sources/:id',
  summary: 'Disconnect a source and forget its credentials and catalog.',
  access: 'admin',
  params: z.object({ id: z.string() }),
  reply: z.object({ deleted: z.literal(true) }),
});
