export { createHealth, type Health } from './health.ts';
export { registerHealthRoutes } from './routes.ts';
