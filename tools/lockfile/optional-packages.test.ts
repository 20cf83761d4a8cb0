import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findMissingOptional, platformOf } from './optional-packages.js';

const LOCKFILE = fileURLToPath(new URL('../../package-lock.json', import.meta.url));

it('the lockfile names the builds for all platforms, so that `npm ci` accepts it (if not: npm run lockfile)', () => {
  const lock = JSON.parse(readFileSync(LOCKFILE, 'utf8'));
  expect(Object.keys(findMissingOptional(lock.packages))).toEqual([]);
});

describe('missing optional packages', () => {
  it('are those that no look-up from their dependent finds', () => {
    const packages = {
      'node_modules/a': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: { 'a-linux-x64': '1.0.0', 'a-darwin-arm64': '1.0.0' },
      },
      'node_modules/a-linux-x64': { version: '1.0.0' },
    };
    expect(findMissingOptional(packages)).toEqual({
      'node_modules/a-darwin-arm64': { version: '1.0.0', cpu: ['arm64'], dev: true, optional: true, os: ['darwin'] },
    });
  });

  it('stand beside their dependent when another version has the top place', () => {
    const optionalDependencies = { 'x-win32-x64': '1.0.0' };
    const packages = {
      'node_modules/a': { version: '1.0.0', optionalDependencies },
      'node_modules/b': { version: '2.0.0', optionalDependencies: { 'x-win32-x64': '2.0.0' } },
    };
    expect(Object.keys(findMissingOptional(packages))).toEqual([
      'node_modules/x-win32-x64',
      'node_modules/b/node_modules/x-win32-x64',
    ]);
  });

  it('are left out when their version is open', () => {
    expect(
      findMissingOptional({ 'node_modules/a': { version: '1.0.0', optionalDependencies: { 'pg-native': '>=3.0.1' } } }),
    ).toEqual({});
  });
});

it.each([
  ['@swc/core-linux-arm64-musl', { os: ['linux'], cpu: ['arm64'], libc: ['musl'] }],
  ['@swc/core-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
  ['@esbuild/win32-ia32', { os: ['win32'], cpu: ['ia32'] }],
  ['@biomejs/cli-darwin-x64', { os: ['darwin'], cpu: ['x64'] }],
  ['fsevents', {}],
])('reads the platform from the name %s', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});
