import { describe, expect, it } from 'vitest';
import { askHarbour } from '../test/harbour-plans.ts';

describe('declining', () => {
  it.each([
    ['a subject that is not here', 'requests of the customs service', 'unknown_word', '"customs"'],
    ['a product that is not here', 'kafka consumer lag', 'unknown_word', '"kafka"'],
    ['a measure that is not here', 'zeppelin altitude', 'unknown_metric', 'Nothing in the catalog'],
    ['a measure that is known elsewhere', 'lamp brightness', 'unknown_metric', 'Nothing in the catalog'],
    ['a path that no label has', 'requests to /api/refunds', 'unknown_label_value', '"/api/refunds"'],
    ['a version that no label has', 'requests of tickets 2.7.1', 'unknown_label_value', '"2.7.1"'],
    ['a thing that has none of it', 'radar outages of booking', 'unknown_label_value', '"booking"'],
    ['a thing that nobody knows', 'fuel of the submarine', 'unknown_word', '"submarine"'],
    ['a grouping that no label makes', 'requests by nationality', 'unknown_grouping', '"nationality"'],
    ['a grouping of other measures', 'fuel by rank', 'unknown_grouping', '"rank"'],
    ['a grouping whose head is of other measures', 'requests by ship rank', 'unknown_grouping', '"ship rank"'],
    ['a grouping that would change the subject', 'requests per crew rank', 'unknown_grouping', '"crew rank"'],
    ['things that no label tells apart', 'which sailor has the most fuel', 'unknown_grouping', '"sailor"'],
    ['ranked things of other measures', 'top 3 quay ranks by requests', 'unknown_grouping', '"ranks"'],
    ['a percentile that a summary lacks', 'p90 of crane lift time', 'cannot_compute', 'p50, p99'],
    ['an outcome that is not recorded', 'error rate of the parcels waiting', 'cannot_compute', 'outcome'],
    ['a duration of what is only counted', 'share of tolls slower than 250 ms', 'cannot_compute', 'counted'],
    ['what was lost of what is counted', 'how many tolls did we lose today', 'unknown_word', '"lose"'],
    ['a head of another measure', 'beacon count of the tolls', 'unknown_metric', '"beacon"'],
    ['things with a head that nobody knows', 'which toll booths have most tolls', 'unknown_grouping', '"toll booths'],
    ['some of what nothing tells apart', 'piers where not every berth slot is used', 'unknown_word', '"not every"'],
    ['two bounds', 'vessels with fuel between 10 and 20', 'cannot_compute', 'One bound at a time'],
    ['a second bound', 'fuel more than 10 and less than 20', 'cannot_compute', 'One bound at a time'],
    ['either of two bounds', 'fuel less than 3 or more than 9', 'cannot_compute', 'One bound at a time'],
    ['not all of what nothing tells apart', 'not all parcels waiting', 'unknown_word', '"not all"'],
    ['a temperature of what has none', 'temperature of the crane', 'unknown_metric', 'temperature'],
  ])('%s is said: "%s"', (_what, question, reason, said) => {
    expect(askHarbour(question)).toMatchObject({
      outcome: 'declined',
      reason,
      message: expect.stringContaining(said),
    });
  });

  it('tells the labels that there are', () => {
    expect(askHarbour('requests by nationality')).toMatchObject({
      message: expect.stringContaining('service, job, instance, route, method, code'),
    });
  });

  it('names the measures that are nearest', () => {
    expect(askHarbour('requests by nationality')).toMatchObject({ nearest: expect.arrayContaining(['requests']) });
  });
});
