import { describe, expect, it } from 'vitest';
import { queryOf } from './test/harbour-plans.ts';

describe('the worst of all', () => {
  it.each([
    ['engine temperature (worst one)', 'max(engine_temperature_celsius)'],
    ['parcels waiting, the worst instance', 'max(parcels_waiting)'],
    ['parcels waiting by quay (worst instance)', 'max by (quay) (sum by (quay) (parcels_waiting))'],
  ])('is one number: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['engine temperature', 'engine_temperature_celsius'],
    ['parcels waiting (inner quay)', 'parcels_waiting{quay="inner"}'],
    [
      'only the fullest ship by hold usage',
      'topk(1, 1 - sum by (vessel) (hold_free_bytes) / sum by (vessel) (hold_size_bytes))',
    ],
  ])('is not asked: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each(['first', 'next', 'soonest', 'earliest'])('is the %s that ends', (word) => {
    expect(queryOf(`days until the ${word} licence expires`)).toBe(
      'min(licence_expiry_timestamp_seconds - time()) / 86400',
    );
  });
});
