import { describe, expect, it } from 'vitest';
import { substituteVariables } from './template-variables.ts';

const VALUES = new Map<string, string | undefined>([
  ['job', 'till'],
  ['instance', undefined],
  ['window', '15m'],
  ['metric', 'till_receipts_total'],
  ['by', 'method'],
  ['n', '7'],
]);

describe('template variables', () => {
  it.each([
    ['drops matchers on variables', 'up{job="$job", instance=~"$instance", env="prod"}', 'up{env="prod"}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's notation
    ['in every notation', 'up{a=~"${job:regex}", b="[[job]]", c="${instance}.*"}', 'up'],
    ['in negative matchers too', 'up{job!="$job"}', 'up'],
    ['gives windows the saved value', 'rate(x_total[$window])', 'rate(x_total[15m])'],
    ['gives windows a usual value where none is saved', 'rate(x_total[$instance])', 'rate(x_total[5m])'],
    [
      "fills in Grafana's own windows",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's notation
      'rate(x_total[$__rate_interval]) + increase(x_total[${__range}])',
      'rate(x_total[5m]) + increase(x_total[1h])',
    ],
    [
      'fills in names, groupings and numbers',
      'topk($n, sum by ($by) ($metric))',
      'topk(7, sum by (method) (till_receipts_total))',
    ],
    ['keeps a selector that has nothing else', '{job="$job"}', '{job=~".+"}'],
    [
      'leaves other dollars alone',
      'label_replace(up, "a", "$1", "b", "(.+)")',
      'label_replace(up, "a", "$1", "b", "(.+)")',
    ],
  ])('%s', (_, expression, expected) => {
    expect(substituteVariables(expression, VALUES)).toBe(expected);
  });

  it('give nothing up to what is no PromQL', () => {
    expect(substituteVariables('SELECT $__timeFilter(time)', VALUES)).toBeNull();
    expect(substituteVariables('sum(rate($metric[5m])', VALUES)).toBeNull();
  });
});
