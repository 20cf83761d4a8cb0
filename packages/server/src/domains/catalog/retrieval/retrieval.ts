import { type Interruptible, runAtOnce } from '../../../platform/interruptible/index.ts';
import { createWordEmbedding } from '../embeddings/subword-embedder.ts';
import type { MetricFamily } from '../snapshot.ts';
import {
  buildDocuments,
  createFamilyReader,
  type DocumentInput,
  type FamilyDocument,
  type FamilyReader,
} from './documents.ts';
import { createPhraseIndex } from './phrase-index.ts';
import { type QueryWord, readQuery } from './query-words.ts';
import { pickBest, pickPool } from './ranking.ts';
import { createRelevance, shareSaid } from './relevance.ts';
import { createServiceFinder } from './service-finder.ts';
import { createSpelling } from './spelling.ts';
import { createTextIndex, type TextIndex } from './text-index.ts';
import { createVectorIndex } from './vector-index.ts';

export interface RetrievalInput extends DocumentInput {
  /** Family → vector of a remote embedder; queries then bring theirs. Without it the built-in embedder is used. */
  readonly vectors?: ReadonlyMap<string, Float32Array>;
  /** Of the snapshots before, to read only what changed; it must use the same `reader`. */
  readonly readFamily?: FamilyReader;
}

export interface SearchOptions {
  /** Default 10. */
  readonly limit?: number;
  /** Name of a service whose families are preferred; without it, services that the text names are. */
  readonly service?: string;
  /** Of the text, by the same embedder as `vectors`. */
  readonly vector?: Float32Array;
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

export function createRetrieval(input: RetrievalInput): Retrieval {
  return runAtOnce(createRetrievalInSteps(input));
}

/** The same, interruptible. */
export function* createRetrievalInSteps(input: RetrievalInput): Interruptible<Retrieval> {
  const { readFamily = createFamilyReader(input.reader) } = input;
  const documents = yield* buildDocuments({ ...input, readFamily });
  const textIndex = yield* createTextIndex(documents.map(({ fields }) => fields));
  const correct = yield* createSpelling(textIndex);
  const findServices = createServiceFinder(input.snapshot.services, input.reader);
  const phraseIndex = createPhraseIndex({
    phrases: documents.flatMap(({ phrases }, document) => phrases.map((words) => ({ words, documents: [document] }))),
    rarity: textIndex.rarity,
  });
  const embedWords = createWordEmbedding();
  const byService = indexServices(documents);
  const vectors = input.vectors;
  const described: (Float32Array | undefined)[] = [];
  for (const { family, fields, nameWords } of documents) {
    yield;
    described.push(
      vectors === undefined ? embedWords(describe(nameWords, fields[1]?.words ?? [])) : vectors.get(family.name),
    );
  }
  const meaning = yield* createVectorIndex(described);
  return {
    search(text, { limit = 10, service, vector } = {}) {
      const words = readQuery(text, input.reader).map(({ word, weight }) => ({ word: correct(word), weight }));
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
      const query = vectors === undefined ? embedWords(words) : vector;
      const coverageOf = createCoverage(words, textIndex);
      for (const document of pool) {
        if (query !== undefined) scores[document]! += MEANING_WEIGHT * meaning.similarity(query, document);
        if (scores[document]! > 0) scores[document]! += COVERAGE_WEIGHT * coverageOf(documents[document]!.nameWords);
      }
      const similarityTo = (document: number) =>
        vectors === undefined || query === undefined ? undefined : meaning.similarity(query, document);
      const hits = pickBest(pool, scores, limit).map((document) => ({
        ...toHit(documents[document]!, scores[document]!, words, textIndex),
        similarity: similarityTo(document),
      }));
      const similarities = vectors === undefined ? [] : [...pool].map((document) => similarityTo(document) ?? 0);
      const isRelevant = createRelevance(hits, similarities);
      return hits.map(({ said, similarity, ...hit }) => ({ ...hit, isRelevant: isRelevant({ said, similarity }) }));
    },
  };
}

/** What the built-in embedder is given of a family: its name first, then what its HELP says. */
function describe(nameWords: readonly string[], helpWords: readonly string[]) {
  return [...nameWords.map((word) => ({ word, weight: 1 })), ...helpWords.map((word) => ({ word, weight: 0.6 }))];
}

/** Lexical scores have no scale of their own; as shares of the best they can be weighed against the others. */
function toShares(scores: Float32Array): void {
  let best = 0;
  for (const score of scores) if (score > best) best = score;
  if (best > 0) for (let index = 0; index < scores.length; index += 1) scores[index]! /= best;
}

function indexServices(documents: readonly FamilyDocument[]): ReadonlyMap<string, readonly number[]> {
  const byService = new Map<string, number[]>();
  for (const [index, { family }] of documents.entries()) {
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
  const own = new Set(document.fields.flatMap((field) => field.words));
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
