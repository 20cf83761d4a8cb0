import { describe, expect, it } from 'vitest';
import { of } from '../../../../../test/harbour-catalog.ts';
import { askHarbourWith, queryOf } from './test/harbour-plans.ts';

describe('whom an answer is for', () => {
  const askAudited = askHarbourWith({
    audit_requests_total: {
      type: 'counter',
      help: 'Requests audited.',
      labels: { ...of('audit'), status: ['200', '500'] },
    },
  });

  it('is a service where one is called so', () => {
    expect(askAudited('error rate for the audit')).toMatchObject({
      promql: expect.stringMatching(/^sum\(rate\(audit_requests_total\{/),
    });
  });

  it('is no filter where none is', () => {
    expect(queryOf('requests of booking for the audit')).toBe('sum(rate(http_requests_total{service="booking"}[5m]))');
    expect(queryOf('requests in the last hour for the weekly report')).toBe('sum(increase(http_requests_total[1h]))');
  });
});

describe('an introduction that asks', () => {
  it('says of what period the question behind it is', () => {
    expect(queryOf('were there radar outages in the last 2 hours? tell me the number by vessel')).toBe(
      'sum by (vessel) (increase(radar_outages_total[2h]))',
    );
  });

  it('leaves the period to the question where it has one', () => {
    expect(
      queryOf('were there radar outages in the last 2 hours? show the radar outages by vessel in the last day'),
    ).toBe('sum by (vessel) (increase(radar_outages_total[1d]))');
  });
});

describe('all but one', () => {
  it.each(['fuel of all but aurora', 'fuel of all vessels but aurora', 'fuel of every vessel but the aurora'])(
    'leaves it out: "%s"',
    (question) => {
      expect(queryOf(question)).toBe('sum by (vessel) (fuel_litres{vessel!="aurora"})');
    },
  );
});
