const ERROR_RESPONSE = 'E'.charCodeAt(0);

/**
 * The message of an error of severity PANIC in what PostgreSQL answered, or null. A server process ends itself on one and
 * recovers from its log; PGlite goes on in a state in which the next write hangs, so its keeper must do that.
 * Format: https://www.postgresql.org/docs/current/protocol-error-fields.html
 */
export function findPanic(bytes: Uint8Array): string | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 5 <= view.length; at += 1 + view.readUInt32BE(at + 1)) {
    if (view[at] !== ERROR_RESPONSE) continue;
    const fields = view.toString('utf8', at + 5, at + 1 + view.readUInt32BE(at + 1)).split('\0');
    if (fields.includes('VPANIC')) return fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'panic';
  }
  return null;
}
