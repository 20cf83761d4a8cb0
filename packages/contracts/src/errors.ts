import { z } from 'zod';

/**
 * The one table of errors a caller can meet: HTTP status and the public text, which says what to do next.
 * `docs/errors.md` is generated from it; a test holds the two equal.
 */
export const errorTable = {
  invalid_request: {
    status: 400,
    message: 'The request is not valid. Correct the fields named in the hint and send it again.',
  },
  malformed_json: { status: 400, message: 'The body is not valid JSON. Correct it and send it again.' },
  question_empty: {
    status: 400,
    message: 'The question is empty. Type what you want to know, for example "error rate of checkout".',
  },
  question_too_long: {
    status: 400,
    message: 'The question is longer than 2,000 characters. Shorten it to what you want to know.',
  },
  query_invalid: { status: 400, message: 'The query is not valid PromQL. The hint says where and why.' },
  unauthenticated: {
    status: 401,
    message: 'Sign in first: open the link that Locum printed at its start, or send the CLI token.',
  },
  link_spent: {
    status: 410,
    message: 'This link was used already, or it has expired. Make a new one with `locum link`.',
  },
  forbidden: { status: 403, message: 'Your role does not allow this. Ask an administrator of your organisation.' },
  origin_refused: {
    status: 403,
    message: 'Requests from this origin or host are refused. Open Locum at the address it printed at its start.',
  },
  not_found: { status: 404, message: 'There is nothing here, or you may not see it. Check the address.' },
  method_not_allowed: {
    status: 405,
    message: 'This address does not take this method. The API description at /docs lists what it takes.',
  },
  conflict: { status: 409, message: 'Somebody changed this at the same time. Load it again and repeat your change.' },
  idempotency_key_in_use: {
    status: 409,
    message: 'The first request with this Idempotency-Key is still running. Send the same again in a moment.',
  },
  idempotency_key_reused: {
    status: 422,
    message: 'This Idempotency-Key belongs to another request. Send a new key with a new request.',
  },
  body_too_large: { status: 413, message: 'The body is larger than the limit of 1 MB. Send less at once.' },
  unsupported_media_type: { status: 415, message: 'Send the body as application/json.' },
  too_many_requests: { status: 429, message: 'Too many requests. Wait as long as the Retry-After header says.' },
  no_source: { status: 409, message: 'No source is connected yet. Connect your Prometheus on the Sources page.' },
  source_unreachable: {
    status: 502,
    message: 'The source did not answer. Check that it runs and that Locum can reach its address.',
  },
  source_unauthorised: { status: 502, message: 'The source refused the credentials. Renew them on the Sources page.' },
  source_timeout: { status: 504, message: 'The source did not answer in time. Try again, or narrow the time range.' },
  source_overloaded: {
    status: 503,
    message: 'The source is overloaded and asked to wait. Try again in a moment, or narrow the time range.',
  },
  source_protocol: {
    status: 502,
    message:
      'The source answered something that is not the Prometheus protocol. Check that the address is that of Prometheus itself.',
  },
  source_query_rejected: { status: 422, message: 'The source rejected the query. The hint holds its reason.' },
  source_response_too_large: {
    status: 422,
    message: 'The answer of the source is larger than the limit. Narrow the range, or aggregate.',
  },
  no_model: {
    status: 409,
    message: 'No model is configured. Connect one in Settings; the built-in planner answers meanwhile.',
  },
  model_nothing_leaves: {
    status: 403,
    message: 'Nothing leaves this server for a model, so none was asked. An administrator can change that in Settings.',
  },
  model_consent_missing: {
    status: 403,
    message:
      'No administrator has agreed that data is sent to this model, so it was not asked. Give consent in Settings.',
  },
  model_unreachable: {
    status: 502,
    message: 'The model did not answer. Check that its address in Settings is right and that Locum can reach it.',
  },
  model_unauthorised: { status: 502, message: 'The model refused the API key. Renew it in Settings.' },
  model_rejected: {
    status: 502,
    message: 'The model did not accept the request. Check the name of the model in Settings.',
  },
  model_timeout: { status: 504, message: 'The model did not answer in time. Try again, or choose a faster one.' },
  model_overloaded: {
    status: 503,
    message: 'The model is overloaded, failing, or its quota is used up. Try again in a moment.',
  },
  model_protocol: {
    status: 502,
    message:
      'The model answered something that is not its protocol. Check that the address in Settings is that of the API.',
  },
  storage_full: {
    status: 507,
    message: 'The disk that holds the data folder is full. Free space there; nothing that was acknowledged is lost.',
  },
  storage_unavailable: {
    status: 503,
    message: 'The database does not answer. Check that it runs; the question can be asked again.',
  },
  shutting_down: { status: 503, message: 'The server is stopping. Try again in a moment.' },
  internal: { status: 500, message: 'Something failed on our side. Try again; if it stays, report the request id.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof errorTable;

export const errorReply = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    requestId: z.string(),
  }),
});
export type ErrorReply = z.infer<typeof errorReply>;
