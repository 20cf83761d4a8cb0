import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const page = fileURLToPath(new URL('../../docs/how-to/ask-questions.md', import.meta.url));

export interface DocumentedQuestion {
  readonly question: string;
  /** Set when the row says which question it follows: `… then: …`. */
  readonly after?: string;
  /** The heading above its table. */
  readonly section: string;
}

/** The questions in the first column of every table of docs/how-to/ask-questions.md. */
export function readDocumentedQuestions(): DocumentedQuestion[] {
  const found: DocumentedQuestion[] = [];
  let section = '';
  for (const line of readFileSync(page, 'utf8').split('\n')) {
    section = /^#+ (.*)$/.exec(line)?.[1] ?? section;
    const cell = /^\| `([^|]*)` +\|/.exec(line)?.[1];
    if (cell === undefined) continue;
    const [first = '', second] = cell.split('` → `');
    found.push(second === undefined ? { question: first, section } : { question: second, after: first, section });
  }
  return found;
}
