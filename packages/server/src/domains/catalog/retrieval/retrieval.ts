import { embedWords, SUBWORD_DIMENSION } from '../embeddings/subword-embedder.ts';
import type { MetricFamily } from '../snapshot.ts';
import { buildDocuments, type DocumentInput, type FamilyDocument } from './documents.ts';
import { createPhraseIndex } from './phrase-index.ts';
import { type QueryWord, readQuery } from './query-words.ts';
import { createServiceFinder } from './service-finder.ts';
import { createSpelling } from './spelling.ts';
import { createTextIndex, type TextIndex } from './text-index.ts';
import { createVectorIndex } from './vector-index.ts';

export interface RetrievalInput extends DocumentInput {
  /** Family → vector of a remote embedder; queries then bring theirs. Without it the built-in embedder is used. */
  readonly vectors?: { readonly dimension: number; readonly byFamily: ReadonlyMap<string, Float32Array> };
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
}

/** Finds the metric families that a text is about. Immutable, in memory, and a matter of milliseconds at 10,000 families. */
export interface Retrieval {
  search(text: string, options?: SearchOptions): readonly SearchHit[];
}

const MEANING_WEIGHT = 0.45;
const COVERAGE_WEIGHT = 0.35;
const PHRASE_WEIGHT = 0.8;
const SERVICE_WEIGHT = 0.5;

export function createRetrieval(input: RetrievalInput): Retrieval {
  const documents = buildDocuments(input);
  const textIndex = createTextIndex(documents.map(({ fields }) => fields));
  const correct = createSpelling(textIndex);
  const findServices = createServiceFinder(input.snapshot.services, input.reader);
  const phraseIndex = createPhraseIndex({
    phrases: documents.flatMap(({ phrases }, document) => phrases.map((words) => ({ words, documents: [document] }))),
    rarity: textIndex.rarity,
  });
  const vectors = input.vectors;
  const meaning = createVectorIndex(
    documents.map(({ family, fields, nameWords }) =>
      vectors === undefined
        ? embedWords(describe(nameWords, fields[1]?.words ?? []))
        : vectors.byFamily.get(family.name),
    ),
    vectors?.dimension ?? SUBWORD_DIMENSION,
  );
  return {
    search(text, { limit = 10, service, vector } = {}) {
      const words = readQuery(text, input.reader).map(({ word, weight }) => ({ word: correct(word), weight }));
      const lexical = new Float32Array(documents.length);
      textIndex.addScores(words, lexical);
      const scores = toShares(lexical);
      const query = vectors === undefined ? embedWords(words) : vector;
      const services = service === undefined ? findServices(words) : new Set([service]);
      if (query !== undefined) meaning.addSimilarities(query, MEANING_WEIGHT, scores);
      phraseIndex.addScores(words, PHRASE_WEIGHT, scores);
      addStructure({ documents, words, services, textIndex }, scores);
      return pickBest(scores, limit).map((document) =>
        toHit(documents[document]!, scores[document]!, words, textIndex),
      );
    },
  };
}

/** What the built-in embedder is given of a family: its name first, then what its HELP says. */
function describe(nameWords: readonly string[], helpWords: readonly string[]) {
  return [...nameWords.map((word) => ({ word, weight: 1 })), ...helpWords.map((word) => ({ word, weight: 0.6 }))];
}

/** Lexical scores have no scale of their own; as shares of the best they can be weighed against the others. */
function toShares(scores: Float32Array): Float32Array {
  let best = 0;
  for (const score of scores) if (score > best) best = score;
  return best === 0 ? scores : scores.map((score) => score / best);
}

interface StructureInput {
  readonly documents: readonly FamilyDocument[];
  readonly words: readonly QueryWord[];
  readonly services: ReadonlySet<string>;
  readonly textIndex: TextIndex;
}

/** Prefers names that say little else than what was asked (`node_load1` for "load"), and metrics of the service asked about. */
function addStructure({ documents, words, services, textIndex }: StructureInput, scores: Float32Array): void {
  const asked = new Set(words.map(({ word }) => word));
  for (const [index, { family, nameWords }] of documents.entries()) {
    const score = scores[index]!;
    if (score <= 0) continue;
    let said = 0;
    let all = 0;
    for (const word of nameWords) {
      const rarity = textIndex.rarity(word);
      all += rarity;
      if (asked.has(word)) said += rarity;
    }
    const isOfService = services.size > 0 && family.services.some((service) => services.has(service));
    scores[index] = score + (all === 0 ? 0 : (COVERAGE_WEIGHT * said) / all) + (isOfService ? SERVICE_WEIGHT : 0);
  }
}

/** The documents with the highest scores, best first; ties keep the order of names. */
function pickBest(scores: Float32Array, limit: number): number[] {
  const best: number[] = [];
  for (let document = 0; document < scores.length; document += 1) {
    const score = scores[document]!;
    if (score <= 0 || (best.length === limit && score <= scores[best[limit - 1]!]!)) continue;
    let at = best.length;
    while (at > 0 && scores[best[at - 1]!]! < score) at -= 1;
    best.splice(at, 0, document);
    if (best.length > limit) best.pop();
  }
  return best;
}

function toHit(document: FamilyDocument, score: number, words: readonly QueryWord[], textIndex: TextIndex): SearchHit {
  const own = new Set(document.fields.flatMap((field) => field.words));
  const why = words
    .map(({ word }) => word)
    .filter((word) => own.has(word))
    .sort((left, right) => textIndex.rarity(right) - textIndex.rarity(left));
  return { family: document.family, score, why: why.length > 0 ? why : ['meaning'] };
}
