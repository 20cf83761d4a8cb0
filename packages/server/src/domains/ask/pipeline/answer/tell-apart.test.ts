import { expect, it } from 'vitest';
import { tellApart } from './tell-apart.ts';

const reading = (words: string, promql: string) => ({ reading: words, promql, reason: '', kind: 'instant' as const });

it('names the metrics of readings whose words say the same, and of no others', () => {
  const alternatives = [
    reading('requests', 'sum(rate(b_total[5m]))'),
    reading('5xx', 'rate(c_total[5m])'),
    reading('5xx', 'rate(d_total[5m])'),
    reading('latency', 'e'),
  ];
  expect(tellApart({ reading: 'requests', alternatives }).map((one) => one.reading)).toEqual([
    'requests (b_total)',
    '5xx (c_total)',
    '5xx (d_total)',
    'latency',
  ]);
});
