import { describe, expect, it } from 'vitest';
import { findOutcomeWish, outcomeMatcher } from './outcomes.ts';
import { createHarbourGround } from './test/harbour-ground.ts';

const ground = createHarbourGround();
const matcherOf = (name: string, question: string) => {
  const [measure] = ground.named(name);
  const wish = findOutcomeWish(question);
  return measure && wish && outcomeMatcher(wish, measure, ground, question);
};

describe('outcomes', () => {
  it.each([
    ['errors of the gate', 'failure'],
    ['failed tolls', 'failure'],
    ['broken lifts', 'failure'],
    ['5xx of the gate', 'server-error'],
    ['4xx of the gate', 'client-error'],
    ['4xx and 5xx of the gate', 'both-errors'],
    ['success rate of tolls', 'success'],
    ['availability of the gate', 'success'],
    ['everything but 5xx', 'success'],
    ['success rate, where 4xx and 5xx count as failures', 'no-errors'],
    ['tolls that went through', 'success'],
    ['failure rate of successful boardings', 'failure'],
    ['fuel of the aurora', undefined],
  ])('reads the wish of "%s"', (question, wish) => {
    expect(findOutcomeWish(question)).toBe(wish);
  });

  it.each([
    ['failed requests', { label: 'code', op: '=~', value: '5..' }],
    ['4xx requests', { label: 'code', op: '=~', value: '4..' }],
    ['4xx and 5xx requests', { label: 'code', op: '=~', value: '[45]..' }],
    ['availability of requests', { label: 'code', op: '!~', value: '5..' }],
  ])('selects "%s" by status code', (question, matcher) => {
    expect(matcherOf('http_requests_total', question)).toEqual(matcher);
  });

  it('selects by what knowledge says of the label', () => {
    expect(matcherOf('tolls_total', 'failed tolls')).toEqual({ label: 'outcome', op: '!=', value: 'success' });
    expect(matcherOf('tolls_total', 'succeeded tolls')).toEqual({ label: 'outcome', op: '=', value: 'success' });
  });

  it('prefers a result that the question calls by its name', () => {
    expect(matcherOf('tolls_total', 'bad tolls: expired')).toEqual({ label: 'outcome', op: '=', value: 'expired' });
  });

  it('finds none where no label tells outcomes', () => {
    expect(matcherOf('fuel_litres', 'failed fuel')).toBeUndefined();
  });
});
