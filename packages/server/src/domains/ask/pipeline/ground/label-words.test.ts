import { describe, expect, it } from 'vitest';
import { resolveGroup } from './groups.ts';
import { createHarbourGround } from './test/harbour-ground.ts';

const ground = createHarbourGround();
const family = (name: string) => {
  const [measure] = ground.named(name);
  if (!measure) throw new Error(`${name} is not in the harbour`);
  return measure;
};
const requests = family('http_requests_total');
const fuel = family('fuel_litres');

describe('label words', () => {
  it.each([
    ['route', 'route'],
    ['routes', 'route'],
    ['endpoint', 'route'],
    ['status code', 'code'],
    ['http verb', 'method'],
    ['verbs', 'method'],
  ])('reads "%s" as a label', (phrase, label) => {
    expect(ground.labelWords.resolve(phrase, requests)).toBe(label);
  });

  it('offers only labels that the measure has', () => {
    expect(ground.labelWords.resolve('route', fuel)).toBeUndefined();
    expect(ground.labelWords.resolve('ship', fuel)).toBe('vessel');
  });

  it('finds the label in a longer phrase, and forgives a typo', () => {
    expect(resolveGroup('busy route', [requests], ground)).toMatchObject({ labels: ['route'] });
    expect(resolveGroup('rotue', [requests], ground)).toEqual({ labels: ['route'], text: 'rotue', quality: 0.9 });
    expect(resolveGroup('nationality', [requests], ground)).toBeUndefined();
  });

  it('knows kinds of things from other words', () => {
    expect(ground.labelWords.isThing('ships that sail')).toBe(true);
    expect(ground.labelWords.isThing('speed')).toBe(false);
    expect(ground.labelWords.isThingWord('piers')).toBe(true);
  });
});
