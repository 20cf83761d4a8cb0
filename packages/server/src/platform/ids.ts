import { randomBytes } from 'node:crypto';

/**
 * UUID version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then random bits. Sorts by creation time,
 * which keeps database indexes compact.
 */
export function createId(nowMs: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text from outside can be compared with a uuid column (PostgreSQL fails on any other text). */
export function isId(text: string): boolean {
  return UUID.test(text);
}
