import type { GapFinder } from './gap.ts';

/** "(404 counts as an error)". What server errors count as is what they are. */
const COUNTED_AS =
  /(?:^|[(,.;:])(?![^(),.;:]*\b5xx)[^(),.;:]*\b([1-5](?:\d\d|xx))\b[^(),.;:]*\b(?:counts?|counted|treated|considered) as\b/;

/** Which status codes are errors is told by the measure: read as a filter, a code would be all that is asked. */
export const countedAs: GapFinder = (_binding, { understanding }) => {
  const code = COUNTED_AS.exec(understanding.core)?.[1];
  if (code === undefined) return undefined;
  return {
    reason: 'unknown_word',
    message: `What ${code} counts as cannot be changed by a question. Ask for the share of requests with status ${code} instead.`,
  };
};
