import { describe, expect, it } from 'vitest';
import { withinEdits } from './edit-distance.ts';

describe('edit distance', () => {
  it.each([
    ['harbour', 'harbor', 1],
    ['harbour', 'habrour', 1],
    ['harbour', 'harbouur', 1],
    ['harbour', 'harbous', 1],
    ['harbour', 'hrbor', 2],
    ['', '', 0],
  ])('finds "%s" and "%s" at most %d apart', (a, b, limit) => {
    expect(withinEdits(a, b, limit)).toBe(true);
    expect(withinEdits(b, a, limit)).toBe(true);
  });

  it.each([
    ['harbour', 'harbor', 0],
    ['harbour', 'hrbor', 1],
    ['harbour', 'labour', 1],
  ])('finds "%s" and "%s" more than %d apart', (a, b, limit) => {
    expect(withinEdits(a, b, limit)).toBe(false);
  });
});
