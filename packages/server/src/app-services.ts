import type { FastifyInstance } from 'fastify';
import type { Platform } from './app-platform.ts';
import type { Config } from './config.ts';
import { loadConfiguredKnowledge } from './configured-knowledge.ts';
import { type Accounts, createAccounts } from './domains/accounts/index.ts';
import {
  type Ask,
  type AskDeps,
  builtInPlanner,
  createAsk,
  createModelPlanner,
  registerAskRoutes,
} from './domains/ask/index.ts';
import { type Catalog, createCatalog, loadLexicon, registerCatalogRoutes } from './domains/catalog/index.ts';
import { createModels, type Models, type ModelsDeps, registerModelRoutes } from './domains/models/index.ts';
import { createSources, registerSourceRoutes, type Sources } from './domains/sources/index.ts';
import { registerHealthRoutes } from './platform/health/index.ts';
import { registerRunRoutes } from './platform/run-log/index.ts';
import type { Telemetry } from './platform/telemetry/index.ts';

export interface Services {
  readonly accounts: Accounts;
  readonly models: Models;
  readonly sources: Sources;
  readonly catalog: Catalog;
  readonly ask: Ask;
}

/** Builds the domains from left to right; each gets the doors of those before it. */
export function createServices(config: Config, platform: Platform): Services {
  const { telemetry } = platform;
  const accounts = createAccounts(platform);
  const models = createModels({ ...platform, ...modelOptions(config), onCall: countModelCalls(telemetry) });
  platform.health.register('models', models.health);
  const sources = createSources({
    ...platform,
    onCall({ kind, operation, outcome, durationMs }) {
      telemetry.sourceCalls.labels(kind, operation, outcome).inc();
      telemetry.sourceDuration.labels(kind, operation).observe(durationMs / 1000);
    },
  });
  platform.health.register('sources', sources.health);
  const { dashboardsPath, grafana, discoveryIntervalMs } = config.catalog;
  const knowledge = loadConfiguredKnowledge(config);
  const lexicon = loadLexicon();
  const catalog = createCatalog({
    ...platform,
    sources,
    openEmbedder: config.models.embeddings === undefined ? undefined : models.openEmbedder,
    discoveryIntervalMs,
    knowledge,
    lexicon,
    dashboards: {
      paths: dashboardsPath === undefined ? [] : [dashboardsPath],
      grafana: grafana === undefined ? [] : [grafana],
    },
  });
  platform.health.register('catalog', catalog.health);
  const ask = createAsk({
    ...platform,
    sources,
    catalog,
    knowledge,
    lexicon,
    budgetSamples: config.queryBudgetSamples,
    plannerFor: plannersOf(config, platform, models, catalog),
  });
  platform.health.register('ask', ask.health);
  return { accounts, models, sources, catalog, ask };
}

export function registerRoutes(fastify: FastifyInstance, platform: Platform, services: Services): void {
  registerHealthRoutes(fastify, platform.health);
  services.accounts.registerRoutes(fastify);
  registerModelRoutes(fastify, services.models);
  registerSourceRoutes(fastify, services.sources);
  registerCatalogRoutes(fastify, services.catalog);
  registerAskRoutes(fastify, services.ask, platform.runLog);
  registerRunRoutes(fastify, platform.runLog);
}

export async function closeServices({ catalog, sources }: Services): Promise<void> {
  await catalog.close();
  await sources.close();
}

function plannersOf(config: Config, { clock }: Platform, models: Models, catalog: Catalog): AskDeps['plannerFor'] {
  const { planner: mode, models: settings } = config;
  return ({ organisationId, sourceId }) =>
    createModelPlanner({
      models,
      builtIn: builtInPlanner,
      mode,
      organisationId,
      timeoutMs: settings.timeoutMs,
      clock,
      async search(text, limit) {
        const view = await catalog.get({ organisationId }, sourceId);
        return (await view.search(text, { limit })).map(({ family }) => family);
      },
    });
}

function modelOptions({ models }: Config): Pick<ModelsDeps, 'defaults' | 'configured' | 'embeddings'> {
  const { provider, url, name, key, maxOutputTokens, embeddings, nothingLeaves, hasConsent } = models;
  const isConfigured = provider !== undefined && name !== undefined;
  return {
    defaults: { nothingLeaves, hasConsent },
    configured: isConfigured ? { provider, url, name, apiKey: key, maxOutputTokens } : undefined,
    embeddings:
      embeddings?.name === undefined
        ? undefined
        : { url: embeddings.url, name: embeddings.name, apiKey: embeddings.key },
  };
}

function countModelCalls({ modelCalls, modelDuration, modelTokens }: Telemetry): ModelsDeps['onCall'] {
  return ({ provider, operation, outcome, durationMs, inputTokens, outputTokens }) => {
    modelCalls.labels(provider, operation, outcome).inc();
    modelDuration.labels(provider, operation).observe(durationMs / 1000);
    modelTokens.labels(provider, 'input').inc(inputTokens);
    modelTokens.labels(provider, 'output').inc(outputTokens);
  };
}
