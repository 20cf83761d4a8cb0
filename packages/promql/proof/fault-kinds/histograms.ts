import { build, type Expr, type Grouping, selectors } from '../../src/index.ts';
import { factsOf, pickOne, ratedSelectors, rateOf, sites, swap } from '../fault-tools.ts';
import type { FaultKind } from './kind.ts';

const { binary, call, number, selector, sumBy, aggregate } = build;

/** Quantiles and buckets. */
export const HISTOGRAMS: readonly FaultKind[] = [
  {
    name: 'quantile without le',
    expected: ['quantile-without-le'],
    plant(expr, tools) {
      const site = pickOne(quantileCalls(expr), tools.random);
      const inner = site?.node.args[1];
      if (inner?.type !== 'Aggregate' || inner.grouping === undefined) return undefined;
      const grouping = dropLabel(inner.grouping, 'le');
      return grouping && swap(expr, inner, { ...inner, grouping });
    },
  },
  {
    name: 'quantile of a sum or count',
    expected: ['quantile-not-histogram', 'unknown-metric'],
    plant(expr, tools) {
      const site = pickOne(quantileCalls(expr), tools.random);
      const bucket = site && selectors(site.node).find((one) => one.name?.endsWith('_bucket'));
      if (bucket?.name === undefined) return undefined;
      return swap(expr, bucket, {
        ...bucket,
        name: bucket.name.replace(/_bucket$/, tools.random.pick(['_sum', '_count'])),
      });
    },
  },
  {
    name: 'quantile of a counter or gauge',
    expected: ['quantile-not-histogram'],
    plant(expr, tools) {
      const site = pickOne(ratedSelectors(expr), tools.random);
      if (site === undefined || factsOf(site.selector, tools)?.type !== 'counter') return undefined;
      return call('histogram_quantile', number(0.95), sumBy(['instance'], site.call));
    },
  },
  {
    name: 'quantile over raw buckets',
    expected: ['quantile-without-rate'],
    plant(expr, tools) {
      const calls = quantileCalls(expr).flatMap(({ node }) => ratedSelectors(node));
      const site = pickOne(calls, tools.random);
      return site && swap(expr, site.call, site.selector);
    },
  },
  {
    name: 'quantile in percent',
    expected: ['quantile-out-of-range'],
    plant(expr, tools) {
      const site = pickOne(quantileCalls(expr), tools.random);
      const q = site?.node.args[0];
      return q?.type === 'NumberLiteral' ? swap(expr, q, number(q.value * 100)) : undefined;
    },
  },
  {
    name: 'buckets summed without le',
    expected: ['drops-le'],
    plant(expr, tools) {
      const rated = quantileCalls(expr).flatMap(({ node }) => ratedSelectors(node));
      const site = pickOne(
        rated.filter((one) => one.selector.name?.endsWith('_bucket')),
        tools.random,
      );
      return site && sumBy(tools.random.chance(0.5) ? ['instance'] : [], site.call);
    },
  },
  {
    name: 'buckets ranked or counted instead of summed',
    expected: ['buckets-not-summed'],
    plant(expr, tools) {
      const site = pickOne(quantileCalls(expr), tools.random);
      const inner = site?.node.args[1];
      const bucketed = inner?.type === 'Aggregate' && selectors(inner).some((one) => one.name?.endsWith('_bucket'));
      return bucketed ? swap(expr, inner, { ...inner, op: tools.random.pick(['max', 'min', 'count']) }) : undefined;
    },
  },
  {
    name: 'average of quantiles',
    expected: ['aggregated-quantile'],
    plant(expr, tools) {
      const site = pickOne(quantileCalls(expr), tools.random);
      return site && swap(expr, site.node, aggregate(tools.random.pick(['avg', 'sum']), site.node));
    },
  },
  {
    name: 'sum of one histogram over the count of another',
    expected: ['mismatched-average'],
    plant(expr, tools) {
      const names = selectors(expr).map((one) => one.name ?? '');
      const bucket = names.find((name) => name.endsWith('_bucket'));
      if (bucket === undefined) return undefined;
      const stems = [...tools.catalog.metricNames()].filter((one) => tools.catalog.metric(one)?.role === 'count');
      const other = pickOne(stems, tools.random);
      const sum = bucket.replace(/_bucket$/, '_sum');
      if (other === undefined || tools.catalog.metric(sum)?.role !== 'sum' || other === sum.replace(/_sum$/, '_count'))
        return undefined;
      return binary('/', sumBy([], rateOf(selector(sum))), sumBy([], rateOf(selector(other))));
    },
  },
];

function quantileCalls(expr: Expr) {
  return sites(expr, 'Call').filter(({ node }) => node.func === 'histogram_quantile');
}

function dropLabel(grouping: Grouping, label: string): Grouping | undefined {
  const labels = grouping.labels.filter((one) => one !== label);
  return grouping.kind === 'by' && labels.length < grouping.labels.length ? { kind: 'by', labels } : undefined;
}
