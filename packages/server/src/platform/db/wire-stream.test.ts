import { describe, expect, it } from 'vitest';
import { createWireStream } from './wire-stream.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** A stream that something reads, and what it has read. */
function openStream() {
  const stream = createWireStream({ send: () => undefined });
  const read: Buffer[] = [];
  stream.duplex.on('data', (chunk: Buffer) => read.push(chunk));
  return { stream, read, bytes: () => Buffer.concat(read) };
}

describe('the stream to the embedded database', () => {
  const large = Buffer.alloc(300_000, 'row ');

  it('hands a large result on in pieces between which the event loop turns', async () => {
    const { stream, read, bytes } = openStream();
    await nextTurn();
    stream.receive(large);
    expect(bytes().length).toBeLessThan(large.length / 2);
    await expect.poll(() => bytes().length).toBe(large.length);
    expect(bytes().equals(large)).toBe(true);
    expect(read.length).toBeGreaterThan(4);
  });

  it('keeps the order of what it receives meanwhile', async () => {
    const { stream, bytes } = openStream();
    stream.receive(large);
    stream.receive(Buffer.from('end'));
    await expect.poll(() => bytes().length).toBe(large.length + 3);
    expect(bytes().subarray(-3).toString()).toBe('end');
  });

  it('hands nothing on after it has failed', async () => {
    const { stream, bytes } = openStream();
    stream.duplex.on('error', () => undefined);
    await nextTurn();
    stream.receive(large);
    stream.fail(new Error('the database ended'));
    const until = bytes().length;
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
    expect(bytes().length).toBe(until);
  });
});
