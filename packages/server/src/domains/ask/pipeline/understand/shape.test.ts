import { describe, expect, it } from 'vitest';
import { createMaskedText } from './masked-text.ts';
import { findSuperlative } from './ranking.ts';
import { takeShape } from './shape.ts';

const read = (question: string) => takeShape(createMaskedText(question));

describe('groupings', () => {
  it.each([
    ['lifts by pier', ['pier']],
    ['lifts per pier and vessel', ['pier', 'vessel']],
    ['lifts by pier, vessel and crew', ['pier', 'vessel', 'crew']],
    ['lifts broken down by status code', ['status code']],
    ['lifts for each vessel', ['vessel']],
    ['lifts split by gate (pier + quay)', ['gate', 'pier', 'quay']],
    ['lifts per consumer group', ['consumer group']],
    ['lifts by crane of the north pier', ['crane']],
    ['lifts of the old and new crane version', ['crane version']],
    ['do both releases lift alike', ['releases']],
  ])('finds in "%s"', (question, groupings) => {
    expect(read(question).groupings).toEqual(groupings);
  });

  it.each([
    ['lifts per second and pier', 1, ['pier']],
    ['lifts per minute and status code?', 60, ['status code']],
    ['lifts a second and crane', 1, ['crane']],
    ['lifts/s and pier', 1, ['pier']],
  ])('finds what stands beside a unit in "%s"', (question, perSeconds, groupings) => {
    expect(read(question)).toMatchObject({ perSeconds, groupings });
  });

  it.each([
    'lifts per second',
    'higher by 5 than before',
    'by the way, lifts',
    'down 5 per cent',
    'lifts by more than 3',
  ])('finds none in "%s"', (question) => {
    expect(read(question).groupings).toEqual([]);
  });

  it.each([
    ['lifts distributed over piers', ['piers']],
    ['lifts spread out across the piers', ['piers']],
    ['lifts divided up among cranes', ['cranes']],
    ['lifts by pier by crane', ['pier', 'crane']],
    ['lifts per pier divided by moorings', ['pier']],
    ['lifts of every pier', ['pier']],
    ['which piers are there, and how many cranes on each', ['piers']],
    ['which piers are there, and count lifts for each', ['piers']],
  ])('finds in "%s"', (question, groupings) => {
    expect(read(question).groupings).toEqual(groupings);
  });

  it('counts what stands on each', () => {
    expect(read('which piers are there, and how many cranes on each')).toMatchObject({
      howMany: true,
      entities: false,
    });
    expect(read('which piers are there')).toMatchObject({ howMany: false, entities: true });
  });

  it.each([
    'lifts of not every pier',
    'mean time per call',
    'seconds spent per operation',
    'latency per request',
    'lifts spread out',
    'count cranes for each',
    'half a second of lifts',
  ])('finds none in "%s"', (question) => {
    expect(read(question).groupings).toEqual([]);
  });

  it('reads "a second" as a rate, but not a part of one', () => {
    expect(read('lifts a second').perSeconds).toBe(1);
    expect(read('lifts within half a second').perSeconds).toBeUndefined();
    expect(read('lifts slower than a second').perSeconds).toBeUndefined();
  });

  it.each(['lifts written by aurora', 'lifts lost by aurora'])(
    'takes who did it for no sure grouping: "%s"',
    (question) => {
      expect([...read(question).tentative]).toEqual(['aurora']);
    },
  );

  it('lets "top … by" rank by the measure instead of grouping', () => {
    expect(read('top 3 piers by lifts')).toMatchObject({ groupings: [], ranking: { direction: 'top', count: 3 } });
  });

  it('holds who did it for a grouping only tentatively', () => {
    expect([...read('parcels handled by aurora').tentative]).toEqual(['aurora']);
    expect([...read('parcels by vessel').tentative]).toEqual([]);
  });

  it('groups by nothing that only explains', () => {
    expect(read('lifts by pier, i.e. split by mooring place').groupings).toEqual(['pier']);
  });
});

