import { headerText, prometheusSettings } from '@locum/contracts';
import { z } from 'zod';
import type { SettingsTable } from './platform/settings/index.ts';

const DAYS_KEPT = wholeNumber(0, 36_500);
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const MODEL_PROVIDERS = ['openai-compatible', 'anthropic'] as const;
const PLANNERS = ['built-in', 'model', 'auto'] as const;
const LIST = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const SWITCH = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');
const HTTP_URL = z.url({ protocol: /^https?$/, error: 'must be an address that starts with http:// or https://' });

/** Every setting of the server. `docs/how-to/configure.md` is generated from this table. */
export const settings = {
  LOCUM_HOST: {
    group: 'Server',
    schema: z.string().min(1).default('127.0.0.1'),
    description: 'Address to listen on. `0.0.0.0` accepts connections from other machines.',
  },
  LOCUM_PORT: {
    group: 'Server',
    schema: wholeNumber(0, 65_535).default(4600),
    description: 'Port to listen on; 0 takes any free one.',
  },
  LOCUM_PUBLIC_URL: {
    group: 'Server',
    schema: HTTP_URL.optional(),
    description:
      'Address under which people reach the server, when it differs from host and port (behind a proxy). Used in links.',
  },
  LOCUM_ALLOWED_HOSTS: {
    group: 'Server',
    schema: LIST.default([]),
    description:
      'Host names, separated by commas, under which the server answers besides localhost and its own public address.',
  },
  LOCUM_ALLOWED_ORIGINS: {
    group: 'Server',
    schema: LIST.pipe(z.array(HTTP_URL.transform((url) => new URL(url).origin))).default([]),
    description: 'Other web origins, separated by commas, whose pages may call the API.',
  },
  LOCUM_TRUST_PROXY: {
    group: 'Server',
    schema: SWITCH.default(false),
    description: 'Believe `X-Forwarded-*` headers. Only behind a proxy that sets them itself.',
  },
  LOCUM_METRICS_TOKEN: {
    group: 'Server',
    schema: headerText.min(16, 'must have at least 16 characters').optional(),
    secret: true,
    defaultText: 'none: `/metrics` answers programs on this machine only',
    description:
      'Bearer token without which `/metrics` answers nobody, wherever from. Set it where Prometheus runs elsewhere, or a proxy on this machine passes requests on.',
  },
  LOCUM_LOG_LEVEL: {
    group: 'Server',
    schema: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
    description: 'How much is logged, as JSON lines on standard error.',
  },
  LOCUM_DATA_DIR: {
    group: 'Storage',
    schema: z.string().min(1).optional(),
    defaultText: '`$XDG_DATA_HOME/locum`, or `~/.local/share/locum`',
    description:
      'Folder for the embedded database, the key of stored secrets and the token of the command line. One server a folder.',
  },
  DATABASE_URL: {
    group: 'Storage',
    schema: z.url({ protocol: /^postgres(ql)?$/, error: 'must start with postgres:// or postgresql://' }).optional(),
    secret: true,
    description:
      'PostgreSQL 15 or newer with pgvector, instead of the embedded database. Several servers may share it.',
  },
  LOCUM_DATABASE_POOL: {
    group: 'Storage',
    schema: wholeNumber(1, 200).default(10),
    description: 'Connections to PostgreSQL per server.',
  },
  LOCUM_SECRET_KEY: {
    group: 'Storage',
    schema: z
      .string()
      .refine(
        (text) => Buffer.from(text, 'base64').length === 32,
        'must be 32 bytes in base64; make one with: openssl rand -base64 32',
      )
      .optional(),
    secret: true,
    defaultText: 'a file `secret.key` in the data folder, made at first start',
    description:
      'Key that encrypts stored credentials: 32 bytes, base64. Servers that share a database need the same one.',
  },
  LOCUM_KEEP_HISTORY_DAYS: {
    group: 'Storage',
    schema: DAYS_KEPT.default(90),
    description: 'Days that questions and answers are kept; 0 keeps them for ever.',
  },
  LOCUM_KEEP_RUNS_DAYS: {
    group: 'Storage',
    schema: DAYS_KEPT.default(7),
    description: 'Days that the live events of a question are kept; 0 keeps them for ever.',
  },
  LOCUM_CACHE_MB: {
    group: 'Storage',
    schema: wholeNumber(1, 16_384).default(64),
    description: 'Memory for cached results, in MiB.',
  },
  LOCUM_PROMETHEUS_URL: {
    group: 'Source',
    schema: HTTP_URL.pipe(prometheusSettings.shape.url).optional(),
    description:
      'Base URL of a Prometheus, Mimir, Thanos or VictoriaMetrics to connect at start. More are added on the Sources page.',
  },
  LOCUM_PROMETHEUS_NAME: {
    group: 'Source',
    schema: z.string().min(1).max(80).default('Prometheus'),
    description: 'Name under which it is shown.',
  },
  LOCUM_PROMETHEUS_USERNAME: {
    group: 'Source',
    schema: z.string().min(1).optional(),
    description: 'User of basic authentication.',
  },
  LOCUM_PROMETHEUS_PASSWORD: {
    group: 'Source',
    schema: z.string().optional(),
    secret: true,
    description: 'Password of basic authentication.',
  },
  LOCUM_PROMETHEUS_TOKEN: {
    group: 'Source',
    schema: headerText.min(1).optional(),
    secret: true,
    description: 'Bearer token, instead of user and password.',
  },
  LOCUM_PROMETHEUS_TENANT: {
    group: 'Source',
    schema: headerText.min(1).max(200).optional(),
    description: 'Tenant, sent as `X-Scope-OrgID`.',
  },
  LOCUM_PROMETHEUS_HEADERS: {
    group: 'Source',
    schema: z
      .string()
      .transform((text, context) => {
        try {
          return JSON.parse(text);
        } catch {
          context.addIssue({ code: 'custom', message: 'must be a JSON object such as {"X-Team":"checkout"}' });
          return z.NEVER;
        }
      })
      .pipe(prometheusSettings.shape.headers)
      .optional(),
    secret: true,
    description: 'Further headers as a JSON object, such as `{"X-Team":"checkout"}`.',
  },
  LOCUM_SOURCE_TIMEOUT_MS: {
    group: 'Source',
    schema: wholeNumber(100, 300_000).default(30_000),
    description: 'Time that one call to the source may take, retries included.',
  },
  LOCUM_DISCOVERY_INTERVAL_SECONDS: {
    group: 'Catalog',
    schema: wholeNumber(10, 86_400).default(300),
    description: 'How often metrics, labels and services are looked up anew.',
  },
  LOCUM_DASHBOARDS: {
    group: 'Catalog',
    schema: z.string().min(1).optional(),
    description: 'File or folder with your Grafana dashboards (JSON). Their panels teach Locum what you call things.',
  },
  LOCUM_GRAFANA_URL: { group: 'Catalog', schema: HTTP_URL.optional(), description: 'Grafana to read dashboards from.' },
  LOCUM_GRAFANA_TOKEN: {
    group: 'Catalog',
    schema: headerText.min(1).optional(),
    secret: true,
    description: 'Service account token for it, with the Viewer role.',
  },
  LOCUM_KNOWLEDGE_DIR: {
    group: 'Catalog',
    schema: z.string().min(1).optional(),
    description: 'Folder with knowledge files of your own: what your metrics mean.',
  },
  LOCUM_QUERY_BUDGET_SAMPLES: {
    group: 'Questions',
    schema: wholeNumber(1000, 1e15).default(50_000_000),
    description: 'Samples that one query may read, estimated beforehand. Dearer queries are rewritten or refused.',
  },
  LOCUM_PLANNER: {
    group: 'Models',
    schema: z.enum(PLANNERS, `must be one of ${PLANNERS.join(', ')}`).default('auto'),
    description:
      'Who plans a question: `built-in`; `model`, with the built-in planner to fall back on; or `auto`, which asks the model only when the built-in planner is unsure.',
  },
  LOCUM_MODEL_PROVIDER: {
    group: 'Models',
    schema: z.enum(MODEL_PROVIDERS, `must be one of ${MODEL_PROVIDERS.join(', ')}`).optional(),
    defaultText: 'none: the built-in planner answers',
    description: 'Who plans questions together with the built-in planner.',
  },
  LOCUM_MODEL_URL: {
    group: 'Models',
    schema: HTTP_URL.optional(),
    description: 'Base URL of the model API, when it is not the usual one.',
  },
  LOCUM_MODEL_NAME: { group: 'Models', schema: z.string().min(1).optional(), description: 'Model to use.' },
  LOCUM_MODEL_KEY: {
    group: 'Models',
    schema: z.string().min(1).optional(),
    secret: true,
    description: 'API key of the model.',
  },
  LOCUM_MODEL_TIMEOUT_MS: {
    group: 'Models',
    schema: wholeNumber(500, 120_000).default(8000),
    description: 'Time the model may take to plan one question, retries included. Then the built-in plan is used.',
  },
  LOCUM_MODEL_MAX_TOKENS: {
    group: 'Models',
    schema: wholeNumber(256, 64_000).default(4000),
    description: 'Tokens that one reply of the model may have, its thinking included.',
  },
  LOCUM_MODEL_CONSENT: {
    group: 'Models',
    schema: SWITCH.default(false),
    description:
      'You agree that questions, metric names, help texts, label names and some label values are sent to the model, for every organisation that has not chosen otherwise. Values of samples never are.',
  },
  LOCUM_NOTHING_LEAVES: {
    group: 'Models',
    schema: SWITCH.default(false),
    description: 'Sends nothing to any model, whatever else is configured.',
  },
  LOCUM_EMBEDDINGS_URL: {
    group: 'Models',
    schema: HTTP_URL.optional(),
    defaultText: 'none: the built-in embedder',
    description: 'Base URL of an OpenAI-compatible embeddings API.',
  },
  LOCUM_EMBEDDINGS_NAME: {
    group: 'Models',
    schema: z.string().min(1).optional(),
    description: 'Embedding model to use.',
  },
  LOCUM_EMBEDDINGS_KEY: {
    group: 'Models',
    schema: z.string().min(1).optional(),
    secret: true,
    description: 'API key for embeddings.',
  },
} as const satisfies SettingsTable;

function wholeNumber(minimum: number, maximum: number) {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z.coerce.number(error).int(error).min(minimum, error).max(maximum, error);
}
