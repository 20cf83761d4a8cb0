import type { Interruptible } from '../../../platform/interruptible/index.ts';
import type { KnowledgeFile } from '../knowledge/knowledge.ts';
import type { CatalogSnapshot, MetricFamily } from '../snapshot.ts';
import { createFamilyReader, type FamilyWords } from './family-words.ts';
import { createSayingsReader } from './sayings.ts';
import { sumWeights } from './text-index.ts';
import type { WordReader } from './words.ts';

/** What a family is found by. */
export interface FamilyDocument extends FamilyWords {
  readonly family: MetricFamily;
  readonly phrases: readonly (readonly string[])[];
}

/** One document a family. */
export type DocumentBuilder = (snapshot: CatalogSnapshot) => Interruptible<readonly FamilyDocument[]>;

export function createDocumentBuilder(knowledge: readonly KnowledgeFile[], reader: WordReader): DocumentBuilder {
  const readFamily = createFamilyReader(reader);
  const readSayings = createSayingsReader(knowledge, reader);
  return function* (snapshot) {
    const said = yield* readSayings(snapshot);
    const documents: FamilyDocument[] = [];
    for (const family of snapshot.families.values()) {
      yield;
      const own = readFamily(family);
      const { fields, phrases } = said.get(family.name) ?? { phrases: [] };
      documents.push({ ...own, words: fields ? sumWeights(fields, own.words) : own.words, family, phrases });
    }
    return documents;
  };
}
