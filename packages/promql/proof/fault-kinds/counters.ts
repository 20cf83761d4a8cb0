import { build } from '../../src/index.ts';
import { factsOf, pickOne, plainSelectors, ratedSelectors, sites, swap } from '../fault-tools.ts';
import type { FaultKind } from './kind.ts';

const { binary, call, number, subquery } = build;

/** Counters and gauges treated as each other, and rates in the wrong place. */
export const COUNTERS: readonly FaultKind[] = [
  {
    name: 'rate of a gauge',
    expected: ['rate-on-gauge'],
    plant(expr, tools) {
      const gauges = plainSelectors(expr).filter(({ node }) => factsOf(node, tools)?.type === 'gauge');
      const site = pickOne(gauges, tools.random);
      const func = tools.random.pick(['rate', 'irate', 'increase']);
      return site && swap(expr, site.node, call(func, build.range(site.node, 300_000)));
    },
  },
  {
    name: 'rate forgotten under an aggregation or comparison',
    expected: ['missing-rate', 'quantile-without-rate'],
    plant(expr, tools) {
      const rated = ratedSelectors(expr).filter(
        ({ selector: subject, ancestors }) =>
          factsOf(subject, tools)?.type === 'counter' &&
          ancestors.some((one) => one.type === 'Aggregate' && ['sum', 'avg', 'max', 'min', 'topk'].includes(one.op)) &&
          ancestors.every((one) => one.type !== 'Subquery' && !(one.type === 'Aggregate' && one.op === 'count')),
      );
      const site = pickOne(rated, tools.random);
      return site && swap(expr, site.call, site.selector);
    },
  },
  {
    name: 'counter shown raw',
    expected: ['missing-rate'],
    plant(expr, tools) {
      const site = pickOne(ratedSelectors(expr), tools.random);
      return site !== undefined && factsOf(site.selector, tools)?.type === 'counter' ? site.selector : undefined;
    },
  },
  {
    name: 'raw counter compared',
    expected: ['missing-rate'],
    plant(expr, tools) {
      const site = pickOne(ratedSelectors(expr), tools.random);
      if (site === undefined || factsOf(site.selector, tools)?.type !== 'counter') return undefined;
      return binary('>', site.selector, number(100));
    },
  },
  {
    name: 'delta, deriv or predict_linear of a counter',
    expected: ['gauge-function-on-counter'],
    plant(expr, tools) {
      const site = pickOne(ratedSelectors(expr), tools.random);
      if (site === undefined || factsOf(site.selector, tools)?.type !== 'counter') return undefined;
      const func = tools.random.pick(['delta', 'deriv', 'idelta']);
      return swap(expr, site.call, { ...site.call, func });
    },
  },
  {
    name: 'rate of a sum',
    expected: ['rate-after-aggregation'],
    plant(expr, tools) {
      const sums = sites(expr, 'Aggregate').filter(
        ({ node }) => node.op === 'sum' && ratedSelectors(node.expr)[0]?.call === node.expr,
      );
      const site = pickOne(sums, tools.random);
      const rated = site && ratedSelectors(site.node)[0];
      if (site === undefined || rated === undefined) return undefined;
      const inner = { ...site.node, expr: rated.selector };
      return swap(expr, site.node, call('rate', subquery(inner, 300_000, 60_000)));
    },
  },
  {
    name: 'rate of a rate',
    expected: ['double-rate'],
    plant(expr, tools) {
      const site = pickOne(ratedSelectors(expr), tools.random);
      return site && swap(expr, site.call, call('rate', subquery(site.call, 600_000)));
    },
  },
  {
    name: 'window shorter than two scrapes',
    expected: ['range-too-short'],
    plant(expr, tools) {
      const site = pickOne(ratedSelectors(expr), tools.random);
      const rangeMs = tools.random.pick([5_000, 10_000, 20_000]);
      if (site?.selector.name === undefined) return undefined;
      return swap(expr, site.call, { ...site.call, args: [build.range(site.selector, rangeMs)] });
    },
  },
];
