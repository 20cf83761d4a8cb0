import type { componentHealth, Principal, prometheusSettings, Source, SourceInput } from '@locum/contracts';
import type { z } from 'zod';
import type { Cache } from '../../platform/cache/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SecretBox } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { AppError } from '../../platform/errors.ts';
import { createId } from '../../platform/ids.ts';
import { type ConnectedSource, createConnections } from './connections.ts';
import type { SourceCall } from './measured-provider.ts';
import { providerKinds } from './registry.ts';
import { createSourceStore, type SourceRow } from './store.ts';
import { type ConnectionTest, testConnection } from './test-connection.ts';

export interface SourcesDeps {
  readonly database: Database;
  readonly cache: Cache;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  /** Counts calls; see `platform/telemetry`. */
  readonly onCall?: (call: SourceCall) => void;
}

export interface SourceEvent {
  readonly name: 'source-connected' | 'source-removed';
  readonly organisationId: string;
  readonly sourceId: string;
}

/** The Prometheus of the server's configuration. */
export interface SeededSource {
  readonly name: string;
  readonly settings: z.input<typeof prometheusSettings>;
}

export type SourceRequest = Pick<SourceInput, 'kind' | 'settings'>;

/** The telemetry sources of organisations. Other domains ask `get` for one that is ready to be queried. */
export interface Sources {
  list(principal: Principal): Promise<Source[]>;
  /** Throws the failure of the test, or `conflict` when the name is taken. */
  create(principal: Principal, input: SourceInput, signal?: AbortSignal): Promise<Source>;
  test(input: SourceRequest, signal?: AbortSignal): Promise<ConnectionTest>;
  remove(principal: Principal, id: string): Promise<void>;
  /** The default source when no id is given. Throws `no_source` when there is none, `not_found` for an id of nobody or of others. */
  get(principal: Pick<Principal, 'organisationId'>, id?: string): Promise<ConnectedSource>;
  /** Sources of all organisations, for background work. */
  listAll(): Promise<readonly { readonly organisationId: string; readonly sourceId: string }[]>;
  /** Connects the organisation to the Prometheus of the server's configuration, or moves it to its new address. */
  seed(organisationId: string, source: SeededSource): Promise<void>;
  onEvent(listener: (event: SourceEvent) => void): void;
  health(): Promise<z.infer<typeof componentHealth>>;
  close(): Promise<void>;
}

export function createSources(deps: SourcesDeps): Sources {
  const { database, secretBox, clock } = deps;
  const store = createSourceStore(database);
  const connections = createConnections(deps);
  const listeners = new Set<(event: SourceEvent) => void>();
  const announce = (event: SourceEvent) => {
    for (const listener of listeners) listener(event);
  };
  const seal = (id: string, settings: unknown) => secretBox.seal(JSON.stringify(settings), id);

  return {
    async list({ organisationId }) {
      const rows = await store.list(organisationId);
      return Promise.all(rows.map(async (row) => toSource(row, await connections.check(row))));
    },

    async create({ organisationId }, { name, kind, settings }, signal) {
      const tested = await runTest({ kind, settings }, signal);
      if (!tested.ok) throw tested.error;
      const id = createId(clock.now());
      const url = providerKinds[kind].publicUrl(settings);
      const createdAt = new Date(clock.now());
      const row = await store.insert({
        id,
        organisationId,
        name,
        kind,
        url,
        sealedSettings: seal(id, settings),
        createdAt,
      });
      if (row === null) throw new AppError('conflict', { hint: `There is a source named "${name}" already.` });
      announce({ name: 'source-connected', organisationId, sourceId: id });
      return toSource(row, await connections.check(row));
    },

    test: runTest,

    async remove({ organisationId }, id) {
      if (!(await store.remove(organisationId, id))) throw new AppError('not_found');
      await connections.drop({ id, organisationId });
      announce({ name: 'source-removed', organisationId, sourceId: id });
    },

    async get({ organisationId }, id) {
      if (id !== undefined) {
        const row = await store.find(organisationId, id);
        if (row === null) throw new AppError('not_found');
        return connections.get(row);
      }
      const rows = await store.list(organisationId);
      const row = rows.find(({ isDefault }) => isDefault) ?? rows[0];
      if (row === undefined) throw new AppError('no_source');
      return connections.get(row);
    },

    async listAll() {
      return (await store.listAll()).map(({ id, organisationId }) => ({ organisationId, sourceId: id }));
    },

    async seed(organisationId, { name, settings: input }) {
      const settings = providerKinds.prometheus.settings.parse(input);
      const publicUrl = providerKinds.prometheus.publicUrl(settings);
      const known = (await store.list(organisationId)).find(({ isSeeded }) => isSeeded);
      if (known !== undefined) {
        await store.updateSettings({ ...known, url: publicUrl, sealedSettings: seal(known.id, settings) });
        return;
      }
      const id = createId(clock.now());
      const createdAt = new Date(clock.now());
      const sealedSettings = seal(id, settings);
      await store.insertSeeded({
        id,
        organisationId,
        name,
        kind: 'prometheus',
        url: publicUrl,
        sealedSettings,
        createdAt,
      });
    },

    onEvent: (listener) => void listeners.add(listener),

    async health() {
      const rows = await store.listAll();
      const down = rows.filter(({ id }) => connections.healthOf(id).state === 'down').length;
      if (down === 0) return { state: 'up' };
      return { state: 'degraded', message: `${down} of ${rows.length} sources do not answer` };
    },

    close: () => connections.close(),
  };
}

async function runTest({ kind, settings }: SourceRequest, signal?: AbortSignal): Promise<ConnectionTest> {
  const provider = providerKinds[kind].connect(settings, { retries: 0 });
  try {
    return await testConnection(provider, signal);
  } finally {
    await provider.close();
  }
}

function toSource({ id, name, kind, url, isDefault, createdAt }: SourceRow, health: Source['health']): Source {
  return { id, name, kind, url, isDefault, health, createdAt: createdAt.toISOString() };
}
