import { splitName } from '../retrieval/words.ts';

/** What an embedder is given of a family: the words of its name, what its HELP says, and what it is broken down by. */
export function describeFamily(family: {
  readonly name: string;
  readonly help: string;
  readonly labels: ReadonlyMap<string, unknown>;
}): string {
  const labels = [...family.labels.keys()].map((label) => splitName(label).join(' ')).join(', ');
  return `${splitName(family.name).join(' ')}. ${family.help} (${labels})`;
}
