import { describe, expect, it } from 'vitest';
import { of } from '../../../../../../test/harbour-catalog.ts';
import { askHarbourWith } from '../../plan/test/harbour-plans.ts';

const info = (service: string, commit: string) => ({
  type: 'gauge' as const,
  help: 'Build.',
  labels: { ...of(service), version: ['1.0.0'], [commit]: ['abc123'] },
});
const ask = askHarbourWith({
  build_info: info('pilots', 'git_sha'),
  application_info: info('tugs', 'revision'),
  nodejs_version_info: { type: 'gauge', help: 'Runtime.', labels: { ...of('pilots'), version: ['v24.0.0'] } },
});
const askLedger = askHarbourWith({
  pilots_build_info: info('pilots', 'revision'),
  ledger_commits_total: { type: 'counter', help: 'Commits.', labels: of('ledger') },
});

describe('what is deployed', () => {
  it.each([
    ['which versions of tickets are running', 'count by (version) (tickets_build_info{service="tickets"})'],
    ['version of pilots', 'count by (version) (build_info{service="pilots"})'],
    ['what version of tugs is running', 'count by (version) (application_info{service="tugs"})'],
    ['commit of pilots', 'count by (git_sha) (build_info{service="pilots"})'],
    ['revision of tugs', 'count by (revision) (application_info{service="tugs"})'],
    ['which commit is deployed for tugs', 'count by (revision) (application_info{service="tugs"})'],
  ])('is told by the info metric of the service: %s', (question, promql) => {
    expect(ask(question)).toMatchObject({ outcome: 'planned', promql });
  });

  it('is told of every service where none is named', () => {
    const outcome = ask('which versions are running');
    const queries = outcome.outcome === 'planned' ? outcome.promql.split(' or ') : [];
    expect(queries.sort()).toEqual([
      'count by (job, version) (application_info)',
      'count by (job, version) (build_info)',
      'count by (job, version) (tickets_build_info)',
    ]);
  });

  it.each(['commits per second', 'commits of the ledger per second', 'commit rate'])(
    'is not what a database commits: %s',
    (question) => {
      expect(askLedger(question)).toMatchObject({
        outcome: 'planned',
        promql: expect.stringContaining('rate(ledger_commits_total'),
      });
    },
  );

  it('is not told by who is to blame', () => {
    expect(ask('which commit broke tugs')).toMatchObject({ outcome: 'declined', reason: 'out_of_scope' });
  });
});
