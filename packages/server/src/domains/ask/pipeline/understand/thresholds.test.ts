import { describe, expect, it } from 'vitest';
import { createMaskedText } from './masked-text.ts';
import { leavesBound, takeLasting, takePromise, takeThreshold } from './thresholds.ts';

const read = (question: string) => takeThreshold(createMaskedText(question));

describe('thresholds', () => {
  it.each([
    ['holds above 80 %', '>', 80, 'percent', 1],
    ['holds at least 80%', '>=', 80, 'percent', 1],
    ['holds that are 90 percent or more', '>=', 90, 'percent', 1],
    ['boarding slower than 300 ms', '>', 300, 'seconds', 1e-3],
    ['boarding under 2 seconds', '<', 2, 'seconds', 1],
    ['quays with no more than 5 gb', '<=', 5, 'bytes', 1e9],
    ['ships with less than 1.5 GiB'.toLowerCase(), '<', 1.5, 'bytes', 1024 ** 3],
    ['links exceeding 20 mbit', '>', 20, 'bits', 1e6],
  ])('reads "%s" with its unit', (question, operator, value, base, factor) => {
    expect(read(question)).toEqual({ operator, value, unit: { base, factor }, fraction: false });
  });

  it.each([
    ['more than 3 cranes', '>', 3],
    ['fewer than ten ships', '<', 10],
    ['exactly 4 gates', '==', 4],
    ['not equal to 2', '!=', 2],
    ['a non-zero backlog', '>', 0],
    ['5 or fewer ships', '<=', 5],
    ['more than 2.5k parcels', '>', 2500],
  ])('reads "%s" without a unit', (question, operator, value) => {
    expect(read(question)).toEqual({ operator, value, fraction: false });
  });

  it.each(['requests over one gate', 'lifts handled over a single rope'])('reads none in "%s"', (question) => {
    expect(read(question)).toBeUndefined();
  });

  it.each([
    ['share of lifts done in 250 ms or faster', '<', 0.25],
    ['share of lifts that end in at most 2 s', '<', 2],
  ])('reads the time that is kept in "%s"', (question, operator, seconds) => {
    expect(read(question)).toMatchObject({ operator, value: seconds, unit: { base: 'seconds' } });
  });

  it('reads more than all in what is beyond its bound', () => {
    expect(read('piers where more rope is asked for than the pier can hold')).toEqual({
      operator: '>',
      value: 1,
      fraction: true,
    });
  });

  it.each(['cranes that were not up 100% of the time', 'gates that werent reachable 100 percent'])(
    'reads less than all of it in "%s"',
    (question) => {
      const text = createMaskedText(question);
      expect(takeThreshold(text)).toEqual({
        operator: '<',
        value: 100,
        unit: { base: 'percent', factor: 1 },
        fraction: false,
      });
      expect(text.rest()).toMatch(/\b(?:up|reachable)\b/);
      expect(text.rest()).not.toMatch(/\bnot\b|werent|100/);
    },
  );

  it.each([
    ['lifts that take more than a minute', '>', 60],
    ['lifts that take longer than one hour', '>', 3600],
    ['boarding faster than a second', '<', 1],
    ['lifts that take less than a day', '<', 86_400],
    ['not more than one minute of lifts', '<=', 60],
  ])('reads one of a unit in "%s"', (question, operator, seconds) => {
    const found = read(question);
    expect(found).toMatchObject({ operator, unit: { base: 'seconds' } });
    expect((found?.value ?? 0) * (found?.unit?.factor ?? 0)).toBe(seconds);
  });

  const forms = [
    ['fuel', 'below 20', '<', '>='],
    ['fuel', 'at least 20', '>=', '<'],
    ['fuel', 'at most 20', '<=', '>'],
    ['fuel', 'exceeding 500', '>', '<='],
    ['fuel', 'higher than 20', '>', '<='],
    ['fuel', 'exactly 4', '==', '!='],
    ['fuel', '3 or more', '>=', '<'],
    ['ships', 'by over 5 minutes', '>', '<='],
    ['lifts', 'older than 2 hours', '>', '<='],
    ['lifts', 'more than 2 hours ago', '>', '<='],
    ['lifts', 'less than a minute', '<', '>='],
    ['lifts', 'for over an hour', '>', '<='],
    ['lifts', 'under a minute behind', '<', '>='],
    ['share of lifts', 'within 300 ms', '<', '>='],
  ];
  const negations = 'not,no,never,isnt,arent,doesnt,dont,does not,do not,are not,no longer,cannot'.split(',');

  it.each(forms)('turns "%s … %s" round behind a negation', (subject = '', form = '', plain, negated) => {
    expect(read(`${subject} ${form}`)).toMatchObject({ operator: plain });
    for (const negation of negations) {
      const text = createMaskedText(`${subject} ${negation} ${form}`);
      expect([negation, takeThreshold(text)?.operator]).toEqual([negation, negated]);
      expect(text.rest()).not.toContain(negation);
    }
  });

  it.each([
    ['tolls that do not exceed 80 %', '<=', 80],
    ['no less than 3 cranes', '>=', 3],
    ['ships with not fewer than 3 cranes', '>=', 3],
    ['holds that should not be above 80 %', '<=', 80],
    ['share of lifts not finished within 300 ms', '>=', 0.3],
    ['ships not moored, fuel below 20', '<', 20],
  ])('reads the negation in "%s"', (question, operator, value) => {
    expect(read(question)).toMatchObject({ operator, value });
  });

  it.each([
    ['cranes whose last lift is more than a day ago', '>', 86_400],
    ['cranes that last moved more than 2 hours ago', '>', 7200],
    ['cranes that moved less than a week ago', '<', 604_800],
    ['cranes checked fewer than 3 days ago', '<', 259_200],
  ])('reads how long ago something was in "%s"', (question, operator, value) => {
    expect(read(question)).toEqual({ operator, value, unit: { base: 'seconds', factor: 1 }, fraction: false });
  });

  it.each([
    ['ships late by over 5 minutes', '>', 300],
    ['ships late by at least 2 hours', '>=', 7200],
    ['ships late by less than 5 minutes', '<', 300],
    ['ships moored for over an hour', '>', 3600],
    ['ships moored for at least a week', '>=', 604_800],
    ['ships moored for well over 2 days', '>', 172_800],
    ['lifts that need over 5 minutes', '>', 300],
    ['lifts over 300 ms', '>', 0.3],
    ['lifts slower than half a minute', '>', 30],
    ['more than half an hour of lifts', '>', 1800],
  ])('reads how long in "%s"', (question, operator, seconds) => {
    const found = read(question);
    expect(found).toMatchObject({ operator, unit: { base: 'seconds' }, fraction: false });
    expect((found?.value ?? 0) * (found?.unit?.factor ?? 0)).toBe(seconds);
  });

  it.each([
    ['holds above 80 % for more than 10 minutes', 600, 80],
    ['at least 3 cranes idle for over an hour', 3600, 3],
    ['fuel below 100 for 10 minutes or longer', 600, 100],
  ])('reads for how long a number is passed: "%s"', (question, seconds, value) => {
    const text = createMaskedText(question);
    expect(takeLasting(text)).toBe(seconds);
    expect(takeThreshold(text)).toMatchObject({ value });
    expect(leavesBound(text, takeThreshold(text))).toBe(false);
  });

  it('reads how long something is so where no number is passed', () => {
    const text = createMaskedText('cranes idle for more than an hour');
    expect(takeLasting(text)).toBeUndefined();
    expect(takeThreshold(text)).toMatchObject({ operator: '>', value: 3600, lasts: true });
  });

  it.each([
    'ships with a single crane',
    'ships with only one crane',
    'ships on just one crane',
    'ships down to one single crane',
    'ships left with a single crane',
  ])('reads one alone in "%s"', (question) => {
    expect(read(question)).toEqual({ operator: '==', value: 1, fraction: false });
  });

  it.each(['average fuel on a single ship', 'the single slowest ship', 'ships of every single pier', 'ships with one'])(
    'reads no number in "%s"',
    (question) => {
      expect(read(question)).toBeUndefined();
    },
  );

  it.each([
    'piers where all cranes are busy',
    'piers where all of the north cranes are in use',
    'piers with all cranes taken',
    'piers that have all their cranes occupied',
  ])('reads a whole that is taken in "%s"', (question) => {
    expect(read(question)).toEqual({ operator: '>=', value: 1, fraction: true });
  });

  it.each(['all busy cranes', 'all cranes of the pier', 'sum of all cranes in use'])(
    'reads no whole in "%s"',
    (question) => {
      expect(read(question)).toBeUndefined();
    },
  );

  it('compares nothing with "at least one" where a share is asked', () => {
    expect(read('share of the hour that at least one crane waits')).toBeUndefined();
    expect(read('at least one crane waits')).toMatchObject({ operator: '>=', value: 1 });
  });

  it.each([
    ['3 times or more', '>=', 3],
    ['5 of them or fewer', '<=', 5],
  ])('reads what stands behind its number: "%s"', (question, operator, value) => {
    expect(read(question)).toEqual({ operator, value, fraction: false });
  });

  it('takes "a day of the week" for no amount', () => {
    expect(read('moored more than a day of the week')).toBeUndefined();
  });

  it('marks a part of a whole, which is a ratio without saying percent', () => {
    expect(read('ships over a quarter full')).toMatchObject({ operator: '>', value: 0.25, fraction: true });
  });

  it('reads an age in the seconds that it lasts', () => {
    expect(read('crews older than two hours')).toMatchObject({ operator: '>', value: 7200, unit: { base: 'seconds' } });
    expect(read('crews younger than a day')).toMatchObject({ operator: '<', value: 86_400 });
  });

  it('reads "within" as a bound where a share is asked', () => {
    expect(read('share of lifts within 300 ms')).toMatchObject({ operator: '<', value: 0.3 });
    expect(read('lifts within 300 ms')).toBeUndefined();
    expect(read('what part of the lifts ends inside of 2 s')).toMatchObject({ operator: '<', value: 2 });
    expect(read('how much of the lifting ends within half a second')).toMatchObject({ operator: '<', value: 0.5 });
    expect(read('how much lifting ends within half a second')).toBeUndefined();
  });

  it('reads a promise as the bound of a share', () => {
    const promised = (question: string) => takePromise(createMaskedText(question));
    expect(promised('our promise is 300 ms. what share of the lifts makes it?')).toMatchObject({
      operator: '<=',
      value: 0.3,
      unit: { base: 'seconds' },
    });
    expect(promised('our promise is 300 ms')).toBeUndefined();
  });

  it.each([
    ['our target is 300 ms. what share of the lifts misses it?', '>'],
    ['our target is 300 ms. what share of the lifts is slower?', '>'],
    ['our target is 300 ms. what share of the lifts is slower than that?', '>'],
    ['our target is 300 ms. what share of the lifts does not meet it?', '>'],
    ['our target is 300 ms. what share of the lifts does not miss it?', '<='],
    ['our target is 300 ms. what share of the lifts meets it?', '<='],
    ['our target is 300 ms. what share of the cache misses keeps it?', '<='],
  ])('tells what keeps a promise from what misses it: "%s"', (question, operator) => {
    expect(takePromise(createMaskedText(question))).toMatchObject({ operator, value: 0.3 });
  });

  it('leaves a period after "over" to be read as a window', () => {
    expect(read('average fuel over 5 minutes')).toBeUndefined();
    expect(read('crews waiting over 5 minutes')).toMatchObject({ operator: '>', value: 5 });
  });

  it('finds none where no number is compared', () => {
    expect(read('fuel of the 3 ships above the bridge')).toBeUndefined();
  });

  it('takes what it read out of the text', () => {
    const text = createMaskedText('ships above 80 % of fuel');
    takeThreshold(text);
    expect(text.rest().replace(/\s+/g, ' ')).toBe('ships fuel');
  });
});
