/** The vocabulary that words are read in: groups of words or phrases that mean the same, and words that mean nothing here. */
export interface Vocabulary {
  /** Groups; the first entry stands for all. */
  readonly synonyms: readonly (readonly string[])[];
  readonly ignore: readonly string[];
}

/** Turns text into the words it is searched by. The same for questions, names and HELP texts, so that they meet. */
export interface WordReader {
  /** Of prose: phrases and synonyms replaced, fillers dropped, endings cut. */
  read(text: string): string[];
  /** Of a metric or label name: its parts, likewise. */
  readName(name: string): string[];
}

const MAX_PHRASE_WORDS = 4;
const MAX_STEMS_KEPT = 50_000;

export function createWordReader({ synonyms, ignore }: Vocabulary): WordReader {
  const stemAll = createStemmer();
  const canonical = new Map<string, string>();
  // Most words begin no phrase.
  const beginnings = new Set<string>();
  for (const group of synonyms) {
    const [first] = group;
    if (first === undefined) continue;
    const target = stemAll(split(first)).join(' ');
    for (const phrase of group) {
      const stems = stemAll(split(phrase));
      canonical.set(stems.join(' '), target);
      beginnings.add(stems[0] ?? '');
    }
  }
  const ignored = new Set(ignore.filter((word) => !word.includes(' ')).flatMap(split));

  function toWords(stems: readonly string[]): string[] {
    const words: string[] = [];
    for (let index = 0; index < stems.length; ) {
      const match = beginnings.has(stems[index] ?? '') ? matchPhrase(stems, index, canonical) : null;
      if (match === null) {
        words.push(stems[index] ?? '');
        index += 1;
      } else {
        words.push(...match.target.split(' '));
        index += match.length;
      }
    }
    return words;
  }

  return {
    read(text) {
      const raw = split(text);
      const stems = stemAll(raw);
      // Fillers are dropped after phrases are found: "in use" is a phrase of two of them.
      const isFiller = new Set(raw.flatMap((word, index) => (ignored.has(word) ? [stems[index] ?? ''] : [])));
      return toWords(stems).filter((word) => !isFiller.has(word));
    },
    readName: (name) => toWords(stemAll(splitName(name))),
  };
}

function matchPhrase(stems: readonly string[], start: number, canonical: ReadonlyMap<string, string>) {
  for (let length = Math.min(MAX_PHRASE_WORDS, stems.length - start); length >= 1; length -= 1) {
    const target = canonical.get(stems.slice(start, start + length).join(' '));
    if (target !== undefined) return { target, length };
  }
  return null;
}

function split(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:'[a-z]+)?/gu) ?? [];
}

/** `jvm_memory_used_bytes` and `MemAvailable` into their words; a number stays with the word before it (`load1`). */
export function splitName(name: string): string[] {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
}

/** Remembers the stems of words: a catalog says the same few thousand over and over. */
function createStemmer(): (words: readonly string[]) => string[] {
  const stems = new Map<string, string>();
  return (words) =>
    words.map((word) => {
      const known = stems.get(word);
      if (known !== undefined) return known;
      const cut = stem(word);
      if (stems.size < MAX_STEMS_KEPT) stems.set(word, cut);
      return cut;
    });
}

/** Cuts plural and verb endings; light on purpose, because names of metrics are short and a wrong cut unites strangers. */
export function stem(word: string): string {
  const base = word.replace(/'s?$/, '');
  if (base.length <= 3 || /\d/.test(base)) return base;
  if (base.endsWith('ies') && base.length > 4) return `${base.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|z)es$/.test(base)) return base.slice(0, -2);
  if (base.endsWith('s') && !/(ss|us|is)$/.test(base)) return base.slice(0, -1);
  if (base.length > 5 && base.endsWith('ing')) return undouble(base.slice(0, -3));
  if (base.length > 4 && base.endsWith('ed')) return undouble(base.slice(0, -2));
  return base;
}

function undouble(word: string): string {
  return /([bdfgmnprt])\1$/.test(word) ? word.slice(0, -1) : word.replace(/e$/, '');
}
