import { metricNames, parse } from '@locum/promql';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HARBOUR_NOW } from '../../../../../test/harbour-catalog.ts';
import { readQuestion } from '../../read-question.ts';
import { createHarbourGround } from '../ground/test/harbour-ground.ts';
import { planQuestion } from './built-in-planner.ts';

const ground = createHarbourGround();

/** As everything that is asked arrives at the planner: tidied, and no longer than a question may be. */
function ask(input: string) {
  const read = readQuestion(input);
  return read.outcome === 'ok' ? planQuestion(read.text, ground, HARBOUR_NOW) : read;
}

const LONGEST = 2000;

describe('what is no question', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n\t\u200b ', 'empty'],
    ['control characters', '\u0000\u0007\u001b', 'empty'],
    ['100 kB of a word', 'requests '.repeat(12_000), 'too_long'],
    ['100 kB of blanks', ' '.repeat(100_000), 'too_long'],
    ['one character too many', 'a'.repeat(LONGEST + 1), 'too_long'],
  ])('%s never reaches the planner', (_what, input, outcome) => {
    expect(ask(input)).toMatchObject({ outcome });
  });

  it.each([
    ['emoji', '🚢🔥🚢'],
    ['digits', '1 2 3'],
    ['signs', '){]";--'],
    ['replacement characters of broken text', '\ud800\udfff\ud800'],
  ])('%s are declined as such', (_what, input) => {
    expect(ask(input)).toMatchObject({ outcome: 'declined', reason: 'no_question' });
  });

  it.each([
    ['a right-to-left script', 'معدل الأخطاء في الميناء'],
    ['Chinese', '港口每秒请求数'],
    ['bytes of a picture', '\u0089PNG\r\n\u001a\nIHDR\u0000\u00ff\u00fe'],
  ])('%s matches nothing of the catalog', (_what, input) => {
    expect(ask(input)).toMatchObject({ outcome: 'declined', reason: 'unknown_metric' });
  });
});

describe('a question in disguise', () => {
  const PLAIN = 'sum(rate(http_requests_total{service="booking"}[5m]))';

  it.each([
    ['full-width letters', 'ｒｅｑｕｅｓｔｓ ｐｅｒ ｓｅｃｏｎｄ ｏｆ ｂｏｏｋｉｎｇ'],
    ['capitals', 'REQUESTS PER SECOND OF BOOKING'],
    ['emoji around it', '🚢 requests per second of booking 🙂'],
    ['hidden characters inside', 'requests\u202e per\u200b second of\u0007 booking'],
    ['typographic quotes', 'requests per second of “booking”'],
  ])('is read in spite of %s', (_what, input) => {
    expect(ask(input)).toMatchObject({ outcome: 'planned', promql: PLAIN });
  });

  it.each([
    ['an end of the matcher', 'requests of booking"} or vector(1) #', PLAIN],
    [
      'an escaped quote in a value',
      'requests with route="/api/seats\\"} or vector(1)"',
      String.raw`sum(rate(http_requests_total{route="/api/seats\\"}[5m]))`,
    ],
  ])('becomes no other query by %s', (_what, input, promql) => {
    expect(ask(input)).toMatchObject({ outcome: 'planned', promql });
  });
});

