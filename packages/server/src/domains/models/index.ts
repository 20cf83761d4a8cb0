import { createDataRights } from '../../platform/db/index.ts';
import { connectedModels, embeddingModels, modelPrivacy } from './tables.ts';

export { cleanText, DATA_BLOCK_RULE, dataBlock } from './data-block.ts';
export type { RemoteEmbedder } from './embed.ts';
export type { Generated, GenerateRequest } from './generate/generate.ts';
export type { ModelCall } from './generate/model-call.ts';
export { registerModelRoutes } from './routes.ts';
export { createModels, type Models, type ModelsDeps } from './service.ts';

/** What was chosen is kept until it is changed. */
export const dataRights = createDataRights([connectedModels, embeddingModels, modelPrivacy], {
  secrets: ['sealedKey'],
});
