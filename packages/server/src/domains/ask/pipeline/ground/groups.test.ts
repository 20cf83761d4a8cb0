import { describe, expect, it } from 'vitest';
import { findForeignHead, resolveGroup } from './groups.ts';
import type { Measure } from './measure.ts';
import { createHarbourGround } from './test/harbour-ground.ts';

const ground = createHarbourGround();

function measureOf(family: string): Measure {
  const [measure] = ground.named(family);
  if (!measure) throw new Error(`The harbour has no ${family}.`);
  return measure;
}

describe('what a thing is called', () => {
  it.each([
    ['ship rank', 'http_requests_total', 'rank'],
    ['fuel ranks', 'fuel_litres', 'rank'],
    ['booking quays', 'fuel_litres', 'quay'],
  ])('"%s" is a label of others than %s', (phrase, family, head) => {
    expect(findForeignHead(phrase, measureOf(family), ground)).toBe(head);
    expect(resolveGroup(phrase, [measureOf(family)], ground)).toBeUndefined();
  });

  it.each([
    ['has the label', 'crew rank', 'crew_members'],
    ['is about it', 'licence expiry', 'licence_expiry_timestamp_seconds'],
    ['is told by a verb, and not by a name', 'radar is rank', 'radar_outages_total'],
    ['has a name that anything has', 'service name', 'fuel_litres'],
    ['is one word', 'rank', 'fuel_litres'],
  ])('is not foreign to a measure that %s', (_why, phrase, family) => {
    expect(findForeignHead(phrase, measureOf(family), ground)).toBeUndefined();
  });
});

describe('the labels of a grouping', () => {
  it.each([
    ['floodgte', 'floodgate_open', ['floodgate'], 0.9],
    ['rank', 'crew_members', ['rank'], 1],
    ['crew rank', 'crew_members', ['rank'], 0.9],
    ['status code', 'http_requests_total', ['code'], 1],
    ['endpoints', 'http_requests_total', ['route'], 1],
    ['rute', 'http_requests_total', undefined, undefined],
    ['route of the harbour', 'http_requests_total', ['route'], 1],
    ['methd', 'http_requests_total', ['method'], 0.9],
    ['post', 'http_requests_total', ['method'], 0.9],
  ])('"%s" of %s', (phrase, family, labels, quality) => {
    const resolved = resolveGroup(phrase, [measureOf(family)], ground);
    expect(resolved?.labels).toEqual(labels);
    expect(resolved?.quality).toBe(quality);
  });
});
