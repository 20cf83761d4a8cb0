export { ApiError } from './api-error.ts';
export { type Client, type ClientOptions, createClient, type RouteInput, type RouteReply } from './client.ts';
