import { describe, expect, it } from 'vitest';
import { createVocabulary, splitName } from './vocabulary.ts';

const vocabulary = createVocabulary({
  synonyms: [
    ['boat', 'ship', 'sea going vessel'],
    ['available', 'free'],
    ['uptime', 'availability'],
  ],
  ignore: ['the', 'of', 'how', 'using'],
});

describe('vocabulary', () => {
  it('reads inflections of a word as one', () => {
    expect(vocabulary.stems('mooring moored moorings')).toEqual(['moor', 'moor', 'moor']);
  });

  it('reads synonyms as the first of their group, phrases before words', () => {
    expect(vocabulary.stems('ships')).toEqual(vocabulary.stems('boat'));
    expect(vocabulary.stems('a sea going vessel docks')).toEqual(['a', 'boat', 'dock']);
  });

  it('looks words up as they are respelled, and leaves their places', () => {
    const respell = (word: string) => vocabulary.phraseWords.find((known) => known.startsWith(word.slice(0, 3)));
    expect(vocabulary.phraseWords).toEqual(['vessel']);
    expect(vocabulary.tokens('sea going vesel', respell)).toMatchObject([
      { stem: 'boat', text: 'sea going vesel', start: 0, end: 15 },
    ]);
  });

  it('tells words apart by spelling where their stems are the same', () => {
    expect(vocabulary.stems('available')).toEqual(vocabulary.stems('free'));
    expect(vocabulary.stems('availability')).toEqual(vocabulary.stems('uptime'));
  });

  it('drops words without content, by spelling only', () => {
    expect(vocabulary.stems('how full is the hold')).toEqual(['full', 'is', 'hold']);
    expect(vocabulary.stems('used')).toHaveLength(1);
  });

  it('tells where each word stands', () => {
    const [first, second] = vocabulary.tokens('the  Tug-boats');
    expect(first).toMatchObject({ text: 'the', generic: true });
    expect(second).toMatchObject({ text: 'Tug', start: 5, end: 8, generic: false });
  });

  it('leaves words with digits as they are', () => {
    expect(vocabulary.stems('p99 5xx 1.5')).toEqual(['p99', '5xx', '1.5']);
  });

  it('splits names as metrics have them', () => {
    expect(splitName('node_memory_MemAvailable_bytes')).toBe('node memory mem available bytes');
    expect(splitName('job:lifts:rate5m')).toBe('job lifts rate5m');
  });
});
