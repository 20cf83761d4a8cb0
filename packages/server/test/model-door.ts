import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal } from '@locum/contracts';
import type { FakeModelServer } from '@locum/testkit';
import { z } from 'zod';
import { createModels, type ModelCall, type Models, type ModelsDeps } from '../src/domains/models/index.ts';
import { createCache } from '../src/platform/cache/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { createSecretBox } from '../src/platform/crypto/index.ts';
import type { Database } from '../src/platform/db/index.ts';
import { adminOf } from './http-server.ts';
import { createOrganisation } from './organisation.ts';

/** The door as a server has it, for an organisation of its own, with whatever a test wants otherwise. */
export interface TestDoor {
  readonly models: Models;
  readonly admin: Principal;
  /** Every call that was measured. */
  readonly calls: readonly ModelCall[];
  close(): void;
}

export async function openTestDoor(database: Database, overrides: Partial<ModelsDeps> = {}): Promise<TestDoor> {
  const folder = mkdtempSync(join(tmpdir(), 'locum-models-'));
  const calls: ModelCall[] = [];
  const models = createModels({
    database,
    secretBox: createSecretBox({ dataDir: folder }),
    cache: createCache({ name: 'models', maxBytes: 10_000_000, clock: systemClock }),
    clock: systemClock,
    defaults: { nothingLeaves: false, hasConsent: true },
    random: () => 0,
    onCall: (call) => calls.push(call),
    ...overrides,
  });
  const admin = adminOf(await createOrganisation(database));
  return { models, admin, calls, close: () => rmSync(folder, { recursive: true }) };
}

/** A model behind a fake, as the server's configuration would name it. */
export function modelAt(
  server: FakeModelServer,
  provider: 'openai-compatible' | 'anthropic' = 'openai-compatible',
  apiKey = 'test-key',
) {
  const name = provider === 'anthropic' ? 'claude-sonnet-4-5' : 'test-model';
  return { provider, url: server.baseUrl, name, apiKey, maxOutputTokens: 1000 } as const;
}

const citySchema = z.object({ city: z.string().max(40), size: z.number().nullable() });

/** A request whose reply is a city. */
export function cityRequest(prompt = 'Which city?') {
  return {
    instructions: 'Answer in JSON with city and size.',
    prompt,
    schema: citySchema,
    schemaName: 'city',
    timeoutMs: 5000,
  };
}
