import { describe, expect, it } from 'vitest';
import { findTwoSided } from './two-sided.ts';

describe('two sides of a question', () => {
  it.each([
    ['lifts divided by moorings', '/'],
    ['lifts, relative to moorings', '/'],
    ['lifts in relation to moorings', '/'],
    ['lifts in proportion to moorings', '/'],
    ['lifts against the moorings', '/'],
    ['lifts as a percentage of moorings', '/'],
    ['lifts as share of moorings', '/'],
    ['lifts, in % of moorings', '/'],
    ['ratio of lifts to moorings', '/'],
    ['ratio between lifts and moorings', '/'],
    ['difference between lifts and moorings', '-'],
    ['lifts minus moorings', '-'],
    ['lifts plus moorings', '+'],
    ['lifts added to moorings', '+'],
    ['sum of lifts and moorings', '+'],
    ['lifts and moorings together', '+'],
    ['lifts and moorings combined', '+'],
    ['lifts and moorings (in total)', '+'],
  ])('are set against each other by "%s"', (question, op) => {
    expect(findTwoSided(question)).toEqual({ op, left: 'lifts', right: 'moorings' });
  });

  it.each([
    ['piers with more lifts than moorings', '>', 'piers with lifts', 'moorings'],
    ['piers with fewer lifts than moorings', '<', 'piers with lifts', 'moorings'],
    ['piers with higher load than capacity', '>', 'piers with load', 'capacity'],
    ['piers loaded more often by crane than by hand', '>', 'piers loaded crane', 'hand'],
  ])('are compared by "%s"', (question, op, left, right) => {
    expect(findTwoSided(question)).toEqual({ op, left, right });
  });

  it('are taken from each other by "how many more", and the other way round by "how many fewer"', () => {
    const sides = { op: '-', left: 'lifts has north', right: 'south' };
    expect(findTwoSided('how many more lifts has north than south')).toEqual(sides);
    expect(findTwoSided('how many fewer lifts has north than south')).toEqual({ ...sides, swapped: true });
  });

  it('end with the sentence', () => {
    expect(findTwoSided('lifts divided by moorings. it is for the captain')?.right).toBe('moorings');
    expect(findTwoSided('lifts divided by moorings (north pier)')?.right).toBe('moorings');
  });

  it.each([
    ['a number', 'lifts minus 5'],
    ['a bound of its own', 'lifts relative to their limit'],
    ['what is usual', 'more lifts than usual'],
    ['what is expected', 'more lifts than expected'],
    ['the rest of them', 'more lifts than any other pier had: the others'],
    ['a threshold', 'piers with more than 80 lifts'],
    ['times of day', 'difference between 9:00 and 10:00'],
    ['things that are listed', 'lifts and moorings by pier'],
    ['a grouping', 'lifts per mooring'],
    ['a share of its own', 'share of lifts that failed'],
  ])('are not found in %s: "%s"', (_what, question) => {
    expect(findTwoSided(question)).toBeUndefined();
  });
});
