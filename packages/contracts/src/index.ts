export * from './accounts.ts';
export * from './ask.ts';
export * from './catalog.ts';
export * from './errors.ts';
export * from './route.ts';
export * from './runs.ts';
export * from './sources.ts';
export * from './system.ts';
