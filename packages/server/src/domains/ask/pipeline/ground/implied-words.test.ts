import { describe, expect, it } from 'vitest';
import { createHarbourState, HARBOUR_KNOWLEDGE, of } from '../../../../../test/harbour-catalog.ts';
import { buildSnapshot, loadLexicon } from '../../../catalog/index.ts';
import { planQuestion } from '../plan/built-in-planner.ts';
import { understand } from '../understand/understand.ts';
import { createGround } from './ground.ts';
import { groundQuestion } from './question.ts';
import { createHarbourGround } from './test/harbour-ground.ts';

const NOW = 1_790_000_000;
const ground = createHarbourGround();

const implied = (question: string) => [
  ...new Set(
    groundQuestion(understand(question, NOW), ground)
      .tokens.filter((token) => token.start < 0)
      .map((token) => token.text),
  ),
];

describe('words that a question goes without', () => {
  it.each([
    ['p95 of booking', ['latency']],
    ['share within 2 s', ['latency']],
    ['p95 wait of the crane', []],
    ['errors of booking', ['request']],
    ['404s of booking', ['request']],
    ['request errors', []],
    ['is TideHigh firing', ['alert']],
    ['threads of radard', ['process']],
    ['requests that booking makes', ['outgoing']],
    ['burn rate of booking', ['error rate', 'request']],
    ['tolls per second', ['second']],
    ['since when is the crane idle', ['how long']],
    ['fewer berths than desired', ['missing', 'below', 'mismatch']],
    ['fuel of the aurora', []],
    ['most fuel the aurora ever had', ['peak']],
    ['fuel that the aurora ever needed', ['peak']],
    ['ships that ever moored', []],
    ['p95 number of parcels', []],
  ])('of "%s"', (question, words) => {
    expect(implied(question)).toEqual(words);
  });

  it('name no kind of thing where the name is a program as well', () => {
    expect(implied('threads of crane')).toEqual([]);
  });

  it('are the names of services that let people in and keep sessions of them', () => {
    const gauge = (service: string) => ({ type: 'gauge' as const, help: 'Made up.', labels: of(service) });
    const snapshot = buildSnapshot(
      createHarbourState({
        gatehouse_logins_total: { ...gauge('gatehouse'), type: 'counter' },
        gatehouse_active_sessions: gauge('gatehouse'),
        library_reading_sessions: gauge('library'),
      }),
    );
    const outcome = planQuestion(
      'how many sessions are logged in',
      createGround(snapshot, HARBOUR_KNOWLEDGE, loadLexicon()),
      NOW,
    );
    expect(outcome).toMatchObject({ outcome: 'planned', promql: 'sum(gatehouse_active_sessions)' });
    expect(implied('how many sessions are logged in')).toEqual([]);
  });
});
