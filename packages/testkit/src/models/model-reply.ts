/** One thing that a fake model does in reply to a request, the same for every provider's wire format. */
export type ModelReply = ModelBehaviour & {
  /** Wait before the first byte. */
  delayMs?: number;
  /** Wait between the pieces of a streamed reply. */
  pieceDelayMs?: number;
};

type ModelBehaviour =
  | { kind: 'text'; text: string; reasoning?: string; isCutOffAtTokenLimit?: boolean }
  /** Structured output: the value as JSON, in a forced tool call where the request asks for one. */
  | { kind: 'json'; value: unknown }
  | { kind: 'tool-calls'; calls: readonly { name: string; input: unknown }[]; text?: string }
  /** The provider's own way to say that the model declines. */
  | { kind: 'refusal'; text: string }
  /** Half of the reply arrives, then the connection breaks. */
  | { kind: 'cut'; text: string }
  /** The connection breaks before any byte of a reply. */
  | { kind: 'hang-up' }
  /** Status 200, then something that is not the JSON or event stream it claims to be. */
  | { kind: 'malformed' }
  /** A stream that starts well and then reports an overload. Without streaming: a plain 529 or 503. */
  | { kind: 'stream-error'; text: string }
  | { kind: 'error'; status: number; message?: string; retryAfterSeconds?: number };

/** What a well-formed reply holds, after `json` and `refusal` have been resolved for the request. */
export type ReplyContent = {
  reasoning: string | null;
  text: string;
  calls: readonly { name: string; input: unknown }[];
  ending: 'stop' | 'length' | 'tool-calls' | 'refusal';
};

/** Content of the well-formed kinds; `forcedTool` is the tool that the request obliges the model to call. Others answer null. */
export function readContent(reply: ModelReply, forcedTool: string | null): ReplyContent | null {
  const nothing = { reasoning: null, text: '', calls: [] };
  switch (reply.kind) {
    case 'text':
      return {
        ...nothing,
        text: reply.text,
        reasoning: reply.reasoning ?? null,
        ending: reply.isCutOffAtTokenLimit ? 'length' : 'stop',
      };
    case 'json':
      if (forcedTool !== null)
        return { ...nothing, calls: [{ name: forcedTool, input: reply.value }], ending: 'tool-calls' };
      return { ...nothing, text: JSON.stringify(reply.value), ending: 'stop' };
    case 'tool-calls':
      return { ...nothing, text: reply.text ?? '', calls: reply.calls, ending: 'tool-calls' };
    case 'refusal':
      return { ...nothing, text: reply.text, ending: 'refusal' };
    case 'cut':
    case 'stream-error':
      return { ...nothing, text: reply.text, ending: 'stop' };
    default:
      return null;
  }
}

/** About four characters a token, as providers advise for estimates. */
export function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}

/** Text in the small pieces in which models stream it; never splits a surrogate pair. */
export function splitIntoPieces(text: string): string[] {
  return text.match(/[\s\S]{1,12}/gu) ?? [];
}