describe('rankings', () => {
  it.each([
    ['top 3 piers', 'top', 3],
    ['bottom five piers', 'bottom', 5],
    ['first 2 piers', 'top', 2],
    ['the two slowest piers', 'top', 2],
    ['the three smallest piers', 'bottom', 3],
    ['which 4 piers have the most lifts', 'top', 4],
    ['which 4 piers have the fewest lifts', 'bottom', 4],
    ['busiest 5 piers', 'top', 5],
    ['quietest two piers', 'bottom', 2],
    ['single worst pier', 'top', 1],
    ['only the worst pier', 'top', 1],
    ['just the slowest pier', 'top', 1],
    ['which pier has the least lifts, only the worst', 'bottom', 1],
    ['the single least used crane', 'bottom', 1],
  ])('reads "%s"', (question, direction, count) => {
    expect(read(question).ranking).toMatchObject({ direction, count });
  });

  it('never asks for more than a list can show', () => {
    expect(read('top 99999 piers').ranking?.count).toBe(1000);
    expect(read('top 0 piers').ranking?.count).toBe(1);
  });

  it('reads the direction that a superlative implies', () => {
    expect(findSuperlative(createMaskedText('which pier is slowest'))).toMatchObject({ direction: 'top' });
    expect(findSuperlative(createMaskedText('which pier has the least lifts'))).toMatchObject({ direction: 'bottom' });
    expect(findSuperlative(createMaskedText('lifts of the pier'))).toBeUndefined();
  });
});

describe('percentiles', () => {
  it.each([
    ['p95 lift time', [0.95]],
    ['p99.9 lift time', [0.999]],
    ['the 90th percentile of lift time', [0.9]],
    ['median lift time', [0.5]],
    ['quantile 0.75 of lift time', [0.75]],
    ['tail latency', [0.99]],
    ['p50 and p99 lift time', [0.5, 0.99]],
    ['p50, or rather just the p99', [0.99]],
    ['p999 lift time', [0.999]],
  ])('reads "%s"', (question, levels) => {
    expect(read(question).percentiles).toEqual(levels);
  });

  it.each(['p1000 lift time', 'pier p2p traffic', '5 percent'])('finds none in "%s"', (question) => {
    expect(read(question).percentiles).toEqual([]);
  });
});

describe('the outer form', () => {
  it.each([
    ['lifts per minute', 60],
    ['lifts a second', 1],
    ['lifts/h', 3600],
    ['lifts each day', 86_400],
  ])('reads "%s" as events over a period', (question, perSeconds) => {
    expect(read(question)).toMatchObject({ perSeconds });
  });

  it('knows a wish for one number over all', () => {
    expect(read('lifts overall').overall).toBe(true);
    expect(read('lifts across all piers').overall).toBe(true);
    expect(read('lifts').overall).toBe(false);
  });

  it('knows that a number is asked, and of what', () => {
    expect(read('how many cranes are idle')).toMatchObject({ howMany: true, entityNoun: 'cranes' });
    expect(read('number of cranes per pier')).toMatchObject({ howMany: true, entityNoun: 'cranes' });
    expect(read('is the crane idle').howMany).toBe(false);
  });

  it('knows that things are asked, and which', () => {
    expect(read('which cranes are idle')).toMatchObject({
      entities: true,
      leadingOnly: false,
      entityNoun: 'cranes are idle',
    });
    expect(read('are there any idle cranes').entities).toBe(true);
    expect(read('what is the load of the crane').entities).toBe(false);
  });

  it('knows things that are only named first', () => {
    expect(read('cranes waiting for a berth')).toMatchObject({ entities: true, leadingOnly: true });
    expect(read('cranes that wait for a berth')).toMatchObject({ entities: true, leadingOnly: false });
  });

  it('reads aggregations, the strongest first', () => {
    expect(read('average and maximum load').aggregators).toEqual(['max', 'avg']);
    expect(read('total load').aggregators).toEqual(['sum']);
    expect(read('load').aggregators).toEqual([]);
  });
});
