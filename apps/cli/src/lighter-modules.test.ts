import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const hooks = new URL('./lighter-modules.ts', import.meta.url).href;

it('the command line imports drizzle-orm as CommonJS, with all names that an ES module has', () => {
  const program = `
    import * as orm from 'drizzle-orm';
    import * as core from 'drizzle-orm/pg-core';
    import { drizzle } from 'drizzle-orm/node-postgres';
    import { migrate } from 'drizzle-orm/node-postgres/migrator';
    import { createRequire } from 'node:module';
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('drizzle-orm'));
    const names = [orm.eq, orm.sql, core.pgTable, core.uuid, drizzle, migrate].map((value) => typeof value);
    console.log(JSON.stringify({ names: [...new Set(names)], isCommonJs: loaded.length > 100 }));`;
  const args = ['--import', hooks, '--input-type=module', '--eval', program];
  expect(JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))).toEqual({
    names: ['function'],
    isCommonJs: true,
  });
});
