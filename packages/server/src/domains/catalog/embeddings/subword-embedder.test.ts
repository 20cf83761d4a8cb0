import { describe, expect, it } from 'vitest';
import { createWordReader } from '../retrieval/words.ts';
import { createSubwordEmbedder } from './subword-embedder.ts';

const embedder = createSubwordEmbedder(
  createWordReader({ synonyms: [['latency', 'duration', 'response time']], ignore: ['the'] }),
);
const similarity = (left: string, right: string) => {
  const [a, b] = [embedder.embedOne(left), embedder.embedOne(right)];
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
};

describe('the built-in embedder', () => {
  it('gives equal text equal vectors of unit length', () => {
    const vector = embedder.embedOne('request latency');
    expect(vector).toEqual(embedder.embedOne('request latency'));
    expect(vector).toHaveLength(embedder.dimension);
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
    expect(Math.hypot(...embedder.embedOne('?!'))).toBe(0);
  });
});
