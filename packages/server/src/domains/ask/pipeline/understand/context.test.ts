import { describe, expect, it } from 'vitest';
import { findContext, withoutContext } from './context.ts';

const context = (question: string) => findContext(question).map(({ start, end }) => question.slice(start, end).trim());
const asked = (question: string) => withoutContext(question, findContext(question));

describe('the occasion of a question', () => {
  it.each([
    ['ugh customers complain again. p95 of boarding?', 'p95 of boarding?'],
    [
      'what does the storm cost us - tolls per minute now minus tolls per minute yesterday',
      'tolls per minute now minus tolls per minute yesterday',
    ],
    ['lifts by crane - what the harbour dashboard shows', 'lifts by crane -'],
    ['crane seven of the north - is it idle?', 'crane seven of the north - is it idle?'],
    ['hypothesis: the new crane is slow. how many lifts by crane', 'how many lifts by crane'],
    ['dashboard tile: lifts by crane', 'lifts by crane'],
    ['my boss wants to know: lifts per second of the crane', 'lifts per second of the crane'],
    ['for the planning meeting: average lift time', 'average lift time'],
    ['suppose the sea is calm: fuel of the aurora', 'fuel of the aurora'],
    ['we got paged at night: which ship has the least fuel', 'which ship has the least fuel'],
    ['i am new here. what is the p99 of lifts', 'what is the p99 of lifts'],
  ])('stands before what is asked: "%s"', (question, core) => {
    expect(asked(question)).toBe(core);
  });

  it.each([
    ['how many parcels wait? thanks, the captain is worried', 'thanks, the captain is worried'],
    ['lifts of the crane - i need it for the audit', 'i need it for the audit'],
    ['top 3 piers by lifts. my boss asked', 'my boss asked'],
    ['how many lifts today? did something break', 'did something break'],
    ['fuel of the aurora, my boss wants it', 'my boss wants it'],
    ['fuel of the aurora for the weekly report', 'for the weekly report'],
    ['fuel of the aurora, for my boss?', ', for my boss'],
  ])('stands behind it: "%s"', (question, occasion) => {
    expect(context(question)).toEqual([occasion]);
  });

  it.each([
    ['one sentence', 'lifts per second of the crane'],
    ['two that ask', 'how many lifts? which pier is slowest?'],
    ['a heading that names the subject', 'boarding: p95 by gate'],
    ['what follows a colon', 'which of these is slowest: boarding or docking'],
    ['a full stop inside a name or a number', 'p99.9 of v1.4.0, e.g. the crane, vs. booking'],
  ])('is not found in %s', (_what, question) => {
    expect(context(question)).toEqual([]);
  });

  it.each([
    ['is the refit done? number of cranes by version', 'number of cranes by version'],
    ['did we get slower? lifts in the last hour minus the hour before', 'lifts in the last hour minus the hour before'],
    ['did lifts stall? show me the piers that wait most', 'show me the piers that wait most'],
  ])('is told by a question for yes or no: "%s"', (question, core) => {
    expect(asked(question)).toBe(core);
    expect(findContext(question)).toMatchObject([{ start: 0, asks: true }]);
  });

  it.each([
    ['nothing says what is counted', 'are the gates slow? count per gate'],
    ['it is divided', 'is it much? lifts divided by moorings'],
  ])('is not told by a question for yes or no where %s', (_what, question) => {
    expect(findContext(question).filter(({ asks }) => asks)).toEqual([]);
  });

  it('is told by the second of two questions for yes or no', () => {
    const question = 'is the crane slow? is the pier full?';
    expect(context(question)).toEqual(['is the pier full']);
    expect(findContext(question).some(({ asks }) => asks)).toBe(false);
  });

  it.each([
    ['customers are complaining!! lifts of the crane', 'lifts of the crane'],
    ['everyone is yelling at us. fuel of the aurora', 'fuel of the aurora'],
    ['boarding keeps failing again, how many lifts wait', ', how many lifts wait'],
    ['boarding hangs, how many lifts wait', ', how many lifts wait'],
    ['the crane is slow, which pier has most lifts', ', which pier has most lifts'],
    ['its 3 am, which crane is down', ', which crane is down'],
  ])('is a complaint: "%s"', (question, core) => {
    expect(asked(question)).toBe(core);
  });

  it.each(['lifts at pier 3, which crane', 'customers of the crane. lifts by pier', 'lifts that hang. by pier'])(
    'is no complaint: "%s"',
    (question) => {
      expect(context(question)).toEqual([]);
    },
  );

  it('is as long as what is left out, so that offsets stay valid', () => {
    const question = 'customers complain. how many lifts?';
    const [span] = findContext(question);
    expect(span).toEqual({ start: 0, end: 'customers complain'.length });
  });
});
