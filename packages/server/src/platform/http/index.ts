export { EventStream, eventStream, lastEventId, wantsEvents } from './event-stream.ts';
export { describeApi } from './openapi.ts';
export type { OriginPolicy } from './origin-guard.ts';
export { registerRoute } from './register-route.ts';
export type { KeyedRequest, RunOnce } from './run-once.ts';
export { createHttpServer, type HttpServerOptions } from './server.ts';
