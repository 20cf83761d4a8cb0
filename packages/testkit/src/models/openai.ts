import { embedText, encodeBase64 } from './embedding.ts';
import {
  type FakeModelServer,
  type Protocol,
  type RecordedRequest,
  startFakeModelServer,
  type WireReply,
} from './fake-model-server.ts';
import { countTokens, type ModelReply, type ReplyContent, readContent, splitIntoPieces } from './model-reply.ts';
import { findChatFault } from './openai-requests.ts';
import { asRecord, asText } from './request-shape.ts';

export type FakeOpenAiOptions = {
  /** Requests without this bearer key get 401. Default: any key will do, none will not. */
  apiKey?: string;
  /** Length of embedding vectors unless the request says `dimensions`. Default 256. */
  dimensions?: number;
};

/**
 * An OpenAI-compatible model server: chat completions (also streamed, with tools and structured output), embeddings, models.
 * It rejects what the real one rejects. source: OpenAI API reference.
 */
export function startFakeOpenAi(options: FakeOpenAiOptions = {}): Promise<FakeModelServer> {
  const protocol: Protocol = {
    basePath: '/v1',
    answerFirst: (request) =>
      findUnauthorised(request, options.apiKey) ?? answerOthers(request, options.dimensions ?? 256),
    encode: encodeChat,
  };
  return startFakeModelServer(protocol);
}

function findUnauthorised(request: RecordedRequest, apiKey: string | undefined): WireReply | null {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (given === undefined) return fault(401, "You didn't provide an API key.", 'invalid_request_error', null);
  if (apiKey !== undefined && given !== apiKey)
    return fault(401, 'Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key');
  return null;
}

function answerOthers(request: RecordedRequest, dimensions: number): WireReply | null {
  const route = `${request.method} ${request.path.split('?')[0]}`;
  if (route === 'POST /v1/embeddings') return answerEmbeddings(request.json, dimensions);
  if (route === 'GET /v1/models')
    return {
      kind: 'json',
      status: 200,
      body: { object: 'list', data: [{ id: 'fake-model', object: 'model', created: 0, owned_by: 'testkit' }] },
    };
  if (route !== 'POST /v1/chat/completions') return fault(404, `Invalid URL (${route})`, 'invalid_request_error', null);
  const found = findChatFault(request.json);
  return found === null ? null : fault(400, found.message, 'invalid_request_error', null, found.param);
}

function answerEmbeddings(body: unknown, defaultDimensions: number): WireReply {
  const request = asRecord(body);
  const input = typeof request?.input === 'string' ? [request.input] : request?.input;
  if (!Array.isArray(input) || input.length === 0 || !input.every((text) => typeof text === 'string' && text !== '')) {
    return fault(400, "'$.input' is invalid.", 'invalid_request_error', null, 'input');
  }
  const dimensions = typeof request?.dimensions === 'number' ? request.dimensions : defaultDimensions;
  const data = input.map((text: string, index) => {
    const vector = embedText(text, dimensions);
    return {
      object: 'embedding',
      index,
      embedding: request?.encoding_format === 'base64' ? encodeBase64(vector) : vector,
    };
  });
  const tokens = input.reduce((sum: number, text: string) => sum + countTokens(text), 0);
  return {
    kind: 'json',
    status: 200,
    body: { object: 'list', data, model: request?.model, usage: { prompt_tokens: tokens, total_tokens: tokens } },
  };
}

function fault(
  status: number,
  message: string,
  type: string,
  code: string | null,
  param: string | null = null,
  retryAfterSeconds?: number,
): WireReply {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { kind: 'json', status, headers, body: { error: { message, type, param, code } } };
}

const ERROR_TYPES: Record<number, [type: string, code: string | null]> = {
  401: ['invalid_request_error', 'invalid_api_key'],
  403: ['permission_error', null],
  429: ['requests', 'rate_limit_exceeded'],
};

