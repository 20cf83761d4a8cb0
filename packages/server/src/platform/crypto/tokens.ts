import { createHash, randomBytes } from 'node:crypto';

/** A token nobody can guess: 256 random bits, safe in URLs. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token. It has full entropy, so a plain SHA-256 cannot be searched; passwords need a slow hash instead. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
