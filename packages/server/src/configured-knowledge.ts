import { type Config, readConfig } from './config.ts';
import { type KnowledgeFile, loadKnowledge } from './domains/catalog/index.ts';

/** The built-in knowledge and that of `LOCUM_KNOWLEDGE_DIR`, for the server and for asking without one alike. */
export function loadConfiguredKnowledge(config: Pick<Config, 'catalog'> = readConfig()): readonly KnowledgeFile[] {
  const { knowledgeDir } = config.catalog;
  return loadKnowledge(knowledgeDir === undefined ? [] : [knowledgeDir]);
}
