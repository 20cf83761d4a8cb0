import type { ServiceIdentity } from '../snapshot.ts';
import type { WordReader } from './words.ts';

/** Finds the services that the words of a question name: all words of the service's name must be there. */
export function createServiceFinder(
  services: readonly ServiceIdentity[],
  reader: WordReader,
): (words: readonly { readonly word: string }[]) => ReadonlySet<string> {
  const byFirstWord = new Map<string, { readonly name: string; readonly words: readonly string[] }[]>();
  for (const { name } of services) {
    const words = reader.readName(name);
    const [first] = words;
    if (first === undefined) continue;
    const list = byFirstWord.get(first);
    if (list === undefined) byFirstWord.set(first, [{ name, words }]);
    else list.push({ name, words });
  }
  return (asked) => {
    const all = new Set(asked.map(({ word }) => word));
    const found = new Set<string>();
    for (const { word } of asked) {
      for (const { name, words } of byFirstWord.get(word) ?? []) {
        if (words.every((part) => all.has(part))) found.add(name);
      }
    }
    return found;
  };
}
