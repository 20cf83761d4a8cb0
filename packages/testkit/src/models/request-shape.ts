/** Reading a request of unknown shape the way a provider's validation does: each accessor answers null for anything else. */
export function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

export function asRecords(value: unknown): Record<string, unknown>[] | null {
  if (!Array.isArray(value)) return null;
  const records = value.map(asRecord);
  return records.every((record) => record !== null) ? records : null;
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
