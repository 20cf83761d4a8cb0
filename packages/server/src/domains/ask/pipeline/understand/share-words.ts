import { anyOf } from './pattern.ts';

/** Source of a pattern for the words that say a part of a whole. */
export const SHARE_WORD = anyOf(['share', 'percent(?!ile)\\w*', 'ratio', 'fraction', 'proportion', 'portion']);
const SHARE = new RegExp(`\\b(?:${SHARE_WORD}|(?:what|which) part|how (?:big|large) (?:is )?(?:an? |the )?part)\\b|%`);

/** "share of", "percentage of", "%". */
export function speaksOfShare(text: string): boolean {
  return SHARE.test(text);
}
