import { describe, expect, it } from 'vitest';
import { planHarbour, queryOf } from './test/harbour-plans.ts';

describe('one value for a period', () => {
  it.each([
    ['peak parcels waiting over the last 3 hours', 'max_over_time(parcels_waiting[3h])'],
    ['average parcels waiting over the last hour', 'avg_over_time(parcels_waiting[1h])'],
    ['lowest fuel in the last day', 'min by (vessel) (min_over_time(fuel_litres[1d]))'],
    [
      'max engine temperature per ship in the last 6 hours',
      'max by (vessel) (max_over_time(engine_temperature_celsius[6h]))',
    ],
    ['average fuel in the last day', 'avg by (vessel) (avg_over_time(fuel_litres[1d]))'],
    [
      'average requests per second over the last 2 hours by route',
      'avg_over_time(sum by (route) (rate(http_requests_total[5m]))[2h:15s])',
    ],
    [
      'hold usage in the last day',
      'avg_over_time((1 - sum by (vessel) (hold_free_bytes) / sum by (vessel) (hold_size_bytes))[1d:2m])',
    ],
  ])('answers "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    [
      'which vessels went above 80% hold usage in the last 6 hours',
      'max_over_time((1 - sum by (vessel) (hold_free_bytes) / sum by (vessel) (hold_size_bytes))[6h:30s]) > 0.8',
    ],
    [
      'vessels with hold usage above 80% over the last 6 hours',
      'avg_over_time((1 - sum by (vessel) (hold_free_bytes) / sum by (vessel) (hold_size_bytes))[6h:30s]) > 0.8',
    ],
    [
      'which vessels dropped below 100 fuel in the last 6 hours',
      'min by (vessel) (min_over_time(fuel_litres[6h])) < 100',
    ],
    [
      'which quays had more than 50 parcels waiting in the last hour',
      'max_over_time(sum by (quay) (parcels_waiting)[1h:15s]) > 50',
    ],
    [
      'vessels with hold usage above 80% for more than 10 minutes',
      'min_over_time((1 - sum by (vessel) (hold_free_bytes) / sum by (vessel) (hold_size_bytes))[10m:15s]) > 0.8 and 1 - sum by (vessel) (hold_free_bytes offset 10m) / sum by (vessel) (hold_size_bytes offset 10m)',
    ],
    [
      'parcels waiting below 3 for over an hour',
      'max_over_time(parcels_waiting[1h]) < 3 and parcels_waiting offset 1h',
    ],
  ])('is what a bound is compared with: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('is the share of the time in which something was so', () => {
    expect(planHarbour('how often was the gangway of the aurora lowered in the last day')).toMatchObject({
      promql: 'avg by (vessel) (avg_over_time(gangway_lowered{vessel="aurora"}[1d]))',
      unit: 'ratio',
    });
  });
});

describe('a statement over a period', () => {
  it.each([
    ['once', 'which targets were down in the last hour', 'min_over_time(up[1h]) == 0'],
    ['counted', 'how many targets were down in the last hour', 'count(min_over_time(up[1h]) == 0) or vector(0)'],
    [
      'always',
      'which floodgates were open all the time in the last 2 hours',
      'min by (floodgate) (min_over_time(floodgate_open[2h])) == 1',
    ],
    [
      'never',
      'which floodgates were never open in the last day',
      'max by (floodgate) (max_over_time(floodgate_open[1d])) != 1',
    ],
    ['so long', 'targets down for more than 5 minutes', 'max_over_time(up[5m]) == 0 and up offset 5m'],
    ['never its opposite', 'which targets were never up in the last hour', 'max_over_time(up[1h]) == 0'],
  ])('holds %s: "%s"', (_, question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('curves', () => {
  it.each([
    ['plot parcels waiting over the last 6 hours', 21_600],
    ['engine temperature in the last 2 hours', 7200],
    ['parcels waiting between 9:00 and 10:00', 3600],
    ['requests per second over the last 3 hours', 10_800],
    ['boarding duration over time', 3600],
    ['parcels waiting today', 51_200],
    ['requests of booking over the last 3 hours, one point per minute', 10_800],
    ['tolls per minute over the past 3 hours, as a time series', 10_800],
    ['fuel for the past 2 hours, a line per ship', 7200],
  ])('span what is asked: "%s"', (question, rangeSeconds) => {
    expect(planHarbour(question)).toMatchObject({ kind: 'range', rangeSeconds });
  });

  it.each(['peak parcels waiting over the last 3 hours', 'requests in the last 3 hours', 'fuel of the aurora'])(
    'are not drawn where one value answers: "%s"',
    (question) => {
      expect(planHarbour(question).kind).toBe('instant');
    },
  );
});

describe('any moment of a period', () => {
  it.each([
    ['did parcels waiting go above 50 at any point in the last hour', 'max_over_time(parcels_waiting[1h]) > 50'],
    ['which ships had less than 50 litres of fuel at any time in the last day', 'min_over_time(fuel_litres[1d]) < 50'],
    ['highest engine temperature at any moment in the last hour', 'max_over_time(engine_temperature_celsius[1h])'],
  ])('is told by the extreme: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('is not now', () => {
    expect(queryOf('parcels waiting above 50')).toBe('parcels_waiting > 50');
  });
});

describe('growth', () => {
  it.each([
    ['how fast is the fuel shrinking per hour', 'sum by (vessel) (deriv(fuel_litres[30m])) * 3600'],
    ['by how much did the fuel change in the last 4 hours', 'sum by (vessel) (delta(fuel_litres[4h]))'],
    ['by how much has parcels waiting increased in the last hour', 'delta(parcels_waiting[1h])'],
    [
      'quays that gained more than 50 parcels waiting in the last half hour',
      'sum by (quay) (delta(parcels_waiting[30m])) > 50',
    ],
    ['change in parcels waiting over the last 2 hours', 'delta(parcels_waiting[2h])'],
  ])('is a slope or a difference: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});
