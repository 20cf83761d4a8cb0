import { asRecord, asRecords, asText } from './request-shape.ts';

/** The message with which the messages endpoint would reject a body (400), or null. source: Anthropic API reference, "Messages". */
export function findMessagesFault(body: unknown): string | null {
  const request = asRecord(body);
  if (request === null) return 'The request body is not valid JSON.';
  if (asText(request.model) === null) return 'model: Field required';
  if (typeof request.max_tokens !== 'number') return 'max_tokens: Field required';
  const messages = asRecords(request.messages);
  if (messages === null) return 'messages: Field required';
  if (messages.length === 0) return 'messages: at least one message is required';
  const system = request.system;
  if (system !== undefined && asText(system) === null && asRecords(system) === null)
    return 'system: Input should be a valid string or list';
  return findRoleFault(messages) ?? findPairingFault(messages);
}

function findRoleFault(messages: readonly Record<string, unknown>[]): string | null {
  for (const [index, { role, content }] of messages.entries()) {
    if (role !== 'user' && role !== 'assistant') return `messages.${index}.role: Input should be 'user' or 'assistant'`;
    const isEmpty = content === '' || (Array.isArray(content) && content.length === 0);
    const mayBeEmpty = role === 'assistant' && index === messages.length - 1;
    if (isEmpty && !mayBeEmpty)
      return `messages.${index}: all messages must have non-empty content except for the optional final assistant message`;
  }
  return null;
}

/** Every tool_use is answered by a tool_result in the very next message, and nothing else is answered. */
function findPairingFault(messages: readonly Record<string, unknown>[]): string | null {
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    const blocks = asRecords(message.content) ?? [];
    const results = idsOf(blocks, 'tool_result', 'tool_use_id');
    const unanswered = open.filter((id) => !results.includes(id));
    if (unanswered.length > 0) {
      return `messages.${index - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${unanswered.join(', ')}`;
    }
    const unasked = results.find((id) => !open.includes(id));
    if (unasked !== undefined)
      return `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${unasked}`;
    open = idsOf(blocks, 'tool_use', 'id');
  }
  return open.length === 0
    ? null
    : `messages.${messages.length - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}`;
}

function idsOf(blocks: readonly Record<string, unknown>[], type: string, key: string): string[] {
  return blocks.filter((block) => block.type === type).map((block) => asText(block[key]) ?? '');
}