/** Each was or could be read in exponentially or cubically many ways; a test that hangs fails by its time limit. */
const REPEATED = [
  ...[',', 'a', 'a ', '.', '-', '/a', '"', '(', '[', '{', '=', '\\', '!', ';', '🙂', '\u0301', '. ', ' - ', ': '],
  ...['1', '1,', '1e', '9:00 ', '5m', '1h2m', 'p9', 'half an ', 'on monday ', 'between 2026-01-01 and '],
  ...['in ', 'over ', 'by a, ', 'per a and ', 'each ', 'is ', 'no ', 'not a and ', 'skip a, ', 'w/o ', 'when will '],
  ...['how do i a ', 'more of than ', 'less should ', 'any with ', 'what metrics ', 'ignore all ', 'every series '],
  ...['please, ', 'so and but ', 'delete ', 'show me ', 'the max a ', 'foo-bar ', 'foo_bar ', 'zz qq ', 'and '],
  ...['requests of booking ', 'make prometheus ', 'apdex ', 'share of a ', 'burn rate ', 'the same time ', 'vs '],
  ...[
    'busiest 5 ',
    'average value of a ',
    'our promise is a ',
    'slowest a ',
    'than the ',
    'fetch ',
    'top 3 ',
    'longest ',
    'single ',
  ],
  ...[
    '404 counts as ',
    '(404 ',
    'for the a review ',
    'every a but ',
    'all of the a but ',
    'keeps ping a, how ',
    'more ',
    'plus ',
    'minus ',
    'together ',
    'and a, b together ',
  ],
  ...['a divided by b ', 'relative to a ', 'as a share of a ', 'ratio of a to ', 'difference between a and '],
  ...['a minus b ', 'a plus b ', 'a and b together ', 'sum of a and ', 'more a than b ', 'more often by a than by '],
  ...['fewer a ', ', in % of ', 'combined ', '1.2.', 'v1.2 ', 'not on 1.2 ', 'with a single a ', 'down to one '],
  ...[
    'for over an hour ',
    'by over 5 minutes ',
    'all a are busy ',
    'with all the a ',
    'all of the ',
    'at least one a ',
  ],
  ...['at any point in time ', 'no matter if a ', 'regardless of ', ', whether a or b ', ', a included ', 'a/b/'],
  ...[
    'a, b & co ',
    'such as a, ',
    ', assuming that ',
    '(a counts as ',
    '(ignoring if ',
    '(assuming ',
    'is it? a by b. ',
  ],
  ...['users complain ', 'it hangs, how ', 'a is slow, ', '3 am, ', 'how many a on each ', 'count a for each '],
  ...[
    'which as and ',
    'only the worst ',
    '(worst pod) ',
    ', the worst ',
    'ever needed ',
    'and why ',
    'with the reasons ',
  ],
  ...['share of a that never ', 'part of the a is not ', 'how much of a ', 'inside of 5 s ', 'average a in euros of '],
  ...[
    'average a value ',
    'mean worth in € per a ',
    'plot a for 3h ',
    'in 5m steps ',
    'not every ',
    'distributed over a ',
  ],
  ...['spread out across ', 'by a by ', 'without 5xx ', 'no 4xx/5xx ', 'over 9 % used or free ', 'count of a of '],
  ...['how many distinct metric names ', 'but now have none ', 'cross products ', 'want it to hang ', 'open a '],
  ...['order a: what ', 'who a on call ', 'requets ', 'any guide ', 'growing like ', 'quarter ', 'time per call '],
  ...['ms, ', 'half a ', 'than half a second ', 'the a, b ', 'is there a slow '],
];

describe('adversarial repetition', () => {
  it.each(['requests and ', 'requests more ', 'requests minus '])('is read in an instant: %j', (start) => {
    const [, word = ''] = start.split(' ');
    const began = performance.now();
    ask(`${start}${`${word} `.repeat(300)}a`);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it.each(REPEATED)('is read to the end: %j', (unit) => {
    const question = `${unit.repeat(Math.ceil(LONGEST / unit.length)).slice(0, LONGEST - 1)}a`;
    expect(['planned', 'declined', 'refused']).toContain(ask(question).outcome);
  });
});

/** Words that the recognisers look for, so that they meet in all orders. */
const WORDS =
  'requests fuel of by per and or not skip without the booking aurora /api/seats 404 5xx p95 top busiest 3 single above 80 % within 300 ms in last hour ago before vs than yesterday until full will run out between 9:00 on monday how many often which most least rate error budget burn left apdex share that average max each excluding firing TideHigh { } ( ) " = , ; : * [ ] \\ . - ? up==0 __name__ sum('.split(
    ' ',
  );
const wordy = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join(' '));
const anything = fc.string({ unit: 'binary', maxLength: 300 });
const mixed = fc.array(fc.oneof(wordy, anything), { maxLength: 4 }).map((parts) => parts.join(' '));

describe('any question', () => {
  it('ends in a query that parses and reads only metrics of the catalog, or in a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(wordy, anything, mixed), (question) => {
        const outcome = planQuestion(question, ground, HARBOUR_NOW);
        if (outcome.outcome !== 'planned') {
          expect(outcome.message).not.toBe('');
          return;
        }
        const parsed = parse(outcome.promql);
        expect(parsed, outcome.promql).toMatchObject({ ok: true });
        if (!parsed.ok) return;
        for (const name of metricNames(parsed.expr))
          expect(ground.snapshot.metric(name) ?? ground.snapshot.families.get(name), name).toBeDefined();
        expect(outcome.confidence).toBeGreaterThan(0);
        expect(outcome.confidence).toBeLessThan(1);
      }),
      { numRuns: 400 },
    );
  });

  it('is read the same way twice', () => {
    fc.assert(
      fc.property(wordy, (question) => {
        expect(planQuestion(question, ground, HARBOUR_NOW)).toEqual(planQuestion(question, ground, HARBOUR_NOW));
      }),
      { numRuns: 60 },
    );
  });
});
