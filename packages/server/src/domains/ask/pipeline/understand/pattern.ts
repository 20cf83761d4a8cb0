/** Source of a pattern for any one of these, without a capture group. The first that fits wins: longer spellings stand first. */
export function anyOf(spellings: readonly string[]): string {
  return `(?:${spellings.join('|')})`;
}

/** Whether each step matches somewhere behind the match of the one before; in linear time. */
export function inOrder(text: string, ...steps: readonly RegExp[]): boolean {
  let from = 0;
  for (const step of steps) {
    const match = step.exec(text.slice(from));
    if (!match) return false;
    from += match.index + match[0].length;
  }
  return true;
}

/** Whether any of the patterns is in the text. */
export function hasAny(text: string, patterns: readonly RegExp[]): boolean {
  return patterns.some((pattern) => pattern.test(text));
}
