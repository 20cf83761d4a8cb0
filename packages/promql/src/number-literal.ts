const INTEGER = /^(?:0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0_?[0-7]+(?:_[0-7]+)*|(?:0|[1-9][0-9]*(?:_[0-9]+)*))$/;
const DECIMAL = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const LARGEST_INT64 = 9_223_372_036_854_775_807n;

/**
 * Value of a PromQL number token the way the server reads it: integers first (hexadecimal, and octal when they
 * start with 0), then decimals. Undefined when it is not a number or too large for a float.
 */
export function parseNumber(token: string): number | undefined {
  const lower = token.toLowerCase();
  if (lower === 'inf') return Number.POSITIVE_INFINITY;
  if (lower === 'nan') return Number.NaN;
  if (INTEGER.test(token)) {
    const value = parseInteger(lower.replaceAll('_', ''));
    if (value !== undefined) return value;
  }
  if (!DECIMAL.test(token)) return undefined;
  const value = Number(token);
  return Number.isFinite(value) ? value : undefined;
}

function parseInteger(digits: string): number | undefined {
  const octal = digits.length > 1 && digits.startsWith('0') && !digits.startsWith('0x');
  const value = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  return value > LARGEST_INT64 ? undefined : Number(value);
}

/** Canonical text of a number; reads back to the same value, negative zero included. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return 'Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  if (Object.is(value, -0)) return '-0';
  return String(value);
}
