import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors.ts';

/** Encrypts secrets before they are stored. `context` (such as a row's id) must be the same at both ends. */
export interface SecretBox {
  seal(secret: string, context: string): string;
  /** Throws when the text was changed, moved to another context, or sealed under another key. */
  open(sealed: string, context: string): string;
}

const VERSION = 'v1';
const KEY_BYTES = 32;
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
  if (key.length !== KEY_BYTES) {
    const where = options.secretKey === undefined ? join(options.dataDir, 'secret.key') : 'LOCUM_SECRET_KEY';
    throw new AppError('internal', {
      internal: `${where} must hold ${KEY_BYTES} bytes in base64. Restore it from a backup: what was stored with it can be read with no other.`,
    });
  }
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
      try {
        // With its length, or a shorter tag would do, which is easier to forge.
        const options = { authTagLength: TAG_BYTES };
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), options)
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const body = bytes.subarray(IV_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
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
  if (!existsSync(path)) makeKeyFile(path);
  return Buffer.from(readFileSync(path, 'utf8'), 'base64');
}

/** Written whole and then linked: a server killed meanwhile leaves no half a key, and of two at once the first one's counts. */
function makeKeyFile(path: string): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(unfinished, path);
  } catch {
    // Another server was first, or the file system knows no links.
    if (!existsSync(path)) renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
