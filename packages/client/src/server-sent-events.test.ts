import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readServerSentEvents } from './server-sent-events.ts';

async function read(text: string, cuts: readonly number[]): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  const edges = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let index = 1; index < edges.length; index++)
        controller.enqueue(bytes.slice(edges[index - 1], edges[index]));
      controller.close();
    },
  });
  const events: string[] = [];
  for await (const event of readServerSentEvents(body)) events.push(event);
  return events;
}

it('reads the same events however the bytes are cut', async () => {
  const text = ': beat\n\nid: 1\ndata: {"a":"ü😀"}\n\ndata:no space\r\n\r\nevent: x\ndata: two\ndata: lines\n\n';
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 12 }), async (cuts) => {
      expect(await read(text, cuts)).toEqual(['{"a":"ü😀"}', 'no space', 'two\nlines']);
    }),
  );
});

it('drops an event that the stream did not finish', async () => {
  expect(await read('data: whole\n\ndata: half', [])).toEqual(['whole']);
});
