import { describe, expect, it } from 'vitest';
import { createWordReader } from '../retrieval/words.ts';
import { createWordEmbedding } from './subword-embedder.ts';

const reader = createWordReader({ synonyms: [['latency', 'duration', 'response time']], ignore: ['the'] });
const embedWords = createWordEmbedding();
const embed = (text: string) => embedWords(reader.read(text).map((word) => ({ word, weight: 1 })));
const similarity = (left: string, right: string) => {
  const [a, b] = [embed(left), embed(right)];
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
};

describe('the built-in embedder', () => {
  it('gives equal text equal vectors of unit length', () => {
    const vector = embed('request latency');
    expect(vector).toEqual(embed('request latency'));
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  });

  it('holds synonyms for the same', () => {
    expect(similarity('the response time', 'duration')).toBeCloseTo(1, 5);
  });

  it('holds a misspelt word nearer to the right one than to others', () => {
    expect(similarity('connectoins', 'connections')).toBeGreaterThan(similarity('connectoins', 'collections') + 0.1);
    expect(similarity('goroutine', 'goroutines')).toBeGreaterThan(0.7);
    expect(Math.abs(similarity('goroutine', 'filesystem'))).toBeLessThan(0.25);
  });

  it('gives text without words the zero vector', () => {
    expect(Math.hypot(...embed('?!'))).toBe(0);
  });
});
