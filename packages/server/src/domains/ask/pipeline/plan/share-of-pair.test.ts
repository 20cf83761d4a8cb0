import { describe, expect, it } from 'vitest';
import { askHarbour, planHarbour, queryOf } from './test/harbour-plans.ts';

const SHARE = 'sum(rate(mooring_searches_empty_total[5m])) / sum(rate(mooring_searches_total[5m]))';

describe('a share that is told behind what it is of', () => {
  it('is the same', () => {
    expect(queryOf('mooring searches that come back empty, as a share')).toBe(SHARE);
  });

  it('is declined of what is only counted', () => {
    expect(askHarbour('radar outages, as a share')).toMatchObject({ outcome: 'declined', reason: 'cannot_compute' });
  });
});

describe('the share of one counter in another', () => {
  it.each([
    ['share of mooring searches that come back empty', SHARE],
    ['share of mooring searches that are empty', SHARE],
    ['what fraction of mooring searches is empty', SHARE],
    ['share of mooring searches that were empty 3 hours ago', SHARE.replaceAll('[5m]', '[5m] offset 3h')],
    ['percentage of mooring searches that are empty', `(${SHARE}) * 100`],
    ['how often do searches return empty in percent', `(${SHARE}) * 100`],
    [
      'what fraction of the mooring searches in the last hour were empty',
      'sum(rate(mooring_searches_empty_total[1h])) / sum(rate(mooring_searches_total[1h]))',
    ],
  ])('answers "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('says which is the part and which the whole', () => {
    expect(planHarbour('share of mooring searches that are empty')).toMatchObject({
      unit: 'ratio',
      reading: 'mooring searches empty total as a share of mooring searches total',
    });
  });

  const EMPTY = 'sum(rate(mooring_searches_empty_total[5m])) / sum(rate(mooring_searches_total[5m]))';

  it.each([
    ['share of mooring searches that are not empty', `1 - ${EMPTY}`],
    ['percentage of mooring searches that are never empty', `(1 - ${EMPTY}) * 100`],
    ['what part of the mooring searches is empty', EMPTY],
  ])('tells the part or the rest: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('says that the rest is told', () => {
    expect(planHarbour('share of mooring searches that are not empty').reading).toMatch(
      /^all but mooring searches empty/,
    );
  });

  it('leaves a part that a label tells to the label', () => {
    expect(queryOf('share of tolls that are expired')).toBe(
      'sum(rate(tolls_total{outcome="expired"}[5m])) / sum(rate(tolls_total[5m]))',
    );
  });
});
