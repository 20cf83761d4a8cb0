import type { ErrorReply, Route } from '@locum/contracts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toStorageError } from '../db/storage-error.ts';
import { AppError, findAppError } from '../errors.ts';

/** The only place where errors become replies: `{error: {code, message, hint?, requestId}}`. */
export function replyWithErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendError(toAppError(error), request, reply));
}

export function sendError(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.status >= 500) request.log.error({ err: error, code: error.code }, 'request failed');
  else request.log.debug({ err: error, code: error.code }, 'request refused');
  const retryAfter = error.retryAfterSeconds;
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)));
  return reply.status(error.status).header('cache-control', 'no-store').send(errorBody(error, request.id));
}

export function errorBody(error: AppError, requestId: string): ErrorReply {
  const { code, publicMessage: message, hint } = error;
  return { error: { code, message, ...(hint === undefined ? {} : { hint }), requestId } };
}

/** 405 when another method has this path, else 404. */
export function toMissingRoute(routes: readonly Route[], request: FastifyRequest, reply: FastifyReply): AppError {
  const path = request.url.split('?', 1)[0] ?? '';
  const methods = routes.filter((route) => patternOf(route.path).test(path)).map((route) => route.method);
  if (methods.length === 0) return new AppError('not_found');
  reply.header('allow', [...new Set(methods)].join(', '));
  return new AppError('method_not_allowed');
}

function patternOf(path: string): RegExp {
  const literal = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/:[A-Za-z]+/g, '[^/]+')}$`);
}

/** Fastify's own errors, by the codes listed at https://fastify.dev/docs/latest/Reference/Errors/ */
function toAppError(error: FastifyError): AppError {
  const known = findAppError(toStorageError(error));
  if (known !== null) return known;
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('body_too_large');
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('unsupported_media_type');
  if (error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY' || error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    return new AppError('malformed_json');
  }
  if (error instanceof SyntaxError && error.statusCode === 400) return new AppError('malformed_json');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new AppError('invalid_request', { hint: error.message });
  }
  // Not the message, which may hold what a statement was given; the log shows the cause.
  return new AppError('internal', { cause: error });
}
