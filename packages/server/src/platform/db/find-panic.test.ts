import { describe, expect, it } from 'vitest';
import { findPanic } from './find-panic.ts';

function message(type: string, body: string): Buffer {
  const bytes = Buffer.alloc(5 + Buffer.byteLength(body));
  bytes.write(type, 0);
  bytes.writeUInt32BE(4 + Buffer.byteLength(body), 1);
  bytes.write(body, 5);
  return bytes;
}

describe('findPanic', () => {
  it('finds the panic behind other messages', () => {
    const bytes = Buffer.concat([
      message('1', ''),
      message('E', 'SPANIC\0VPANIC\0C53100\0Mdisk full\0\0'),
      message('Z', 'I'),
    ]);
    expect(findPanic(bytes)).toBe('disk full');
  });

  it('does not take an ordinary error, or a value that spells one, for a panic', () => {
    const row = message('D', '\0E\0\0\0\x20SPANIC\0VPANIC\0');
    expect(findPanic(Buffer.concat([message('E', 'SERROR\0VERROR\0Mno such table VPANIC\0\0'), row]))).toBeNull();
  });
});
