import { createDataRights } from '../../platform/db/index.ts';
import { sources } from './tables.ts';

export type { ConnectedSource } from './connections.ts';
export type { SourceCall } from './measured-provider.ts';
export type * from './provider.ts';
export { createPrometheusProvider, type PrometheusProviderOptions } from './providers/prometheus/index.ts';
export { registerSourceRoutes } from './routes.ts';
export { createSources, type SourceEvent, type Sources, type SourcesDeps } from './service.ts';
/** For the references of other domains' tables. */
export { sources } from './tables.ts';

/** A source is kept until it is removed. */
export const dataRights = createDataRights([sources], { secrets: ['sealedSettings'] });
