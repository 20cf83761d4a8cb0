import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from './check.js';
import { findViolations } from './cruise.js';
import { findEnvironmentReaders } from './environment.js';
import { buildRules, DOMAIN_ORDER } from './rules.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CANARY = join(ROOT, 'tools/fixtures/boundaries');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A repository of the given files, with the real node_modules beside it. */
function repository(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'locum-boundaries-'));
  folders.push(folder);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function rulesBrokenBy(files: Record<string, string>): Promise<string[]> {
  return (await findViolations(repository(files))).violations.map(({ rule }) => rule).sort();
}

const SERVER = 'packages/server/src';

describe('import rules', () => {
  // proves: SAFE-10
  it('all report the violation kept for them', async () => {
    const heard = new Set((await findViolations(CANARY)).violations.map(({ rule }) => rule));
    expect(buildRules().filter(({ name }) => !heard.has(name ?? ''))).toEqual([]);
  });

  it('let a domain use the door of one to its left', async () => {
    const files = {
      [`${SERVER}/domains/ask/service.ts`]:
        "import '../catalog/index.ts';\nimport '../../platform/clock.ts';\nimport './store.ts';",
      [`${SERVER}/domains/ask/store.ts`]: 'export {};',
      [`${SERVER}/domains/catalog/index.ts`]: 'export {};',
      [`${SERVER}/platform/clock.ts`]: 'export {};',
    };
    expect(await rulesBrokenBy(files)).toEqual([]);
  });

  it.each(['import type { A } from', 'export * from', 'export type { A } from'])('see through `%s`', async (form) => {
    const files = {
      [`${SERVER}/domains/ask/index.ts`]: `${form} '../agent/index.ts';${form.startsWith('import') ? '\nexport type B = A;' : ''}`,
      [`${SERVER}/domains/agent/index.ts`]: 'export type A = string;',
    };
    expect(await rulesBrokenBy(files)).toEqual(['domain-order-ask']);
  });

  it('keep the AI SDK out of everything but models and agent, and let tests use it', async () => {
    const files = {
      [`${SERVER}/domains/models/router.ts`]: "import 'ai';",
      [`${SERVER}/domains/ask/planner.ts`]: "import 'ai';",
      [`${SERVER}/domains/ask/planner.test.ts`]: "import 'ai';",
    };
    expect(await rulesBrokenBy(files)).toEqual(['models-are-the-one-door']);
  });

  it('know every domain of the server', async () => {
    expect(
      await rulesBrokenBy({
        [`${SERVER}/app.ts`]: DOMAIN_ORDER.map((name) => `import './domains/${name}/index.ts';`).join('\n'),
      }),
    ).toEqual(DOMAIN_ORDER.map(() => 'imports-resolve'));
  });
});

describe('reading the environment', () => {
  it.each([
    ['process.env.HOME', true],
    ['process?.env', true],
    ["process['env']", true],
    ["import { env } from 'node:process';", true],
    ['// process.env is read in config.ts', false],
    ['/* process.env */', false],
    ['context.environment', false],
  ])('in `%s` is noticed: %s', (code, isNoticed) => {
    const folder = repository({ [`${SERVER}/domains/ask/service.ts`]: `${code}\n` });
    expect(findEnvironmentReaders(folder)).toEqual(isNoticed ? [`${SERVER}/domains/ask/service.ts`] : []);
  });

  it('belongs in config.ts and is free in tests', () => {
    const folder = repository({ [`${SERVER}/config.ts`]: 'process.env;', [`${SERVER}/app.test.ts`]: 'process.env;' });
    expect(findEnvironmentReaders(folder)).toEqual([]);
  });
});

describe('the check', () => {
  const clean = { [`${SERVER}/app.ts`]: 'export {};' };

  it('passes a repository without violations', async () => {
    expect(await checkBoundaries({ root: repository(clean), canary: CANARY })).toMatchObject({ isClean: true });
  });

  it('names the importer, the imported and the rule', async () => {
    const root = repository({
      [`${SERVER}/app.ts`]: "import './domains/ask/store.ts';",
      [`${SERVER}/domains/ask/store.ts`]: 'export {};',
    });
    const { isClean, report } = await checkBoundaries({ root, canary: CANARY });
    expect(isClean).toBe(false);
    expect(report).toContain(`${SERVER}/app.ts → ${SERVER}/domains/ask/store.ts\n  domains-through-the-door`);
  });

  it('fails on clean source when a rule has lost its bite', async () => {
    const canary = repository({});
    cpSync(CANARY, canary, { recursive: true });
    rmSync(join(canary, SERVER, 'platform/db.ts'));
    const { isClean, report } = await checkBoundaries({ root: repository(clean), canary });
    expect(isClean).toBe(false);
    expect(report).toContain('platform-knows-no-product');
  });

  it('fails when imports cannot be read at all', async () => {
    const canary = repository({ [`${SERVER}/app.ts`]: '' });
    const { isClean } = await checkBoundaries({ root: repository(clean), canary });
    expect(isClean).toBe(false);
  });
});
