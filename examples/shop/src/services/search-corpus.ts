import { type SearchIndex, searchIndexes } from '../world/behaviour.ts';
import { createRandom } from '../world/random.ts';

/** Words that documents are made of and customers search for. */
export const vocabulary = (
  'kettle lamp chair table mug plate spoon pan knife board shelf rug curtain pillow blanket towel mirror clock vase ' +
  'candle basket box hook rack stool bench desk sofa frame plant pot tray jar bottle glass bowl fork oven mat brush ' +
  'steel oak linen cotton wool glass copper bamboo ceramic cork blue green grey white black red small large round ' +
  'folding stackable washable quiet bright warm delivery return warranty repair invoice gift size colour assembly'
).split(' ');

const documentCounts: Record<SearchIndex, number> = { products: 600, reviews: 900, help: 80 };
const wordsPerDocument = 8;

export interface Corpus {
  documents: number;
  sizeBytes: number;
  /** Numbers of the documents that hold every word. */
  find(words: readonly string[]): number[];
}

/** An inverted index over made-up documents, the same for the same seed. */
export function createCorpora(seed: string): Record<SearchIndex, Corpus> {
  const entries = searchIndexes.map((index) => [index, createCorpus(`${seed}/${index}`, documentCounts[index])]);
  // One entry for each index name, so no key is missing.
  return Object.fromEntries(entries) as Record<SearchIndex, Corpus>;
}

function createCorpus(seed: string, documents: number): Corpus {
  const random = createRandom(seed);
  const postings = new Map<string, Set<number>>();
  let sizeBytes = 0;
  for (let document = 0; document < documents; document += 1) {
    for (let count = 0; count < wordsPerDocument; count += 1) {
      const word = random.pick(vocabulary);
      sizeBytes += word.length + 1;
      postings.set(word, (postings.get(word) ?? new Set()).add(document));
    }
  }
  const find = (words: readonly string[]): number[] => {
    const [first = new Set<number>(), ...rest] = words.map((word) => postings.get(word) ?? new Set<number>());
    return [...first].filter((document) => rest.every((set) => set.has(document)));
  };
  return { documents, sizeBytes, find };
}
