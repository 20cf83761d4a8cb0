import { describe, expect, it } from 'vitest';
import { parse } from '../parse.ts';
import { explain } from './explain.ts';

describe('explain', () => {
  it.each([
    ['up', 'The value of up.'],
    ['up{job="api"} == 0', 'The value of up (job is “api”), only where it is equal to 0.'],
    ['rate(a_total[5m] offset 1d)', 'The per-second rate of a_total over the last 5 minutes 1 day earlier.'],
    [
      'sum by (job) (rate(a_total{code=~"5.."}[5m])) / sum by (job) (rate(a_total[5m])) * 100',
      'The sum per job of the per-second rate of a_total (code matches “5..”) over the last 5 minutes as a percentage of the sum per job of the per-second rate of a_total over the last 5 minutes.',
    ],
    [
      'histogram_quantile(0.95, sum by (le, route) (rate(request_seconds_bucket[1h])))',
      'The 95th percentile per route of request_seconds over the last hour.',
    ],
    [
      'rate(request_seconds_sum[5m]) / rate(request_seconds_count[5m])',
      'The average of request_seconds over the last 5 minutes.',
    ],
    [
      'rate(request_seconds_sum[5m]) / rate(reply_seconds_count[5m])',
      'The per-second rate of request_seconds_sum over the last 5 minutes divided by the per-second rate of reply_seconds_count over the last 5 minutes.',
    ],
    [
      'predict_linear(free_bytes[6h], 4 * 3600) < 0',
      'The value of free_bytes predicted for 4 hours ahead from its trend over the last 6 hours, only where it is below 0.',
    ],
    [
      'a_total * on (pod) group_left (version) build_info',
      'The value of a_total, joined with build_info on pod, with version added from it.',
    ],
    ['absent(up{job="api"})', '1 if there is no up (job is “api”).'],
    [
      'topk(3, sum without (pod) (queue_depth))',
      'The 3 largest series of the sum (keeping all labels except pod) of queue_depth.',
    ],
    [
      'max_over_time(sum(rate(a_total[1m]))[1h:5m])',
      'The maximum of (the sum of the per-second rate of a_total over the last minute) over the last hour (evaluated every 5 minutes).',
    ],
    ['rate(a_total[5m] anchored)', 'The per-second rate of a_total over the last 5 minutes (anchored at the edges).'],
    ['a_total > bool 5', '1 where a_total is above 5, otherwise 0.'],
    ['(1 - idle_ratio) * 100', '(1 minus idle_ratio) times 100.'],
    ['up{code=~"a|b", zone!=""}', 'The value of up (code is “a” or “b” and zone is set).'],
  ])('puts %s into words', (text, words) => {
    const result = parse(text);
    if (!result.ok) throw new Error(result.error.message);
    expect(explain(result.expr)).toBe(words);
  });
});
