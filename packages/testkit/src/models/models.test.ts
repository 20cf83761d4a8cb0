import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embed, generateText, type LanguageModel, Output, streamText, tool } from 'ai';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startFakeAnthropic } from './anthropic.ts';
import type { FakeModelServer } from './fake-model-server.ts';
import { startFakeOpenAi } from './openai.ts';

// The AI SDK's clients judge whether the fakes speak the providers' protocols.
type Provider = {
  name: string;
  start(options?: { apiKey?: string }): Promise<FakeModelServer>;
  connect(server: FakeModelServer, apiKey?: string): LanguageModel;
};

const PROVIDERS: Provider[] = [
  {
    name: 'OpenAI-compatible',
    start: startFakeOpenAi,
    connect: ({ baseUrl }, apiKey = 'key') =>
      createOpenAICompatible({
        name: 'fake',
        baseURL: baseUrl,
        apiKey,
        includeUsage: true,
        supportsStructuredOutputs: true,
      })('fake-model'),
  },
  {
    name: 'Anthropic',
    start: startFakeAnthropic,
    connect: ({ baseUrl }, apiKey = 'key') => createAnthropic({ baseURL: baseUrl, apiKey })('claude-sonnet-4-5'),
  },
];

let server: FakeModelServer | null = null;
afterEach(() => server?.stop());

const lamp = tool({
  description: 'Switch a lamp',
  inputSchema: z.object({ room: z.string() }),
  execute: ({ room }) => `${room} is lit`,
});
const once = { maxRetries: 0 };

