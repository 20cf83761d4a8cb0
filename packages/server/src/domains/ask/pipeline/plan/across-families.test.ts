import { describe, expect, it } from 'vitest';
import { createHarbourState, HARBOUR_KNOWLEDGE, HARBOUR_NOW, of } from '../../../../../test/harbour-catalog.ts';
import { buildSnapshot, loadLexicon } from '../../../catalog/index.ts';
import { createGround } from '../ground/ground.ts';
import { planQuestion } from './built-in-planner.ts';
import { planHarbour } from './test/harbour-plans.ts';

const state = createHarbourState();
const requests = state.readings.get('http_requests_total');

/** The requests of the harbour, as one program counts them under a name of its own. */
function countedBy(program: string, name: string) {
  const only = { values: [program], distinct: 1, complete: true, onAllSeries: true };
  const code = requests?.labels.get('code');
  if (!requests || !code) throw new Error('The harbour has requests.');
  return [
    name,
    {
      ...requests,
      name,
      labels: new Map([
        ['service', only],
        ['job', only],
        ['code', code],
      ]),
    },
  ] as const;
}

const [gates] = HARBOUR_KNOWLEDGE.filter(({ name }) => name === 'http-gates');
if (!gates) throw new Error('The harbour has gates.');
const ground = createGround(
  buildSnapshot({
    ...state,
    readings: new Map([
      ...state.readings,
      countedBy('customs', 'customs_door_requests_total'),
      countedBy('pilots', 'pilots_calls_total'),
      countedBy('tugs', 'tugs_tows_handled_total'),
    ]),
  }),
  [
    ...HARBOUR_KNOWLEDGE,
    {
      ...gates,
      name: 'http-doors',
      measures: [{ say: ['requests', 'requests per second'], measure: 'customs_door_requests_total', unit: 'count' }],
    },
  ],
  loadLexicon(),
);

function plan(question: string) {
  const outcome = planQuestion(question, ground, HARBOUR_NOW);
  if (outcome.outcome !== 'planned') throw new Error(outcome.message);
  return outcome;
}

describe('questions about all services', () => {
  it.each([
    [
      'requests per second by service',
      'sum by (job) (rate(http_requests_total[5m])) or sum by (job) (rate(customs_door_requests_total[5m])) or sum by (job) (rate(pilots_calls_total[5m]))',
    ],
    [
      'traffic of all services',
      'sum by (job) (rate(http_requests_total[5m])) or sum by (job) (rate(pilots_calls_total[5m])) or sum by (job) (rate(customs_door_requests_total[5m]))',
    ],
    [
      'rank services by requests',
      'sort_desc(sum by (job) (rate(http_requests_total[5m])) or sum by (job) (rate(customs_door_requests_total[5m])) or sum by (job) (rate(pilots_calls_total[5m])))',
    ],
    [
      'which service gets the most requests',
      'topk(1, sum by (job) (rate(http_requests_total[5m])) or sum by (job) (rate(customs_door_requests_total[5m])) or sum by (job) (rate(pilots_calls_total[5m])))',
    ],
  ])('put together what programs count under different names: %s', (question, promql) => {
    expect(plan(question).promql).toBe(promql);
  });

  it('say which services are not covered', () => {
    const [notice] = plan('which service gets the most requests').notices ?? [];
    expect(notice).toMatch(/^This covers booking, customs, pilots, tickets and tide-api only\. tugs records it/);
  });

  it.each([
    [
      'compare the traffic of booking and pilots',
      'sum by (job) (rate(http_requests_total{service="booking"}[5m])) or sum by (job) (rate(pilots_calls_total{service="pilots"}[5m]))',
    ],
    [
      'requests per second of pilots vs customs vs tickets',
      'sum by (job) (rate(pilots_calls_total{service="pilots"}[5m])) or sum by (job) (rate(customs_door_requests_total{service="customs"}[5m])) or sum by (job) (rate(http_requests_total{service="tickets"}[5m]))',
    ],
    ['requests of booking and tickets', 'sum by (service) (rate(http_requests_total{service=~"booking|tickets"}[5m]))'],
  ])('are planned service by service where services are named together: %s', (question, promql) => {
    expect(plan(question).promql).toBe(promql);
  });

  it('say which of the services named has nothing of it', () => {
    const { promql, notices } = plan('requests per second of pilots, customs and tugs');
    expect(promql).toBe(
      'sum by (job) (rate(pilots_calls_total{service="pilots"}[5m])) or sum by (job) (rate(customs_door_requests_total{service="customs"}[5m]))',
    );
    expect(notices).toEqual([expect.stringMatching(/^This covers pilots and customs only\. tugs records it/)]);
  });

  it.each([
    [
      'total traffic of all services',
      'sum(sum by (job) (rate(http_requests_total[5m])) or sum by (job) (rate(pilots_calls_total[5m])) or sum by (job) (rate(customs_door_requests_total[5m])))',
    ],
    [
      'traffic of booking and pilots combined',
      'sum(sum by (job) (rate(http_requests_total{service="booking"}[5m])) or sum by (job) (rate(pilots_calls_total{service="pilots"}[5m])))',
    ],
  ])('are added up across families where their total is asked: %s', (question, promql) => {
    expect(plan(question).promql).toBe(promql);
  });

  it('are added up where their total is asked', () => {
    expect(planHarbour('total requests of all services').promql).toBe('sum(rate(http_requests_total[5m]))');
  });

  it.each(['requests of all services except booking and pilots', 'traffic without booking and pilots'])(
    'are not planned service by service where they are left out: %s',
    (question) => {
      const outcome = planQuestion(question, ground, HARBOUR_NOW);
      expect(outcome.outcome === 'planned' ? outcome.promql : '').not.toMatch(/service="(?:booking|pilots)"/);
    },
  );

  it('say nothing of it when a service is named', () => {
    const named = plan('requests per second of customs');
    expect(named.notices).toBeUndefined();
    expect(named.promql).not.toContain(' or ');
  });

  it('say nothing of it when what is measured is not what every service has', () => {
    expect(planHarbour('fuel of the aurora').notices).toBeUndefined();
  });
});

