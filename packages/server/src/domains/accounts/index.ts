export { organisations, users } from './tables.ts';
