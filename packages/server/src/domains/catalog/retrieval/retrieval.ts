import type { Interruptible } from '../../../platform/interruptible/index.ts';
import { createWordEmbedding } from '../embeddings/subword-embedder.ts';
import type { KnowledgeFile } from '../knowledge/knowledge.ts';
import type { CatalogSnapshot, MetricFamily } from '../snapshot.ts';
import { createDocumentBuilder, type FamilyDocument } from './documents.ts';
import { createPhraseIndex, type PhraseIndex } from './phrase-index.ts';
import { type QueryWord, readQuery } from './query-words.ts';
import { pickBest, pickPool } from './ranking.ts';
import { createRelevance, shareSaid } from './relevance.ts';
import { createServiceFinder } from './service-finder.ts';
import { similarity, sparseSimilarity } from './similarity.ts';
import { createSpelling } from './spelling.ts';
import { createTextIndex, type TextIndex } from './text-index.ts';
import type { WordReader } from './words.ts';

export interface SearchOptions {
  /** Default 10. */
  readonly limit?: number;
  /** Name of a service whose families are preferred; without it, services that the text names are. */
  readonly service?: string;
  /** Without it the built-in embedder tells what is near. */
  readonly embedded?: EmbeddedText;
}

/** The text as a remote embedder sees it, and the families by name, of whom some may be missing. */
export interface EmbeddedText {
  readonly vector: Float32Array;
  readonly families: ReadonlyMap<string, Float32Array>;
}

export interface SearchHit {
  readonly family: MetricFamily;
  /** Comparable within one search only. */
  readonly score: number;
  /** The words of the text that led here, the most telling first, and `meaning` when only the vector did. */
  readonly why: readonly string[];
  /** Whether the text is about this family, and it did not only come next. Lists stop here; whoever ranks further may go on. */
  readonly isRelevant: boolean;
}

/** Finds the metric families that a text is about. Immutable, in memory, and a matter of milliseconds at 10,000 families. */
export interface Retrieval {
  search(text: string, options?: SearchOptions): readonly SearchHit[];
}

const MEANING_WEIGHT = 0.45;
const COVERAGE_WEIGHT = 0.35;
const PHRASE_WEIGHT = 0.8;
const SERVICE_WEIGHT = 0.5;

/** Documents looked at closely. */
const POOL = 600;

/** Builds retrievals of snapshots one after the other; what did not change from one to the next is not read again. */
export type RetrievalBuilder = (snapshot: CatalogSnapshot) => Interruptible<Retrieval>;

export function createRetrievalBuilder(knowledge: readonly KnowledgeFile[], reader: WordReader): RetrievalBuilder {
  const buildDocuments = createDocumentBuilder(knowledge, reader);
  return function* (snapshot) {
    const documents = yield* buildDocuments(snapshot);
    const textIndex = yield* createTextIndex(documents.map(({ words }) => words));
    return createSearch({
      reader,
      documents,
      textIndex,
      correct: yield* createSpelling(textIndex),
      phraseIndex: yield* createPhraseIndex({
        phrases: documents.map(({ phrases }) => phrases),
        rarity: textIndex.rarity,
      }),
      byService: yield* indexServices(documents),
      findServices: createServiceFinder(snapshot.services, reader),
    });
  };
}

interface Indexes {
  readonly reader: WordReader;
  readonly documents: readonly FamilyDocument[];
  readonly textIndex: TextIndex;
  readonly correct: (word: string) => string;
  readonly phraseIndex: PhraseIndex;
  /** Documents by the name of a service. */
  readonly byService: ReadonlyMap<string, readonly number[]>;
  readonly findServices: ReturnType<typeof createServiceFinder>;
}

function createSearch({
  reader,
  documents,
  textIndex,
  correct,
  phraseIndex,
  byService,
  findServices,
}: Indexes): Retrieval {
  const embedWords = createWordEmbedding();
  return {
    search(text, { limit = 10, service, embedded } = {}) {
      const words = readQuery(text, reader).map(({ word, weight }) => ({ word: correct(word), weight }));
      if (words.length === 0) return [];
      const scores = new Float32Array(documents.length);
      textIndex.addScores(words, scores);
      toShares(scores);
      phraseIndex.addScores(words, PHRASE_WEIGHT, scores);
      for (const name of service === undefined ? findServices(words) : [service]) {
        for (const document of byService.get(name) ?? [])
          if (scores[document]! > 0) scores[document]! += SERVICE_WEIGHT;
      }
      // What follows costs more a document, and cannot lift one that has next to nothing so far above the best.
      const pool = pickPool(scores, { wanted: Math.max(POOL, 4 * limit), enough: 200 });
      const similarityTo = createSimilarity(embedded, embedWords(words));
      const coverageOf = createCoverage(words, textIndex);
      for (const document of pool) {
        scores[document]! += MEANING_WEIGHT * similarityTo(documents[document]!);
        if (scores[document]! > 0) scores[document]! += COVERAGE_WEIGHT * coverageOf(documents[document]!.nameWords);
      }
      const hits = pickBest(pool, scores, limit).map((document) => ({
        ...toHit(documents[document]!, scores[document]!, words, textIndex),
        similarity: embedded && similarityTo(documents[document]!),
      }));
      const similarities = embedded ? Array.from(pool, (document) => similarityTo(documents[document]!)) : [];
      const isRelevant = createRelevance(hits, similarities);
      return hits.map(({ said, similarity, ...hit }) => ({ ...hit, isRelevant: isRelevant({ said, similarity }) }));
    },
  };
}

/** How near a document is to the text, to a remote embedder or to the built-in one. */
function createSimilarity(
  embedded: EmbeddedText | undefined,
  query: Float32Array,
): (document: FamilyDocument) => number {
  if (embedded === undefined) return ({ meaning }) => sparseSimilarity(query, meaning);
  return ({ family }) => {
    const vector = embedded.families.get(family.name);
    return vector === undefined ? 0 : similarity(embedded.vector, vector);
  };
}

/** Lexical scores have no scale of their own; as shares of the best they can be weighed against the others. */
function toShares(scores: Float32Array): void {
  let best = 0;
  for (const score of scores) if (score > best) best = score;
  if (best > 0) for (let index = 0; index < scores.length; index += 1) scores[index]! /= best;
}

function* indexServices(documents: readonly FamilyDocument[]): Interruptible<ReadonlyMap<string, readonly number[]>> {
  const byService = new Map<string, number[]>();
  for (const [index, { family }] of documents.entries()) {
    yield;
    for (const service of family.services) {
      const list = byService.get(service);
      if (list === undefined) byService.set(service, [index]);
      else list.push(index);
    }
  }
  return byService;
}

/** The share of a name that was asked for, rare words counting more: `node_load1` says little else than "load". */
function createCoverage(words: readonly QueryWord[], textIndex: TextIndex): (nameWords: readonly string[]) => number {
  const asked = new Set(words.map(({ word }) => word));
  return (nameWords) => {
    let said = 0;
    let all = 0;
    for (const word of nameWords) {
      const rarity = textIndex.rarity(word);
      all += rarity;
      if (asked.has(word)) said += rarity;
    }
    return all === 0 ? 0 : said / all;
  };
}

function toHit(document: FamilyDocument, score: number, words: readonly QueryWord[], textIndex: TextIndex) {
  const own = document.words;
  const why = words
    .map(({ word }) => word)
    .filter((word) => own.has(word))
    .sort((left, right) => textIndex.rarity(right) - textIndex.rarity(left));
  return {
    family: document.family,
    score,
    why: why.length > 0 ? why : ['meaning'],
    said: shareSaid(own, words, textIndex),
  };
}
