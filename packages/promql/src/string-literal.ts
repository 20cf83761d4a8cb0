export type Unquoted = { ok: true; value: string } | { ok: false; message: string; offset: number };

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Value of a string token with its quotes; `offset` of a fault counts from the opening quote. */
export function unquote(token: string): Unquoted {
  const quote = token.charAt(0);
  const body = token.slice(1, -1);
  // Go drops carriage returns from raw strings; Prometheus keeps them.
  if (quote === '`' || !body.includes('\\')) return { ok: true, value: body };
  return resolveEscapes(body, quote);
}

function resolveEscapes(body: string, quote: string): Unquoted {
  const bytes: number[] = [];
  let value = '';
  const flush = () => {
    if (bytes.length > 0) value += decodeBytes(bytes);
    bytes.length = 0;
  };
  for (let at = 0; at < body.length; ) {
    const char = body.charAt(at);
    if (char !== '\\') {
      flush();
      value += char;
      at += 1;
      continue;
    }
    const found = readEscape(body, at, quote);
    if ('message' in found) return { ok: false, message: found.message, offset: at + 1 };
    if (found.byte !== undefined) bytes.push(found.byte);
    else {
      flush();
      value += found.text;
    }
    at = found.next;
  }
  flush();
  return { ok: true, value };
}

type Escape = { text: string; byte?: number | undefined; next: number } | { message: string };

function readEscape(body: string, at: number, quote: string): Escape {
  const kind = body.charAt(at + 1);
  const simple = SIMPLE[kind];
  if (simple !== undefined) return { text: simple, next: at + 2 };
  if (kind === quote) return { text: quote, next: at + 2 };
  if (kind >= '0' && kind <= '7') return readCode(body, at + 1, 3, 8);
  if (kind === 'x') return readCode(body, at + 2, 2, 16);
  if (kind === 'u') return readCode(body, at + 2, 4, 16);
  if (kind === 'U') return readCode(body, at + 2, 8, 16);
  return { message: `unknown escape sequence \\${kind}; write \\\\ for a backslash` };
}

function readCode(body: string, from: number, length: number, base: 8 | 16): Escape {
  const digits = body.slice(from, from + length);
  const pattern = base === 8 ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/;
  if (digits.length < length || !pattern.test(digits)) {
    return { message: `escape sequence needs ${length} ${base === 8 ? 'octal' : 'hexadecimal'} digits` };
  }
  const code = Number.parseInt(digits, base);
  const next = from + length;
  const isByte = length <= 3;
  if (isByte && code > 255) return { message: 'octal escape is larger than one byte (\\377)' };
  if (isByte) return code < 0x80 ? { text: String.fromCharCode(code), next } : { text: '', byte: code, next };
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
    return { message: 'escape sequence is not a valid Unicode code point' };
  }
  return { text: String.fromCodePoint(code), next };
}

/** UTF-8 where it is UTF-8; every stray byte becomes the lone surrogate U+DC00 + byte so that it survives printing. */
function decodeBytes(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at += 1;
      continue;
    }
    text += new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes.slice(at, at + length)));
    at += length;
  }
  return text;
}

function sequenceLength(bytes: readonly number[], at: number): number {
  for (const length of [2, 3, 4]) {
    if (at + length > bytes.length) return 0;
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        Uint8Array.from(bytes.slice(at, at + length)),
      );
      if ([...text].length === 1) return length;
    } catch {
      // Not a sequence of this length; a longer one may still be.
    }
  }
  return 0;
}

const NEEDS_ESCAPE = /["\\\p{Cc}\ufffd\ud800-\udfff]/u;

/** Canonical double-quoted form of a value; the inverse of `unquote`. */
export function quote(value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return `"${value}"`;
  let text = '"';
  for (const char of value) text += quoteChar(char);
  return `${text}"`;
}

function quoteChar(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (char === '"' || char === '\\') return `\\${char}`;
  if (char === '\n') return '\\n';
  if (char === '\t') return '\\t';
  if (char === '\r') return '\\r';
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code === 0xfffd) return '\\ufffd';
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  // Other lone surrogates cannot be written in PromQL at all; they become the replacement character.
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  return char;
}
