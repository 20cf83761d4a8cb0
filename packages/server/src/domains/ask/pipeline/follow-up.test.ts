import { describe, expect, it } from 'vitest';
import { mergeFollowUp } from './follow-up.ts';

const snapshot = {
  services: ['orders', 'billing', 'mailer'].map((name) => ({ name, identifiedBy: [], podPatterns: [], metrics: [] })),
  findLabelValue: (value: string) => (value === 'staging' ? [{ label: 'env', value: 'staging', metrics: ['up'] }] : []),
};
const merge = (previous: string, followUp: string) =>
  mergeFollowUp({ previous, followUp, snapshot, now: 1_790_000_400 });

describe('a follow-up', () => {
  it.each([
    ['p90 latency of orders', 'and for billing?', 'p90 latency of billing'],
    ['p90 latency of orders', 'same for billing and mailer', 'p90 latency of billing and mailer'],
    ['p90 latency of odrers', 'what about mailer', 'p90 latency of mailer'],
    ['p90 latency of orders', 'only in staging', 'p90 latency of orders for staging'],
    ['p90 latency of orders', 'p99 instead', 'p99 latency of orders'],
    ['latency of orders', 'median', 'median of latency of orders'],
    ['p90 latency of orders', 'per route', 'p90 latency of orders per route'],
    ['throughput of orders by route', 'per instance', 'throughput of orders per instance'],
    ['throughput of orders', 'since yesterday', 'throughput of orders since yesterday'],
    ['errors of orders in the last hour', 'over the last 3 days', 'errors of orders over the last 3 days'],
    ['throughput of orders', 'vs last week', 'throughput of orders vs last week'],
    ['throughput of orders', 'what about yesterday', 'throughput of orders yesterday'],
    ['throughput of orders by route', 'and errors?', 'errors of orders by route'],
    ['slow queries by table', 'top 5', 'top 5 slow queries by table'],
    ['p90 latency of orders', 'is it above 2 s?', 'is p90 latency of orders above 2 s'],
    ['memory of billing', 'as a percentage', 'memory of billing as a percentage'],
  ])('of %j that says %j becomes %j', (previous, followUp, merged) => {
    expect(merge(previous, followUp)).toBe(merged);
  });

  it.each(['how many pods are pending?', 'show me the memory of billing', 'disk space left on the database hosts'])(
    'that is a question of its own is left alone: %j',
    (followUp) => {
      expect(merge('p90 latency of orders', followUp)).toBeNull();
    },
  );
});
