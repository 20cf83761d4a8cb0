export { type Cache, type Cached, createCache, type LoadRequest } from './cache.ts';
