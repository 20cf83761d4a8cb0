import { findMessagesFault } from './anthropic-requests.ts';
import {
  type FakeModelServer,
  type Protocol,
  type RecordedRequest,
  startFakeModelServer,
  type WireReply,
} from './fake-model-server.ts';
import { countTokens, type ModelReply, type ReplyContent, readContent, splitIntoPieces } from './model-reply.ts';
import { asRecord, asRecords, asText } from './request-shape.ts';

export type FakeAnthropicOptions = {
  /** Requests with another key (`x-api-key` or bearer token) get 401. Default: any will do, none will not. */
  apiKey?: string;
};

/**
 * An Anthropic model server: messages, also streamed, with tools, thinking and structured output.
 * It rejects what the real one rejects. source: Anthropic API reference, "Messages" and "Streaming messages".
 */
export function startFakeAnthropic(options: FakeAnthropicOptions = {}): Promise<FakeModelServer> {
  const protocol: Protocol = {
    basePath: '/v1',
    answerFirst: (request) => findUnauthorised(request, options.apiKey) ?? findRejected(request),
    encode: encodeMessage,
  };
  return startFakeModelServer(protocol);
}

function findUnauthorised(request: RecordedRequest, apiKey: string | undefined): WireReply | null {
  const header = request.headers['x-api-key'];
  const given =
    (Array.isArray(header) ? header[0] : header) ?? /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (given === undefined) return fault(401, 'x-api-key header is required');
  return apiKey !== undefined && given !== apiKey ? fault(401, 'invalid x-api-key') : null;
}

function findRejected(request: RecordedRequest): WireReply | null {
  if (`${request.method} ${request.path.split('?')[0]}` !== 'POST /v1/messages') return fault(404, 'Not found');
  if (request.headers['anthropic-version'] === undefined) return fault(400, 'anthropic-version: header is required');
  const message = findMessagesFault(request.json);
  return message === null ? null : fault(400, message);
}

const ERROR_TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

function fault(status: number, message: string, retryAfterSeconds?: number): WireReply {
  const headers = {
    'request-id': 'req_1',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  };
  const error = { type: ERROR_TYPES[status] ?? 'api_error', message };
  return { kind: 'json', status, headers, body: { type: 'error', error, request_id: 'req_1' } };
}

function encodeMessage(request: RecordedRequest, reply: ModelReply): WireReply {
  const isStream = asRecord(request.json)?.stream === true;
  if (reply.kind === 'hang-up') return { kind: 'hang-up' };
  if (reply.kind === 'error')
    return fault(reply.status, reply.message ?? `The fake answers ${reply.status}.`, reply.retryAfterSeconds);
  if (reply.kind === 'stream-error' && !isStream) return fault(529, 'Overloaded');
  const content = readContent(reply, findForcedTool(request.json));
  if (content === null) {
    return isStream
      ? {
          kind: 'raw',
          contentType: 'text/event-stream',
          body: 'event: message_start\ndata: {"type":"message_start","message":{\n\n',
        }
      : { kind: 'raw', contentType: 'application/json', body: '{"id":"msg_1","type":"message","content":[' };
  }
  const message = buildMessage(request, content);
  if (!isStream) return { kind: reply.kind === 'cut' ? 'cut-json' : 'json', status: 200, body: message };
  const events = buildEvents(message).map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  const half = Math.ceil(events.length / 2);
  if (reply.kind === 'cut') return { kind: 'events', events, breakAfter: half };
  if (reply.kind !== 'stream-error') return { kind: 'events', events };
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
  return { kind: 'events', events: [...events.slice(0, half), `event: error\ndata: ${JSON.stringify(error)}\n\n`] };
}

/** `tool_choice` of type "tool" names the tool; "any" with a single tool leaves no choice either. */
function findForcedTool(body: unknown): string | null {
  const request = asRecord(body);
  const choice = asRecord(request?.tool_choice);
  if (choice?.type === 'tool') return asText(choice.name);
  const tools = asRecords(request?.tools) ?? [];
  return choice?.type === 'any' && tools.length === 1 ? asText(tools[0]?.name) : null;
}

type Block =
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: unknown };

const STOP = { stop: 'end_turn', length: 'max_tokens', 'tool-calls': 'tool_use', refusal: 'refusal' } as const;

function buildMessage(request: RecordedRequest, content: ReplyContent) {
  const blocks: Block[] = [];
  if (content.reasoning !== null)
    blocks.push({ type: 'thinking', thinking: content.reasoning, signature: 'c2lnbmF0dXJl' });
  if (content.text !== '') blocks.push({ type: 'text', text: content.text });
  for (const [index, call] of content.calls.entries())
    blocks.push({ type: 'tool_use', id: `toolu_${index + 1}`, ...call });
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: asText(asRecord(request.json)?.model),
    content: blocks,
    stop_reason: STOP[content.ending],
    stop_sequence: null,
    usage: {
      input_tokens: countTokens(request.body.toString('utf8')),
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: countTokens(JSON.stringify(blocks)),
    },
  };
}

type StreamEvent = { type: string } & Record<string, unknown>;

function buildEvents(message: ReturnType<typeof buildMessage>): StreamEvent[] {
  const { content, stop_reason, stop_sequence, usage } = message;
  const opening = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  return [
    { type: 'message_start', message: opening },
    ...content.flatMap((block, index): StreamEvent[] => [
      { type: 'content_block_start', index, content_block: emptied(block) },
      ...(index === 0 ? [{ type: 'ping' }] : []),
      ...buildDeltas(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage: { output_tokens: usage.output_tokens } },
    { type: 'message_stop' },
  ];
}

function emptied(block: Block): Block {
  if (block.type === 'text') return { ...block, text: '' };
  return block.type === 'thinking' ? { ...block, thinking: '', signature: '' } : { ...block, input: {} };
}

function buildDeltas(block: Block): object[] {
  if (block.type === 'text') return splitIntoPieces(block.text).map((text) => ({ type: 'text_delta', text }));
  if (block.type === 'tool_use') {
    return splitIntoPieces(JSON.stringify(block.input)).map((piece) => ({
      type: 'input_json_delta',
      partial_json: piece,
    }));
  }
  const thoughts = splitIntoPieces(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking }));
  return [...thoughts, { type: 'signature_delta', signature: block.signature }];
}
