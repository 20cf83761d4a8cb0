import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { settings } from './config-settings.ts';
import { readSettings } from './platform/settings/index.ts';

export type Config = ReturnType<typeof toConfig>;

/**
 * Reads the configuration from environment variables. Throws `SettingsError` that names every fault at once, in words.
 * Nothing else in the server reads the environment.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const { values, unknown } = readSettings(settings, environment, { prefix: 'LOCUM_', rules, foreign: OF_COMMANDS });
  return toConfig(values, unknown, environment);
}

/** What commands read that talk to a running server; a shell in which those are used may start one too. */
const OF_COMMANDS = ['LOCUM_URL', 'LOCUM_TOKEN'];

type Values = ReturnType<typeof readSettings<typeof settings>>['values'];

// What single settings cannot say.
const rules = [
  {
    isBroken: (v: Partial<Values>) =>
      v.LOCUM_PROMETHEUS_TOKEN !== undefined && v.LOCUM_PROMETHEUS_USERNAME !== undefined,
    message: 'LOCUM_PROMETHEUS_TOKEN and LOCUM_PROMETHEUS_USERNAME exclude each other: set one of them.',
  },
  {
    isBroken: (v: Partial<Values>) =>
      (v.LOCUM_PROMETHEUS_USERNAME === undefined) !== (v.LOCUM_PROMETHEUS_PASSWORD === undefined),
    message: 'LOCUM_PROMETHEUS_USERNAME and LOCUM_PROMETHEUS_PASSWORD belong together: set both or none.',
  },
  {
    isBroken: (v: Partial<Values>) => v.LOCUM_MODEL_PROVIDER !== undefined && v.LOCUM_MODEL_NAME === undefined,
    message: 'LOCUM_MODEL_PROVIDER needs LOCUM_MODEL_NAME: which model to use.',
  },
  {
    isBroken: (v: Partial<Values>) => v.LOCUM_MODEL_PROVIDER === 'openai-compatible' && v.LOCUM_MODEL_URL === undefined,
    message: 'LOCUM_MODEL_PROVIDER=openai-compatible needs LOCUM_MODEL_URL: where the model answers.',
  },
  {
    isBroken: (v: Partial<Values>) => hasUserInfo(v.LOCUM_MODEL_URL) || hasUserInfo(v.LOCUM_EMBEDDINGS_URL),
    message:
      'Addresses of models must hold no user or password: give the key in LOCUM_MODEL_KEY or LOCUM_EMBEDDINGS_KEY.',
  },
  {
    isBroken: (v: Partial<Values>) => v.LOCUM_MODEL_PROVIDER === 'anthropic' && v.LOCUM_MODEL_KEY === undefined,
    message: 'LOCUM_MODEL_PROVIDER=anthropic needs LOCUM_MODEL_KEY: an API key.',
  },
  {
    isBroken: (v: Partial<Values>) => v.LOCUM_EMBEDDINGS_URL !== undefined && v.LOCUM_EMBEDDINGS_NAME === undefined,
    message: 'LOCUM_EMBEDDINGS_URL needs LOCUM_EMBEDDINGS_NAME: which model to use.',
  },
];

function toConfig(v: Values, unknownSettings: readonly string[], environment: NodeJS.ProcessEnv) {
  return {
    host: v.LOCUM_HOST,
    port: v.LOCUM_PORT,
    publicUrl: v.LOCUM_PUBLIC_URL?.replace(/\/+$/, ''),
    allowedHosts: v.LOCUM_ALLOWED_HOSTS,
    allowedOrigins: v.LOCUM_ALLOWED_ORIGINS,
    trustProxy: v.LOCUM_TRUST_PROXY,
    metricsToken: v.LOCUM_METRICS_TOKEN,
    logLevel: v.LOCUM_LOG_LEVEL,
    dataDir: resolve(v.LOCUM_DATA_DIR ?? defaultDataDir(environment)),
    database: { url: v.DATABASE_URL, poolSize: v.LOCUM_DATABASE_POOL },
    secretKey: v.LOCUM_SECRET_KEY,
    keepDays: { history: v.LOCUM_KEEP_HISTORY_DAYS, runs: v.LOCUM_KEEP_RUNS_DAYS },
    cacheBytes: v.LOCUM_CACHE_MB * 1024 * 1024,
    prometheus: prometheusOf(v),
    sourceTimeoutMs: v.LOCUM_SOURCE_TIMEOUT_MS,
    catalog: {
      discoveryIntervalMs: v.LOCUM_DISCOVERY_INTERVAL_SECONDS * 1000,
      dashboardsPath: v.LOCUM_DASHBOARDS,
      grafana:
        v.LOCUM_GRAFANA_URL === undefined ? undefined : { url: v.LOCUM_GRAFANA_URL, token: v.LOCUM_GRAFANA_TOKEN },
      knowledgeDir: v.LOCUM_KNOWLEDGE_DIR,
    },
    queryBudgetSamples: v.LOCUM_QUERY_BUDGET_SAMPLES,
    planner: v.LOCUM_PLANNER,
    models: {
      provider: v.LOCUM_MODEL_PROVIDER,
      url: v.LOCUM_MODEL_URL,
      name: v.LOCUM_MODEL_NAME,
      key: v.LOCUM_MODEL_KEY,
      timeoutMs: v.LOCUM_MODEL_TIMEOUT_MS,
      maxOutputTokens: v.LOCUM_MODEL_MAX_TOKENS,
      hasConsent: v.LOCUM_MODEL_CONSENT,
      nothingLeaves: v.LOCUM_NOTHING_LEAVES,
      embeddings:
        v.LOCUM_EMBEDDINGS_URL === undefined
          ? undefined
          : { url: v.LOCUM_EMBEDDINGS_URL, name: v.LOCUM_EMBEDDINGS_NAME, key: v.LOCUM_EMBEDDINGS_KEY },
    },
    /** Variables named LOCUM_… that are no setting, each with what may have been meant. Worth a warning, not a refusal. */
    unknownSettings,
  };
}

function prometheusOf(v: Values) {
  if (v.LOCUM_PROMETHEUS_URL === undefined) return undefined;
  const auth =
    v.LOCUM_PROMETHEUS_TOKEN !== undefined
      ? { type: 'bearer' as const, token: v.LOCUM_PROMETHEUS_TOKEN }
      : v.LOCUM_PROMETHEUS_USERNAME !== undefined
        ? { type: 'basic' as const, username: v.LOCUM_PROMETHEUS_USERNAME, password: v.LOCUM_PROMETHEUS_PASSWORD ?? '' }
        : { type: 'none' as const };
  return {
    name: v.LOCUM_PROMETHEUS_NAME,
    settings: {
      url: v.LOCUM_PROMETHEUS_URL,
      auth,
      headers: v.LOCUM_PROMETHEUS_HEADERS ?? {},
      tenant: v.LOCUM_PROMETHEUS_TENANT,
      timeoutMs: v.LOCUM_SOURCE_TIMEOUT_MS,
    },
  };
}

function hasUserInfo(url: string | undefined): boolean {
  return url !== undefined && (new URL(url).username !== '' || new URL(url).password !== '');
}

/** XDG Base Directory Specification 0.8. */
function defaultDataDir(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'locum');
}
