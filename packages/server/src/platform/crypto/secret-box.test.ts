import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecretBox } from './index.ts';

describe('the secret box', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'locum-secrets-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('opens what it sealed, also after a restart with the key in its file', () => {
    const sealed = createSecretBox({ dataDir }).seal('pässword', 'source-1');
    expect(sealed).not.toContain('pässword');
    expect(createSecretBox({ dataDir }).open(sealed, 'source-1')).toBe('pässword');
  });

  it('keeps its key in a file for the owner only', () => {
    createSecretBox({ dataDir });
    const path = join(dataDir, 'secret.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(path, 'utf8'), 'base64')).toHaveLength(32);
    expect(readdirSync(dataDir)).toEqual(['secret.key']);
  });

  it('names the file of a key that is damaged instead of making another', () => {
    const path = join(dataDir, 'secret.key');
    writeFileSync(path, '');
    expect(() => createSecretBox({ dataDir })).toThrow(path);
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  it('seals the same secret differently each time', () => {
    const box = createSecretBox({ dataDir });
    expect(box.seal('same', 'row')).not.toBe(box.seal('same', 'row'));
  });

  it('refuses a text moved to another row, changed, or sealed under another key', () => {
    const box = createSecretBox({ dataDir });
    const sealed = box.seal('secret', 'row-1');
    const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
    const other = createSecretBox({ dataDir, secretKey: Buffer.alloc(32, 7).toString('base64') });
    expect(() => box.open(sealed, 'row-2')).toThrow('cannot be decrypted');
    expect(() => box.open(changed, 'row-1')).toThrow('cannot be decrypted');
    expect(() => other.open(sealed, 'row-1')).toThrow('LOCUM_SECRET_KEY');
    expect(() => box.open('plain', 'row-1')).toThrow('cannot be decrypted');
    expect(() => box.open(sealed.slice(0, 30), 'row-1')).toThrow('cannot be decrypted');
  });
});