describe.each(PROVIDERS)('$name', ({ start, connect }) => {
  it('answers text with its usage', async () => {
    server = await start();
    server.enqueue({ kind: 'text', text: 'All is well.' });
    const { text, usage, finishReason } = await generateText({ model: connect(server), prompt: 'How is it?' });
    expect(text).toBe('All is well.');
    expect(finishReason).toBe('stop');
    expect(usage.outputTokens).toBeGreaterThan(0);
  });

  it('streams text in pieces that add up, emoji included', async () => {
    server = await start();
    server.enqueue({ kind: 'text', text: 'Checkout is slow 🐢 since the deploy.', reasoning: 'Compare latencies.' });
    const result = streamText({ model: connect(server), prompt: 'Why?' });
    const pieces: string[] = [];
    for await (const piece of result.textStream) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe('Checkout is slow 🐢 since the deploy.');
    expect(await result.reasoningText).toBe('Compare latencies.');
    expect((await result.usage).outputTokens).toBeGreaterThan(0);
  });

  it('gives structured output that the client can parse', async () => {
    server = await start();
    server.enqueue({ kind: 'json', value: { metric: 'up' } });
    const schema = z.object({ metric: z.string() });
    const { output } = await generateText({
      model: connect(server),
      prompt: 'Which?',
      output: Output.object({ schema }),
    });
    expect(output).toEqual({ metric: 'up' });
  });

  it('calls tools and accepts their results', async () => {
    server = await start();
    server.enqueue(
      { kind: 'tool-calls', calls: [{ name: 'lamp', input: { room: 'attic' } }], text: 'One moment.' },
      { kind: 'text', text: 'Done.' },
    );
    const first = streamText({ model: connect(server), prompt: 'Light!', tools: { lamp } });
    expect(await first.toolResults).toMatchObject([{ toolName: 'lamp', output: 'attic is lit' }]);
    const messages = [{ role: 'user' as const, content: 'Light!' }, ...(await first.response).messages];
    const { text } = await generateText({ model: connect(server), messages, tools: { lamp } });
    expect(text).toBe('Done.');
    expect(server.receivedBytes().toString()).toContain('attic is lit');
  });

  it('rejects another key than its own', async () => {
    server = await start({ apiKey: 'right' });
    const call = generateText({ ...once, model: connect(server, 'wrong'), prompt: 'Hello' });
    await expect(call).rejects.toMatchObject({ statusCode: 401 });
    await expect(generateText({ model: connect(server, 'right'), prompt: 'Hello' })).resolves.toMatchObject({
      text: 'ok',
    });
  });

  it.each([429, 500])('answers %i with the time to wait, and then recovers', async (status) => {
    server = await start();
    server.enqueue({ kind: 'error', status, retryAfterSeconds: 1 });
    const fault = await generateText({ ...once, model: connect(server), prompt: 'Hello' }).catch(
      (error: unknown) => error,
    );
    expect(
      APICallError.isInstance(fault) && [fault.statusCode, fault.isRetryable, fault.responseHeaders?.['retry-after']],
    ).toEqual([status, true, '1']);
    await expect(generateText({ ...once, model: connect(server), prompt: 'Hello' })).resolves.toMatchObject({
      text: 'ok',
    });
  });

  it.each(['cut', 'hang-up', 'malformed'] as const)('can fail a plain request: %s', async (kind) => {
    server = await start();
    server.enqueue(kind === 'cut' ? { kind, text: 'Half of this never arrives.' } : { kind });
    await expect(generateText({ ...once, model: connect(server), prompt: 'Hello' })).rejects.toThrow();
  });

  it('breaks the connection in the middle of a stream', async () => {
    server = await start();
    server.enqueue({ kind: 'cut', text: 'Half of this never arrives, the other half does.' });
    const result = streamText({ ...once, model: connect(server), prompt: 'Hello', onError: () => undefined });
    let text = '';
    const reading = (async () => {
      for await (const piece of result.textStream) text += piece;
    })();
    await reading.catch(() => undefined);
    expect(text).not.toBe('');
    expect('Half of this never arrives, the other half does.').toContain(text);
    expect(text).not.toContain('does.');
  });

  it.each([{ kind: 'malformed' }, { kind: 'stream-error', text: 'This starts well.' }] as const)(
    'fails a stream that began with status 200: $kind',
    async (reply) => {
      server = await start();
      server.enqueue(reply);
      const faults: unknown[] = [];
      const result = streamText({
        ...once,
        model: connect(server),
        prompt: 'Hello',
        onError: ({ error }) => void faults.push(error),
      });
      await result.consumeStream();
      expect(
        faults.length +
          ((await result.finishReason.then(
            (reason) => reason,
            () => 'error',
          )) === 'error'
            ? 1
            : 0),
      ).toBeGreaterThan(0);
    },
  );

  it('waits as long as it is told and notices a client that gives up', async () => {
    server = await start();
    server.enqueue({ kind: 'text', text: 'late', delayMs: 60_000 });
    const call = generateText({
      ...once,
      model: connect(server),
      prompt: 'Hello',
      abortSignal: AbortSignal.timeout(200),
    });
    await expect(call).rejects.toThrow();
    await expect.poll(() => server?.requests[0]?.wasAborted).toBe(true);
  });

  it('keeps the exact bytes that left the client', async () => {
    server = await start();
    await generateText({ model: connect(server), prompt: 'Wie geht’s?' });
    const bytes = server.receivedBytes().toString('utf8');
    expect(bytes).toContain('Wie geht’s?');
    expect(bytes).toMatch(/^POST \/v1\//);
    expect(server.requests[0]?.body.includes('Wie geht’s?')).toBe(true);
  });
});

describe('refusals', () => {
  it('are a stop reason at Anthropic', async () => {
    const fake = await startFakeAnthropic();
    server = fake;
    fake.enqueue({ kind: 'refusal', text: '' });
    const result = await generateText({
      model: createAnthropic({ baseURL: fake.baseUrl, apiKey: 'key' })('claude-sonnet-4-5'),
      prompt: 'x',
    });
    expect(result.finishReason).toBe('content-filter');
  });

  it('are a field of the message at OpenAI', async () => {
    server = await startFakeOpenAi();
    server.enqueue({ kind: 'refusal', text: 'I cannot help with that.' });
    expect(
      await post(server, '/chat/completions', { model: 'm', messages: [{ role: 'user', content: 'x' }] }),
    ).toMatchObject({
      choices: [{ message: { content: null, refusal: 'I cannot help with that.' } }],
    });
  });
});

describe('requests that the real servers reject', () => {
  const user = { role: 'user', content: 'x' };
  const open = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
  it.each([
    ['no messages', '/chat/completions', { model: 'm' }, /messages/],
    [
      'a tool result out of nowhere',
      '/chat/completions',
      { model: 'm', messages: [user, { role: 'tool', tool_call_id: 'c', content: '' }] },
      /preceding message/,
    ],
    [
      'an open object in strict mode',
      '/chat/completions',
      {
        model: 'm',
        messages: [user],
        response_format: { type: 'json_schema', json_schema: { name: 'n', strict: true, schema: open } },
      },
      /additionalProperties/,
    ],
    ['an empty text to embed', '/embeddings', { model: 'm', input: [''] }, /input/],
    ['an unknown path', '/nowhere', {}, /Invalid URL/],
  ])('OpenAI: %s', async (_, path, body, message) => {
    server = await startFakeOpenAi();
    expect(await post(server, path, body)).toMatchObject({ error: { message: expect.stringMatching(message) } });
  });

  it.each([
    ['no token limit', { model: 'm', messages: [user] }, /max_tokens/],
    [
      'a tool call left unanswered',
      {
        model: 'm',
        max_tokens: 9,
        messages: [
          user,
          { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'lamp', input: {} }] },
          user,
        ],
      },
      /t1/,
    ],
    ['an empty message', { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: '' }] }, /non-empty/],
  ])('Anthropic: %s', async (_, body, message) => {
    server = await startFakeAnthropic();
    expect(await post(server, '/messages', body)).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringMatching(message) },
    });
  });
});

it('embeds equal texts equally, at the length asked for', async () => {
  server = await startFakeOpenAi({ dimensions: 16 });
  const model = createOpenAICompatible({ name: 'fake', baseURL: server.baseUrl, apiKey: 'key' }).embeddingModel('e');
  const [first, again, other] = await Promise.all(['cpu', 'cpu', 'disk'].map((value) => embed({ model, value })));
  expect(first?.embedding).toHaveLength(16);
  expect(again?.embedding).toEqual(first?.embedding);
  expect(other?.embedding).not.toEqual(first?.embedding);
});

async function post(fake: FakeModelServer, path: string, body: object): Promise<unknown> {
  const headers = {
    authorization: 'Bearer key',
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
  };
  return (await fetch(`${fake.baseUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}
