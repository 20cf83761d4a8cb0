import { describe, expect, it } from 'vitest';
import { DURATION, durationSeconds } from './durations.ts';

const WHOLE = new RegExp(`^${DURATION}$`);

describe('durations', () => {
  it.each([
    ['30m', 1800],
    ['90 s', 90],
    ['250ms', 0.25],
    ['2h30m', 9000],
    ['1d12h', 129_600],
    ['15 mins', 900],
    ['three hours', 10_800],
    ['a couple of days', 172_800],
    ['half an hour', 1800],
    ['half a day', 43_200],
    ['a quarter of an hour', 900],
    ['an hour and a half', 5400],
    ['a fortnight', 1_209_600],
    ['two nights', 172_800],
    ['hour', 3600],
    ['week', 604_800],
    ['5-minute', 300],
  ])('reads "%s" as %d seconds', (text, seconds) => {
    expect(text).toMatch(WHOLE);
    expect(durationSeconds(text)).toBeCloseTo(seconds, 9);
  });

  it.each(['requests', '5', 'm5', 'half', '5 of us', 'sixteen pods'])('does not take "%s" for a duration', (text) => {
    expect(text).not.toMatch(WHOLE);
    expect(durationSeconds(text)).toBeNaN();
  });

  it('has no capture groups, so that it can stand inside other patterns', () => {
    expect(new RegExp(`${DURATION}|`).exec('')).toHaveLength(1);
  });
});
