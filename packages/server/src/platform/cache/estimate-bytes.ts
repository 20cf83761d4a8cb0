/** Roughly how much memory a value of plain data takes. Cheaper than its JSON, and exact enough to bound a cache. */
export function estimateBytes(value: unknown): number {
  if (typeof value === 'string') return 16 + value.length * 2;
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value)) return 64 + value.byteLength;
  let bytes = 32;
  if (Array.isArray(value)) {
    for (const item of value) bytes += 8 + estimateBytes(item);
  } else if (value instanceof Map) {
    for (const [key, item] of value) bytes += 32 + estimateBytes(key) + estimateBytes(item);
  } else {
    // Keys are shared between objects of one shape, so only their slots count.
    for (const item of Object.values(value)) bytes += 8 + estimateBytes(item);
  }
  return bytes;
}
