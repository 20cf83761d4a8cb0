import { describe, expect, it } from 'vitest';
import { createMaskedText } from './masked-text.ts';
import { takeTimePhrases } from './time-phrases.ts';

/** Monday, 21 September 2026, 14:13:20 UTC. */
const NOW = 1_790_000_000;
const MIDNIGHT = NOW - (NOW % 86_400);
const read = (question: string) => takeTimePhrases(createMaskedText(question), NOW);

describe('time phrases', () => {
  it('leave the words of what is averaged', () => {
    const text = createMaskedText('worst 5 minute error ratio of lifts');
    expect(takeTimePhrases(text, NOW)).toMatchObject({ smoothing: 300 });
    expect(text.rest()).toMatch(/error ratio of lifts/);
  });

  it.each([
    ['lifts in the last 20 minutes', 1200],
    ['lifts during the past two hours', 7200],
    ['lifts over the previous day', 86_400],
    ['lifts since 3 hours ago', 10_800],
    ['lifts since yesterday', 86_400],
    ['lifts today', NOW - MIDNIGHT],
    ['lifts since midnight', NOW - MIDNIGHT],
  ])('reads "%s" as a look back', (question, lookback) => {
    expect(read(question)).toMatchObject({ lookback, plot: false });
  });

  it.each([
    ['5m rate of lifts', 300],
    ['lifts averaged over 10 minutes', 600],
    ['lifts with a rolling 1h window', 3600],
  ])('reads "%s" as the window of a rate', (question, smoothing) => {
    expect(read(question)).toMatchObject({ smoothing });
  });

  it.each([
    ['plot lifts for 3h', 10_800],
    ['plot lifts for 2 days', 172_800],
    ['how were the lifts over the last 2 hours', 7200],
  ])('reads "%s" as the length of a curve', (question, lookback) => {
    expect(read(question)).toMatchObject({ lookback, plot: true });
  });

  it.each(['lifts for 3h', 'plot lifts for 3 cranes of the pier', 'plot lifts for the crane'])(
    'reads no length in "%s"',
    (question) => {
      expect(read(question).lookback).toBeUndefined();
    },
  );

  it.each(['lifts in 5m steps', 'lifts with a 10 minute step', 'lifts in 1h intervals'])('draws "%s"', (question) => {
    expect(read(question).plot).toBe(true);
  });

  it.each(['how many lifts over the last 2 hours', 'lifts in steps', 'lifts with 5 minutes'])(
    'draws no "%s"',
    (question) => {
      expect(read(question).plot).toBe(false);
    },
  );

  it.each([
    ['lifts growing like this, how many in 4 hours', 14_400],
    ['lifts in 4h, if the last hour is any guide', 14_400],
    ['lifts in 2 hours judging by the last day', 7200],
  ])('reads "%s" as a forecast', (question, horizon) => {
    expect(read(question).horizon).toBe(horizon);
  });

  it.each([
    ['lifts an hour ago', 3600],
    ['lifts yesterday', 86_400],
    ['lifts at the same time last week', 604_800],
    ['what was the fuel 2 days earlier', 172_800],
  ])('reads "%s" as a moment in the past', (question, offset) => {
    const time = read(question);
    expect(time).toMatchObject({ offset });
    expect(time.comparison).toBeUndefined();
  });

  it.each([
    ['lifts compared to yesterday', 86_400, 'percent'],
    ['lifts vs an hour ago', 3600, 'percent'],
    ['difference in lifts between now and last week', 604_800, 'difference'],
    ['how many more lifts than 2 hours ago', 7200, 'difference'],
    ['by what factor are lifts higher than yesterday', 86_400, 'ratio'],
    ['day over day growth of lifts', 86_400, 'percent'],
    ['are lifts slower than this time yesterday', 86_400, 'percent'],
  ])('reads "%s" as a comparison', (question, offset, form) => {
    const time = read(question);
    expect(time.comparison).toEqual({ offset, form });
    expect(time.offset).toBeUndefined();
  });

  it.each([
    ['will the fuel last in 4 days', 345_600],
    ['predict the fuel tomorrow', 86_400],
    ['predicted fuel for the next 6 hours', 21_600],
    ['what will the fuel be 90 minutes from now', 5400],
  ])('reads "%s" as a forecast with a horizon', (question, horizon) => {
    expect(read(question)).toMatchObject({ horizon, forecast: true });
  });

  it('reads what expires within a period as ending ahead, not as a forecast', () => {
    expect(read('licences that expire within 30 days')).toMatchObject({ horizon: 2_592_000, forecast: false });
  });

  it.each(['how long until the hold is full', 'when will the fuel run out', 'hours left before the tank is empty'])(
    'knows that "%s" asks for the time left',
    (question) => {
      expect(read(question).timeUntil).toBe(true);
    },
  );

  it('does not take "when did" for the time left', () => {
    expect(read('when did the crane restart')).toMatchObject({ timeUntil: false, forecast: false });
  });

  it.each(['plot the fuel', 'fuel over time', 'trend of the fuel', 'fuel as a time series', 'fuel, 3h back'])(
    'reads "%s" as a curve',
    (question) => {
      expect(read(question).plot).toBe(true);
    },
  );

  it('lets a curve "over 2h" span two hours', () => {
    expect(read('plot the fuel over 2h')).toMatchObject({ plot: true, lookback: 7200 });
    expect(read('plot the fuel over 2h').smoothing).toBeUndefined();
  });

  it('reads both ends of a period between two times of the day', () => {
    expect(read('fuel between 9:00 and 10:30')).toMatchObject({
      absolute: { start: MIDNIGHT + 9 * 3600, end: MIDNIGHT + 10.5 * 3600 },
    });
  });

  it('lets a period without an end go on until now', () => {
    expect(read('fuel since 2026-09-20 10:00')).toMatchObject({ absolute: { start: MIDNIGHT - 50_400, end: NOW } });
  });

  it('ignores moments that are still to come', () => {
    expect(read('fuel since 2027-01-01').absolute).toBeUndefined();
  });

  it('leaves a question without time alone', () => {
    const text = createMaskedText('fuel of the aurora');
    expect(takeTimePhrases(text, NOW)).toEqual({ plot: false, timeUntil: false, forecast: false });
    expect(text.rest()).toBe('fuel of the aurora');
  });
});
