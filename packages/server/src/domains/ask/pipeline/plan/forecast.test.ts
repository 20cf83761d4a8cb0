import { describe, expect, it } from 'vitest';
import { askHarbour, planHarbour, queryOf } from './test/harbour-plans.ts';

describe('values to come', () => {
  it.each([
    ['predict the fuel in 6 hours', 'sum by (vessel) (predict_linear(fuel_litres[6h], 21600))'],
    ['fuel tomorrow', 'sum by (vessel) (predict_linear(fuel_litres[6h], 86400))'],
    ['how many parcels will be waiting in an hour', 'sum(predict_linear(parcels_waiting[6h], 3600))'],
    ['parcels waiting in 2 hours at the current trend', 'predict_linear(parcels_waiting[6h], 7200)'],
    ['what will the engine temperature be in 30 minutes', 'predict_linear(engine_temperature_celsius[6h], 1800)'],
  ])('follow the trend: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('what runs out', () => {
  it.each([
    ['will the fuel run out in 2 days at the current rate', 'predict_linear(fuel_litres[6h], 172800) < 0'],
    ['which holds will be full in 24 hours', 'predict_linear(hold_free_bytes[6h], 86400) < 0'],
    ['will the hold of the aurora be full tomorrow', 'predict_linear(hold_free_bytes{vessel="aurora"}[6h], 86400) < 0'],
  ])('does so within the horizon, or is left out: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['when will the holds be full', 'hold_free_bytes / (-deriv(hold_free_bytes[6h]) > 0)'],
    ['how many hours until the fuel runs out', '(fuel_litres / (-deriv(fuel_litres[6h]) > 0)) / 3600'],
    ['days until the first hold is full', 'min(hold_free_bytes / (-deriv(hold_free_bytes[6h]) > 0)) / 86400'],
    ['how long until the first ship runs out of fuel', 'min(fuel_litres / (-deriv(fuel_litres[6h]) > 0))'],
  ])('takes as long as what is left lasts: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('a share ahead', () => {
  it('is told as a share where that is asked', () => {
    expect(queryOf('how full will the hold be in two days, in %')).toBe(
      '(1 - sum by (vessel) (predict_linear(hold_free_bytes[6h], 172800)) / sum by (vessel) (hold_size_bytes)) * 100',
    );
  });
});

describe('time until an amount', () => {
  it.each([
    [
      'when will the fuel of the aurora reach 500',
      '((500 - fuel_litres{vessel="aurora"}) / (deriv(fuel_litres{vessel="aurora"}[6h]) != 0)) > 0',
    ],
    [
      'when will the free hold space reach 2 GB',
      '((2000000000 - hold_free_bytes) / (deriv(hold_free_bytes[6h]) != 0)) > 0',
    ],
    ['when will the parcels waiting exceed 1000', '((1000 - parcels_waiting) > 0) / (deriv(parcels_waiting[6h]) > 0)'],
    ['when will the parcels waiting drop below 10', '((parcels_waiting - 10) > 0) / (-deriv(parcels_waiting[6h]) > 0)'],
  ])('is what lies ahead by the recent trend: "%s"', (question, promql) => {
    expect(planHarbour(question)).toMatchObject({ promql, unit: 'seconds' });
  });
});

describe('an amount that no trend leads to', () => {
  it.each(['when will requests of booking exceed 100', 'when will the boarding time exceed 5'])(
    'is no question of what is now: "%s"',
    (question) => {
      expect(askHarbour(question)).toMatchObject({ outcome: 'declined', reason: 'cannot_compute' });
    },
  );
});

describe('moments that are known', () => {
  it.each([
    [
      'days until the licence of the aurora expires',
      '(licence_expiry_timestamp_seconds{vessel="aurora"} - time()) / 86400',
    ],
    ['when does the licence of the borealis expire', 'licence_expiry_timestamp_seconds{vessel="borealis"} - time()'],
    ['hours since the last inspection', '(time() - sum by (vessel) (inspection_timestamp_seconds)) / 3600'],
    [
      'how long ago was the aurora inspected',
      'time() - sum by (vessel) (inspection_timestamp_seconds{vessel="aurora"})',
    ],
  ])('need no trend: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});
