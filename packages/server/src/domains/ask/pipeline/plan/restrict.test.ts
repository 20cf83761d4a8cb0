import { describe, expect, it } from 'vitest';
import { queryOf } from './test/harbour-plans.ts';

describe('thresholds', () => {
  it.each([
    ['parcels waiting above 50', 'parcels_waiting > 50'],
    ['ships without the gangway lowered', 'sum by (vessel) (gangway_lowered) <= 0'],
    ['which floodgates do not have the sluice open', 'sum by (floodgate) (floodgate_open) != 1'],
    ['parcels_waiting over 150 - who is it', 'parcels_waiting > 150'],
    ['at most 3 parcels waiting', 'parcels_waiting <= 3'],
    ['parcels waiting exactly 0', 'parcels_waiting == 0'],
    ['non-zero radar outages in the last hour', 'increase(radar_outages_total[1h]) > 0'],
    ['ships with a single crew member', 'crew_members == 1'],
    ['piers where all berth slots are used', '(berth_slots_used / berth_slots_max) >= 1'],
    ['piers with all berth slots used', '(berth_slots_used / berth_slots_max) >= 1'],
    ['which quays have more than 50 parcels waiting', 'sum by (quay) (parcels_waiting) > 50'],
    ['any ship with less than 200 litres of fuel', 'fuel_litres < 200'],
    ['engine temperature over 90 degrees', 'engine_temperature_celsius > 90'],
    [
      'which routes got at least 10 requests in the last hour',
      'sum by (route) (increase(http_requests_total[1h])) >= 10',
    ],
  ])('keep what passes: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  const HOLD_USAGE = '(1 - sum by (vessel) (hold_free_bytes) / sum by (vessel) (hold_size_bytes))';
  const ERROR_RATE =
    '(sum by (service) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m])))';

  it.each([
    ['which ships have a hold usage over 90 percent', `${HOLD_USAGE} > 0.9`],
    ['more than half of the hold used', `${HOLD_USAGE} > 0.5`],
    ['services with an error rate above 5 %', `${ERROR_RATE} > 0.05`],
    ['error rate above 5 by service', `${ERROR_RATE} > 0.05`],
    ['hold free bytes below 10 GB', 'hold_free_bytes < 10000000000'],
    ['pilot wait more than a minute', 'pilot_wait_seconds{quantile="0.9"} > 60'],
    [
      'which gates have a p95 boarding duration of more than 250 ms',
      'histogram_quantile(0.95, sum by (le, gate) (rate(boarding_duration_seconds_bucket[5m]))) > 0.25',
    ],
  ])('are in the unit of what is measured: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  const AGE = '(time() - sum by (vessel) (inspection_timestamp_seconds))';

  it.each([
    ['ships whose last inspection is more than a day ago', `${AGE} > 86400`],
    ['ships not inspected for more than 2 weeks', `${AGE} > 1209600`],
    ['ships with an inspection less than an hour ago', `${AGE} < 3600`],
    ['which ships were inspected more than 3 days ago', `${AGE} > 259200`],
    ['licences that expire in less than a week', '(licence_expiry_timestamp_seconds - time()) < 604800'],
    ['licences that expire within 30 days', '(licence_expiry_timestamp_seconds - time()) < 2592000'],
  ])('of moments are times since or until: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('statements', () => {
  it.each([
    ['which targets are down', 'up == 0'],
    ['are any targets down', 'up == 0'],
    ['which sluices are open', 'sum by (floodgate) (floodgate_open) == 1'],
    ['ships that are having radar outages', 'sum by (vessel) (rate(radar_outages_total[5m])) > 0'],
    ['which ships have the gangway lowered', 'sum by (vessel) (gangway_lowered) > 0'],
  ])('keep those of which they are true: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['is the crane down', 'up{service="crane"}'],
    ['is the sea sluice open', 'sum by (floodgate) (floodgate_open{floodgate="sea"})'],
    ['is TideHigh firing', 'sum by (alertname) (ALERTS{alertstate="firing", alertname="TideHigh"})'],
  ])('show the state of one thing: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['how many targets are down', 'count(up == 0) or vector(0)'],
    [
      'how many ships have radar outages',
      'count(sum by (vessel) (increase(radar_outages_total[1h])) > 0) or vector(0)',
    ],
    [
      'how many ships have no radar outages',
      'count(sum by (vessel) (increase(radar_outages_total[1h])) == 0) or vector(0)',
    ],
    [
      'how many services have errors',
      'count(sum by (service) (increase(http_requests_total{code=~"5.."}[1h])) > 0) or vector(0)',
    ],
    ['how many vessels have no crew', 'count(sum by (vessel) (crew_members) == 0) or vector(0)'],
    ['how many vessels have crew', 'count(sum by (vessel) (crew_members) > 0) or vector(0)'],
    ['how many sluices are open', 'count(sum by (floodgate) (floodgate_open) == 1) or vector(0)'],
    ['how many ships have less than 200 litres of fuel', 'count(fuel_litres < 200) or vector(0)'],
  ])('are counted, none as zero: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('what stands for one thing each', () => {
  it.each([
    ['how many versions of tickets are running', 'count by (version) (tickets_build_info{service="tickets"})'],
    ['which version of tickets runs', 'count by (version) (tickets_build_info{service="tickets"})'],
    ['how many instances expose http_requests_total', 'count(group by (instance) (http_requests_total))'],
    ['how many routes does http_requests_total have', 'count(group by (route) (http_requests_total))'],
  ])('is counted: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('is a number itself where the metric counts it', () => {
    expect(queryOf('how many parcels are waiting')).toBe('sum(parcels_waiting)');
  });
});
