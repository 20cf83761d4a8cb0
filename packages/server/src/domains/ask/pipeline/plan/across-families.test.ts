import { describe, expect, it } from 'vitest';
import { createHarbourState, HARBOUR_KNOWLEDGE, HARBOUR_NOW } from '../../../../../test/harbour-catalog.ts';
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

  it('say nothing of it when a service is named', () => {
    const named = plan('requests per second of customs');
    expect(named.notices).toBeUndefined();
    expect(named.promql).not.toContain(' or ');
  });

  it('say nothing of it when what is measured is not what every service has', () => {
    expect(planHarbour('fuel of the aurora').notices).toBeUndefined();
  });
});
