import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors.ts';

/** Encrypts secrets before they are stored. `context` (such as a row's id) must be the same at both ends. */
export interface SecretBox {
  seal(secret: string, context: string): string;
  /** Throws when the text was changed, moved to another context, or sealed under another key. */
  open(sealed: string, context: string): string;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface SecretKeyOptions {
  /** 32 bytes, base64. Without it the key is a file in `dataDir`, made at first use. */
  readonly secretKey?: string | undefined;
  readonly dataDir: string;
}

/** AES-256-GCM with a fresh random nonce per secret. The context is authenticated, so a sealed text fits one row only. */
export function createSecretBox(options: SecretKeyOptions): SecretBox {
  const key = options.secretKey === undefined ? loadKeyFile(options.dataDir) : Buffer.from(options.secretKey, 'base64');
  if (key.length !== 32) throw new Error('the secret key must be 32 bytes, base64');
  return {
    seal(secret, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, context) {
      const [version, text] = sealed.split('.');
      if (version !== VERSION || text === undefined) throw unreadable();
      const bytes = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString(
          'utf8',
        );
      } catch (cause) {
        throw unreadable(cause);
      }
    },
  };
}

function unreadable(cause?: unknown): AppError {
  return new AppError('internal', {
    internal:
      'A stored secret cannot be decrypted: LOCUM_SECRET_KEY or the file secret.key is not the one it was stored with.',
    cause,
  });
}

function loadKeyFile(dataDir: string): Buffer {
  const path = join(dataDir, 'secret.key');
  try {
    // `wx`: of two servers that start at once one makes the key, the other reads it.
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return Buffer.from(readFileSync(path, 'utf8'), 'base64');
}
