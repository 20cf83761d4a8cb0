import { expect, it } from 'vitest';
import { createRelevance } from './relevance.ts';

const inWords = (said: number) => ({ said, similarity: undefined });

it('takes what says at least half as much of the text as the best', () => {
  const hits = [inWords(0.8), inWords(0.4), inWords(0.39), inWords(0)];
  expect(hits.map(createRelevance(hits, []))).toEqual([true, true, false, false]);
});

it('takes nothing for a text of which nothing says a word', () => {
  const hits = [inWords(0), inWords(0)];
  expect(hits.map(createRelevance(hits, []))).toEqual([false, false]);
});

it('takes what a remote embedder puts far nearer than the rest, on whatever scale', () => {
  for (const [low, high] of [
    [0.01, 0.2],
    [0.7, 0.9],
  ] as const) {
    const similarities = [...Array.from({ length: 40 }, (_, index) => low + index / 10_000), high];
    const hits = similarities.map((similarity) => ({ said: 0, similarity }));
    const relevant = hits.filter(createRelevance(hits, similarities));
    expect(relevant.map(({ similarity }) => similarity)).toEqual([high]);
  }
});