const times = createGround(
  buildSnapshot(
    createHarbourState({
      ferries_request_duration_seconds: {
        type: 'summary',
        help: 'Time to answer.',
        labels: { ...of('ferries'), quantile: ['0.5', '0.99'] },
      },
    }),
  ),
  [
    {
      ...gates,
      measures: [{ say: ['latency', 'request duration'], measure: 'http_request_duration_seconds', unit: 'seconds' }],
    },
    ...HARBOUR_KNOWLEDGE.filter(({ name }) => name !== 'http-gates'),
  ],
  loadLexicon(),
);

function planTimes(question: string) {
  const outcome = planQuestion(question, times, HARBOUR_NOW);
  if (outcome.outcome !== 'planned') throw new Error(outcome.message);
  return outcome;
}

describe('families that cannot be read alike', () => {
  it.each([
    [
      'p95 of booking and ferries',
      'histogram_quantile(0.95, sum by (le, job) (rate(http_request_duration_seconds_bucket{service="booking"}[5m])))',
    ],
    [
      'p95 of ferries and booking',
      'histogram_quantile(0.95, sum by (le, job) (rate(http_request_duration_seconds_bucket{service="booking"}[5m])))',
    ],
    [
      'latency of booking and ferries',
      'histogram_quantile(0.95, sum by (le, job) (rate(http_request_duration_seconds_bucket{service="booking"}[5m])))',
    ],
    [
      'share of requests of booking and ferries within 500 ms',
      'sum by (job) (rate(http_request_duration_seconds_bucket{service="booking", le="0.5"}[5m])) / sum by (job) (rate(http_request_duration_seconds_count{service="booking"}[5m]))',
    ],
  ])('leave out, and say so, what cannot be read like the rest: %s', (question, promql) => {
    const planned = planTimes(question);
    expect(planned.promql).toBe(promql);
    expect(planned.notices).toEqual([expect.stringMatching(/^This covers booking only\. ferries records it/)]);
  });

  it('put percentiles together that all have', () => {
    const planned = planTimes('p99 of booking and ferries');
    expect(planned.promql).toContain(' or max by (job) (ferries_request_duration_seconds{');
    expect(planned.notices).toBeUndefined();
  });

  it('say of all services which of them cannot be read like the rest', () => {
    const { promql, notices } = planTimes('p95 latency by service');
    expect(promql).not.toContain('ferries');
    expect(notices).toEqual([expect.stringMatching(/^This covers booking and tickets only\. .*ferries/)]);
  });
});
