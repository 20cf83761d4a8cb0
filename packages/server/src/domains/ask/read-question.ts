/** Text that is a question, or why it is none. */
export type QuestionText =
  | { readonly outcome: 'ok'; readonly text: string }
  | { readonly outcome: 'empty'; readonly code: 'question_empty' }
  | { readonly outcome: 'too_long'; readonly code: 'question_too_long' };

const LONGEST = 2000;

/**
 * Trims and tidies what was typed. Control and invisible formatting characters become spaces (they hide text from the
 * reader, and a terminal obeys them); unpaired surrogates, which no database stores, become U+FFFD.
 */
export function readQuestion(input: string): QuestionText {
  // Cut before cleaning: 100 kB of nothing must not cost more than a glance.
  if (input.length > LONGEST * 10) return { outcome: 'too_long', code: 'question_too_long' };
  const text = input
    .toWellFormed()
    .replace(/[\p{Cc}\u200B\u2028\u2029\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (text === '') return { outcome: 'empty', code: 'question_empty' };
  if (text.length > LONGEST) return { outcome: 'too_long', code: 'question_too_long' };
  return { outcome: 'ok', text };
}
