import { print } from '@locum/promql';
import { describe, expect, it } from 'vitest';
import { createHarbourGround } from '../test/harbour-ground.ts';

const ground = createHarbourGround();
const derived = new Map(
  ground.measures.filter(({ origin }) => origin === 'derived').map((measure) => [measure.title, measure]),
);
const exprOf = (title: string) => {
  const measure = derived.get(title);
  return measure && print(measure.expr);
};

describe('derived measures', () => {
  it('makes saturation and what is free of a used part and its whole', () => {
    expect(exprOf('berth slots usage')).toBe('berth_slots_used / berth_slots_max');
    expect(exprOf('berth slots free')).toBe('berth_slots_max - berth_slots_used');
    expect(derived.get('berth slots free')).toMatchObject({ unit: 'count', combine: 'sum' });
  });

  it('makes ratios of a pair of hits and misses', () => {
    expect(exprOf('tide cache miss ratio')).toBe(
      'tide_cache_misses_total / (tide_cache_hits_total + tide_cache_misses_total)',
    );
  });

  it('makes ratios of one counter whose label says hit or miss', () => {
    expect(exprOf('manifest hit ratio')).toBe('manifest_lookups_total{result="hit"} / manifest_lookups_total');
  });

  it('counts instances by version', () => {
    expect(exprOf('tickets versions')).toBe('count(tickets_build_info)');
    expect(derived.get('tickets versions')).toMatchObject({ keys: ['version'], unit: 'count' });
  });

  it('derives nothing of an amount without its whole', () => {
    expect([...derived.keys()].filter((title) => /fuel|parcels|tolls/.test(title))).toEqual([]);
  });
});
