import type { QueryWord } from './query-words.ts';
import type { TextIndex, WordWeights } from './text-index.ts';

/** Of what the best says, a family must say as much to be about the text too. */
const SHARE_OF_BEST = 0.5;

/** So many standard deviations above the mean is no chance (the rule of three sigmas), whatever scale a model's similarities have. */
const DEVIATIONS = 3;

/** What a family says of a text, in words, and how near a remote embedder puts the two. */
export interface Nearness {
  /** Share, 0 to 1, of what the text says in words that the catalog knows; rare words say more. */
  readonly said: number;
  /** Only with a remote embedder. */
  readonly similarity: number | undefined;
}

/**
 * Tells families that a text is about from those that only came next. A text of unknown words is about nothing: the built-in
 * embedder compares letters, which always are a little alike.
 */
export function createRelevance(
  hits: readonly Nearness[],
  similarities: readonly number[],
): (hit: Nearness) => boolean {
  const bestSaid = Math.max(0, ...hits.map(({ said }) => said));
  const mean = similarities.reduce((sum, value) => sum + value, 0) / similarities.length;
  const variance = similarities.reduce((sum, value) => sum + (value - mean) ** 2, 0) / similarities.length;
  const isOutlier = (value: number) => variance > 0 && value > mean + DEVIATIONS * Math.sqrt(variance);
  return ({ said, similarity }) =>
    (said > 0 && said >= SHARE_OF_BEST * bestSaid) || (similarity !== undefined && isOutlier(similarity));
}

/** See `Nearness.said`. */
export function shareSaid(own: WordWeights, words: readonly QueryWord[], textIndex: TextIndex): number {
  let said = 0;
  let all = 0;
  for (const { word, weight } of words) {
    const worth = weight * textIndex.rarity(word);
    all += worth;
    if (own.has(word)) said += worth;
  }
  return all === 0 ? 0 : said / all;
}