function encodeChat(request: RecordedRequest, reply: ModelReply): WireReply {
  const isStream = asRecord(request.json)?.stream === true;
  if (reply.kind === 'hang-up') return { kind: 'hang-up' };
  if (reply.kind === 'error') {
    const [type, code] = ERROR_TYPES[reply.status] ?? ['server_error', null];
    return fault(
      reply.status,
      reply.message ?? `The fake answers ${reply.status}.`,
      type,
      code,
      null,
      reply.retryAfterSeconds,
    );
  }
  if (reply.kind === 'stream-error' && !isStream)
    return fault(503, 'The engine is currently overloaded.', 'server_error', null);
  const content = readContent(reply, findForcedTool(request.json));
  if (content === null) {
    return isStream
      ? { kind: 'raw', contentType: 'text/event-stream', body: 'data: {"id":"chatcmpl-1","choices":[{"delta":\n\n' }
      : { kind: 'raw', contentType: 'application/json', body: '{"id":"chatcmpl-1","choices":[{"message":' };
  }
  if (!isStream)
    return { kind: reply.kind === 'cut' ? 'cut-json' : 'json', status: 200, body: buildCompletion(request, content) };
  const events = buildChunks(request, content).map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
  const half = Math.ceil(events.length / 2);
  if (reply.kind === 'cut') return { kind: 'events', events, breakAfter: half };
  if (reply.kind !== 'stream-error') return { kind: 'events', events: [...events, 'data: [DONE]\n\n'] };
  const error = { error: { message: 'The server is overloaded.', type: 'server_error', param: null, code: null } };
  return { kind: 'events', events: [...events.slice(0, half), `data: ${JSON.stringify(error)}\n\n`] };
}

/** `tool_choice: {type: "function", function: {name}}` obliges the model to call that tool. */
function findForcedTool(body: unknown): string | null {
  return asText(asRecord(asRecord(asRecord(body)?.tool_choice)?.function)?.name);
}

const FINISH = { stop: 'stop', length: 'length', 'tool-calls': 'tool_calls', refusal: 'stop' } as const;

function buildCompletion(request: RecordedRequest, content: ReplyContent): object {
  const isRefusal = content.ending === 'refusal';
  const message = {
    role: 'assistant',
    content: isRefusal || (content.text === '' && content.calls.length > 0) ? null : content.text,
    refusal: isRefusal ? content.text : null,
    ...(content.reasoning === null ? {} : { reasoning_content: content.reasoning }),
    ...(content.calls.length === 0 ? {} : { tool_calls: buildToolCalls(content) }),
  };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: FINISH[content.ending] }];
  return { ...envelope(request, 'chat.completion'), choices, usage: countUsage(request, content) };
}

function buildToolCalls(content: ReplyContent) {
  return content.calls.map((call, index) => ({
    id: `call_${index + 1}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.input) },
  }));
}

function buildChunks(request: RecordedRequest, content: ReplyContent): object[] {
  const base = envelope(request, 'chat.completion.chunk');
  const chunk = (delta: object, finishReason: string | null = null) => ({
    ...base,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  });
  const field = content.ending === 'refusal' ? 'refusal' : 'content';
  const calls = buildToolCalls(content).flatMap((call, index) => [
    chunk({ tool_calls: [{ index, ...call, function: { name: call.function.name, arguments: '' } }] }),
    ...splitIntoPieces(call.function.arguments).map((piece) =>
      chunk({ tool_calls: [{ index, function: { arguments: piece } }] }),
    ),
  ]);
  const options = asRecord(asRecord(request.json)?.stream_options);
  return [
    chunk({ role: 'assistant', content: '' }),
    ...splitIntoPieces(content.reasoning ?? '').map((piece) => chunk({ reasoning_content: piece })),
    ...splitIntoPieces(content.text).map((piece) => chunk({ [field]: piece })),
    ...calls,
    chunk({}, FINISH[content.ending]),
    ...(options?.include_usage === true ? [{ ...base, choices: [], usage: countUsage(request, content) }] : []),
  ];
}

function envelope(request: RecordedRequest, object: string) {
  return {
    id: 'chatcmpl-1',
    object,
    created: 1_700_000_000,
    model: asText(asRecord(request.json)?.model),
    system_fingerprint: null,
  };
}

function countUsage(request: RecordedRequest, content: ReplyContent) {
  const prompt = countTokens(request.body.toString('utf8'));
  const completion = countTokens(content.text + JSON.stringify(content.calls));
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}
