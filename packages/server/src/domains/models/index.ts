import { createDataRights } from '../../platform/db/index.ts';
import { connectedModels, embeddingModels, modelPrivacy } from './tables.ts';

/** What was chosen is kept until it is changed. */
export const dataRights = createDataRights([connectedModels, embeddingModels, modelPrivacy], {
  secrets: ['sealedKey'],
});
