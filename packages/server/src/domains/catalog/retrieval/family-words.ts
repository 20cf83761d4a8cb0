import { createWordEmbedding } from '../embeddings/subword-embedder.ts';
import type { MetricFamily } from '../snapshot.ts';
import { memoise } from './memoise.ts';
import { type SparseVector, toSparse } from './similarity.ts';
import { sumWeights, type WordWeights } from './text-index.ts';
import type { WordReader } from './words.ts';

/** What a family itself tells: its name, HELP, labels, services and values. */
export interface FamilyWords {
  readonly nameWords: readonly string[];
  readonly words: WordWeights;
  /** Of its name and its HELP, by the built-in embedder. */
  readonly meaning: SparseVector;
}

export type FamilyReader = (family: MetricFamily) => FamilyWords;

/** Reads a family once: one that did not change is the same object in the next snapshot. */
export function createFamilyReader(reader: WordReader): FamilyReader {
  const readName = memoise(reader.readName);
  const embedWords = createWordEmbedding();
  const known = new WeakMap<MetricFamily, FamilyWords>();
  return (family) => {
    let words = known.get(family);
    if (words === undefined) {
      const nameWords = readName(family.name);
      const helpWords = reader.read(family.help);
      words = {
        nameWords,
        words: weigh(family, nameWords, helpWords, readName),
        meaning: toSparse(embedWords(describe(nameWords, helpWords))),
      };
      known.set(family, words);
    }
    return words;
  };
}

const WEIGHTS = { name: 3, help: 1, label: 0.6, service: 0.8, value: 0.4 };

/** Labels with more values than this name things (pods, addresses, ids), not kinds of things. */
const MAX_VALUES = 12;

function weigh(
  { labels, services }: MetricFamily,
  nameWords: readonly string[],
  helpWords: readonly string[],
  readName: (name: string) => readonly string[],
): WordWeights {
  return sumWeights([
    { words: [...new Set(nameWords)], weight: WEIGHTS.name },
    { words: helpWords, weight: WEIGHTS.help },
    { words: [...labels.keys()].flatMap(readName), weight: WEIGHTS.label },
    { words: services.flatMap(readName), weight: WEIGHTS.service },
    {
      words: [...labels.values()].flatMap(({ distinct, values }) =>
        distinct > MAX_VALUES ? readStatuses(values) : [...values.flatMap(readName), ...readStatuses(values)],
      ),
      weight: WEIGHTS.value,
    },
  ]);
}

/** HTTP statuses are asked for by class, and the fourth and fifth class as errors (RFC 9110, 15). */
function readStatuses(values: readonly string[]): string[] {
  const classes = new Set(values.flatMap((value) => (/^[1-5]\d\d$/.test(value) ? [`${value[0]}xx`] : [])));
  return classes.has('4xx') || classes.has('5xx') ? [...classes, 'error'] : [...classes];
}

/** What the built-in embedder is given of a family: its name first, then what its HELP says. */
function describe(nameWords: readonly string[], helpWords: readonly string[]) {
  return [...nameWords.map((word) => ({ word, weight: 1 })), ...helpWords.map((word) => ({ word, weight: 0.6 }))];
}
