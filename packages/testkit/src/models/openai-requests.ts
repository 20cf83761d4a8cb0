import { asRecord, asRecords, asText } from './request-shape.ts';

export type RequestFault = { message: string; param: string | null };

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'];

/** What the chat completions endpoint would reject with 400, or null. source: OpenAI API reference, "Create chat completion". */
export function findChatFault(body: unknown): RequestFault | null {
  const request = asRecord(body);
  if (request === null) return { message: 'We could not parse the JSON body of your request.', param: null };
  if (asText(request.model) === null) return { message: 'you must provide a model parameter', param: 'model' };
  const messages = asRecords(request.messages);
  if (messages === null) return { message: "Missing required parameter: 'messages'.", param: 'messages' };
  if (messages.length === 0) return { message: "Invalid 'messages': empty array.", param: 'messages' };
  return findMessageFault(messages) ?? findFormatFault(request.response_format);
}

function findMessageFault(messages: readonly Record<string, unknown>[]): RequestFault | null {
  let open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    const role = asText(message.role) ?? '';
    const param = `messages.[${index}].role`;
    if (!ROLES.includes(role))
      return { message: `Invalid value: '${role}'. Supported values are: ${ROLES.join(', ')}.`, param };
    if (role === 'tool') {
      if (open.delete(asText(message.tool_call_id) ?? '')) continue;
      return {
        message:
          "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
        param,
      };
    }
    if (open.size > 0) {
      return {
        message: `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id': ${[...open].join(', ')}`,
        param,
      };
    }
    open = new Set((asRecords(message.tool_calls) ?? []).map((call) => asText(call.id) ?? ''));
  }
  return null;
}

function findFormatFault(value: unknown): RequestFault | null {
  const format = asRecord(value);
  if (format?.type !== 'json_schema') return null;
  const definition = asRecord(format.json_schema);
  const name = asText(definition?.name);
  if (name === null)
    return {
      message: "Missing required parameter: 'response_format.json_schema.name'.",
      param: 'response_format.json_schema.name',
    };
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name))
    return { message: "Invalid 'response_format.json_schema.name'.", param: 'response_format.json_schema.name' };
  if (definition?.strict !== true) return null;
  const fault = findStrictFault(definition.schema, '()');
  return fault === null
    ? null
    : { message: `Invalid schema for response_format '${name}': ${fault}`, param: 'response_format' };
}

/** Strict mode: every object closes itself and requires all of its properties. source: OpenAI guide, "Structured outputs". */
function findStrictFault(value: unknown, context: string): string | null {
  const schema = asRecord(value);
  if (schema === null) return null;
  const properties = asRecord(schema.properties);
  if (schema.type === 'object' || properties !== null) {
    if (schema.additionalProperties !== false)
      return `In context=${context}, 'additionalProperties' is required to be supplied and to be false.`;
    const required = Array.isArray(schema.required) ? schema.required : [];
    const missing = Object.keys(properties ?? {}).find((key) => !required.includes(key));
    if (missing !== undefined)
      return `In context=${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
  }
  const children = [
    ...Object.entries(properties ?? {}),
    ['items', schema.items] as const,
    ...Object.entries(asRecord(schema.$defs) ?? {}),
  ];
  const branches = Array.isArray(schema.anyOf)
    ? schema.anyOf.map((branch, index) => [`anyOf ${index}`, branch] as const)
    : [];
  for (const [name, child] of [...children, ...branches]) {
    const fault = findStrictFault(child, `('${name}')`);
    if (fault !== null) return fault;
  }
  return null;
}
