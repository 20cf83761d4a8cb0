export { type Cache, type Cached, createCache } from './cache.ts';
