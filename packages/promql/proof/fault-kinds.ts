import { build, type Expr, type FindingCode, type Grouping, parse, selectors } from '../src/index.ts';
import {
  type FaultTools,
  factsOf,
  isVector,
  pickOne,
  plainSelectors,
  ratedSelectors,
  rateOf,
  sites,
  swap,
  typo,
} from './fault-tools.ts';

export interface FaultKind {
  readonly name: string;
  /** Any of these codes counts as found. */
  readonly expected: readonly FindingCode[];
  /** The expression with one fault of this kind, or undefined when it offers no place for it. */
  plant(expr: Expr, tools: FaultTools): Expr | undefined;
  /** Server release given to the checker. */
  readonly serverVersion?: string;
}

const { binary, call, number, string, matcher, selector, subquery, sumBy, aggregate } = build;

const COUNTERS: readonly FaultKind[] = [
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

function quantileCalls(expr: Expr) {
  return sites(expr, 'Call').filter(({ node }) => node.func === 'histogram_quantile');
}

function dropLabel(grouping: Grouping, label: string): Grouping | undefined {
  const labels = grouping.labels.filter((one) => one !== label);
  return grouping.kind === 'by' && labels.length < grouping.labels.length ? { kind: 'by', labels } : undefined;
}

const HISTOGRAMS: readonly FaultKind[] = [
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

const MATCHERS: readonly FaultKind[] = [
  {
    name: 'misspelt metric',
    expected: ['unknown-metric'],
    plant(expr, tools) {
      const named = sites(expr, 'VectorSelector').filter(
        ({ node, ancestors }) => node.name !== undefined && !tolerated(ancestors),
      );
      const site = pickOne(named, tools.random);
      if (site?.node.name === undefined) return undefined;
      const name = typo(site.node.name, tools.random);
      return tools.catalog.metric(name) === undefined && parse(name).ok
        ? swap(expr, site.node, { ...site.node, name })
        : undefined;
    },
  },
  {
    name: 'metric without its suffix',
    expected: ['unknown-metric'],
    plant(expr, tools) {
      const suffixed = sites(expr, 'VectorSelector').filter(
        ({ node, ancestors }) => /_(?:total|seconds|bytes|info)$/.test(node.name ?? '') && !tolerated(ancestors),
      );
      const site = pickOne(suffixed, tools.random);
      const name = site?.node.name?.replace(/_[a-z]+$/, '');
      if (site === undefined || name === undefined || tools.catalog.metric(name) !== undefined) return undefined;
      return parse(`sum(${name})`).ok ? swap(expr, site.node, { ...site.node, name }) : undefined;
    },
  },
  {
    name: 'misspelt label',
    expected: ['unknown-label'],
    plant(expr, tools) {
      const found = matcherSites(expr).filter(({ one }) => one.op === '=' && one.value !== '');
      const site = pickOne(found, tools.random);
      if (site === undefined) return undefined;
      const label = typo(site.one.label, tools.random);
      const facts = factsOf(site.subject, tools);
      if (facts === undefined || facts.labels.has(label) || label === site.one.label) return undefined;
      const matchers = site.subject.matchers.map((each) => (each === site.one ? { ...each, label } : each));
      return swap(expr, site.subject, { ...site.subject, matchers });
    },
  },
  {
    name: 'label value that does not exist',
    expected: ['unknown-label-value'],
    plant(expr, tools) {
      const found = matcherSites(expr).filter(
        ({ one, subject }) => one.op === '=' && factsOf(subject, tools)?.labels.get(one.label)?.complete === true,
      );
      const site = pickOne(found, tools.random);
      const facts = site && factsOf(site.subject, tools)?.labels.get(site.one.label);
      if (site === undefined || facts === undefined) return undefined;
      const value = site.one.value.length > 3 ? typo(site.one.value, tools.random) : `${site.one.value}x`;
      if (facts.values.includes(value)) return undefined;
      const matchers = site.subject.matchers.map((each) => (each === site.one ? { ...each, value } : each));
      return swap(expr, site.subject, { ...site.subject, matchers });
    },
  },
  {
    name: 'contradicting matchers',
    expected: ['contradicting-matchers'],
    plant(expr, tools) {
      const found = matcherSites(expr).filter(
        ({ one }) => one.op === '=' && !one.value.includes('$') && one.value !== '',
      );
      const site = pickOne(found, tools.random);
      if (site === undefined) return undefined;
      const { label, value } = site.one;
      const extra = tools.random.pick([
        matcher(label, '=', `${value}-other`),
        matcher(label, '!=', value),
        matcher(label, '=~', 'zzz|yyy'),
        matcher(label, '=~', '~~.*'),
        matcher(label, '!~', `${value.replace(/[^a-zA-Z0-9]/g, '.')}|x`),
      ]);
      return swap(expr, site.subject, { ...site.subject, matchers: [...site.subject.matchers, extra] });
    },
  },
  {
    name: 'selector of everything',
    expected: ['selects-everything'],
    plant(expr, tools) {
      const site = pickOne(sites(expr, 'VectorSelector'), tools.random);
      const one = tools.random.pick([
        matcher('__name__', '=~', '.+'),
        matcher('__name__', '!=', ''),
        matcher('job', '=~', '.+'),
        matcher('instance', '!=', ''),
      ]);
      return site && swap(expr, site.node, selector(undefined, [one]));
    },
  },
];

function matcherSites(expr: Expr) {
  return sites(expr, 'VectorSelector')
    .filter(({ node, ancestors }) => node.name !== undefined && !tolerated(ancestors))
    .flatMap(({ node }) => node.matchers.map((one) => ({ subject: node, one })))
    .filter(({ one }) => one.label !== '__name__');
}

/** Places where a missing series is part of the question. */
function tolerated(ancestors: readonly Expr[]): boolean {
  return ancestors.some(
    (one) =>
      (one.type === 'Call' && one.func.startsWith('absent')) ||
      (one.type === 'Binary' && (one.op === 'or' || one.op === 'unless')),
  );
}

function groupedSums(expr: Expr) {
  return sites(expr, 'Aggregate').filter(
    ({ node }) => node.grouping?.kind === 'by' && node.grouping.labels.length > 0 && node.op !== 'topk',
  );
}

const JOINS: readonly FaultKind[] = [
  {
    name: 'sides aggregated by different labels',
    expected: ['labels-never-match'],
    plant(expr, tools) {
      const site = pickOne(groupedSums(expr), tools.random);
      if (site === undefined) return undefined;
      const grouping = tools.random.chance(0.5) ? undefined : { kind: 'by' as const, labels: ['zone_of_other_side'] };
      return binary('/', site.node, { ...site.node, grouping });
    },
  },
  {
    name: 'raw series against an aggregation',
    expected: ['labels-never-match'],
    plant(expr, tools) {
      const site = pickOne(ratedSelectors(expr), tools.random);
      return site?.selector.name === undefined ? undefined : binary('/', site.call, sumBy([], site.call));
    },
  },
  {
    name: 'on() with a label one side dropped',
    expected: ['labels-never-match'],
    plant(expr, tools) {
      const site = pickOne(groupedSums(expr), tools.random);
      const label = site?.node.grouping?.labels[0];
      if (site === undefined || label === undefined || label === 'le') return undefined;
      const other = { ...site.node, grouping: { kind: 'by' as const, labels: ['other_label'] } };
      return binary('*', site.node, other, { matching: { kind: 'on', labels: [label], include: [] } });
    },
  },
  {
    name: 'on() with a label nobody has',
    expected: ['labels-never-match'],
    plant(expr, tools) {
      const site = pickOne(groupedSums(expr), tools.random);
      if (site === undefined) return undefined;
      return binary('*', site.node, site.node, { matching: { kind: 'on', labels: ['misspelt_label'], include: [] } });
    },
  },
  {
    name: 'group_left of a label dropped before',
    expected: ['missing-grouping-label'],
    plant(expr, tools) {
      const site = pickOne(groupedSums(expr), tools.random);
      const label = site?.node.grouping?.labels[0];
      if (site === undefined || label === undefined || label === 'le') return undefined;
      const one = {
        ...site.node,
        op: 'max' as const,
        param: undefined,
        grouping: { kind: 'by' as const, labels: [label] },
      };
      const matching = { kind: 'on' as const, labels: [label], group: 'left' as const, include: ['version_of_that'] };
      return site.node.param === undefined ? binary('*', site.node, one, { matching }) : undefined;
    },
  },
  {
    name: 'several series on the one side of group_left',
    expected: ['many-to-many-risk'],
    plant(expr, tools) {
      const site = pickOne(groupedSums(expr), tools.random);
      const label = site?.node.grouping?.labels[0];
      if (site === undefined || label === undefined) return undefined;
      const one = { ...site.node, grouping: { kind: 'by' as const, labels: [label, 'pod_of_that'] } };
      if (factsOf(selectors(site.node)[0] ?? selector('x'), tools)?.labels.has('pod_of_that') === true)
        return undefined;
      const matching = { kind: 'on' as const, labels: [label], group: 'left' as const, include: [] };
      return binary(
        '*',
        site.node,
        {
          ...one,
          expr: call('label_replace', one.expr, string('pod_of_that'), string('$1'), string(label), string('(.*)')),
        },
        { matching },
      );
    },
  },
  {
    name: 'grouping by a label dropped inside',
    expected: ['missing-grouping-label'],
    plant(expr, tools) {
      const site = pickOne(groupedSums(expr), tools.random);
      if (site === undefined) return undefined;
      return { ...site.node, expr: sumBy(tools.random.chance(0.5) ? ['some_other_label'] : [], site.node.expr) };
    },
  },
  {
    name: 'grouping by a label the metric lacks',
    expected: ['missing-grouping-label'],
    plant(expr, tools) {
      const known = groupedSums(expr).filter(
        ({ node }) =>
          node.expr.type !== 'Aggregate' && selectors(node).every((one) => factsOf(one, tools) !== undefined),
      );
      const site = pickOne(known, tools.random);
      if (site === undefined) return undefined;
      return swap(expr, site.node, { ...site.node, grouping: { kind: 'by', labels: ['label_of_nobody'] } });
    },
  },
];

const UNITS: readonly FaultKind[] = [
  {
    name: 'bytes and seconds added or compared',
    expected: ['unit-mismatch'],
    plant(expr, tools) {
      const bytes = selectors(expr).find(
        (one) => /_bytes(_total)?$/.test(one.name ?? '') && factsOf(one, tools)?.role === 'value',
      );
      const names = [...tools.catalog.metricNames()].filter(
        (name) => /_seconds$/.test(name) && !/time(stamp)?_seconds$/.test(name),
      );
      const other = pickOne(names, tools.random);
      if (bytes?.name === undefined || other === undefined || tools.catalog.metric(other)?.type !== 'gauge')
        return undefined;
      return binary(tools.random.pick(['+', '-', '>']), bytes, selector(other));
    },
  },
  {
    name: 'ratio against a percentage',
    expected: ['threshold-scale'],
    plant(expr, tools) {
      const sized = selectors(expr).filter((one) => /_(bytes|seconds)$/.test(one.name ?? ''));
      const one = pickOne(sized, tools.random);
      if (one === undefined || factsOf(one, tools)?.type !== 'gauge' || /time(stamp)?_seconds$/.test(one.name ?? ''))
        return undefined;
      const share = binary('/', one, { ...one, name: one.name, offsetMs: 3_600_000 });
      return binary('>', share, number(tools.random.pick([80, 90, 95])));
    },
  },
  {
    name: 'complement of a ratio in percent',
    expected: ['unit-mismatch'],
    plant(expr, tools) {
      const sized = selectors(expr).filter((one) => /_bytes$/.test(one.name ?? ''));
      const one = pickOne(sized, tools.random);
      if (one === undefined || factsOf(one, tools)?.role !== 'value') return undefined;
      return binary('-', number(100), binary('/', one, { ...one, offsetMs: 3_600_000 }));
    },
  },
  {
    name: 'sum of percentages or ratios',
    expected: ['sum-of-ratio'],
    plant(expr, tools) {
      const shares = selectors(expr).filter((one) => /_(percent|ratio)$/.test(one.name ?? ''));
      const one = pickOne(shares, tools.random);
      return one && sumBy(tools.random.chance(0.5) ? ['instance'] : [], one);
    },
  },
];

const LOGIC: readonly FaultKind[] = [
  {
    name: 'the same thing on both sides',
    expected: ['identical-operands'],
    plant(expr, tools) {
      return isVector(expr) && expr.type !== 'Binary'
        ? binary(tools.random.pick(['-', '>', '/']), expr, expr)
        : undefined;
    },
  },
  {
    name: 'conditions that exclude each other',
    expected: ['never-true'],
    plant(expr) {
      if (!isVector(expr) || expr.type === 'Binary') return undefined;
      return binary('and', binary('>', expr, number(90)), binary('<', expr, number(10)));
    },
  },
  {
    name: 'absent or count compared with 0',
    expected: ['never-true'],
    plant(expr, tools) {
      const site = pickOne(plainSelectors(expr), tools.random);
      if (site === undefined) return undefined;
      const subject = tools.random.chance(0.5) ? call('absent', site.node) : aggregate('count', site.node);
      return binary(tools.random.pick(['==', '<']), subject, number(0));
    },
  },
  {
    name: 'topk of nothing',
    expected: ['invalid-parameter'],
    plant: (expr, tools) =>
      isVector(expr)
        ? aggregate(tools.random.pick(['topk', 'bottomk']), expr, undefined, number(tools.random.pick([0, -1, 0.5])))
        : undefined,
  },
  {
    name: 'label_replace with a broken pattern or missing group',
    expected: ['invalid-parameter'],
    plant(expr, tools) {
      if (!isVector(expr)) return undefined;
      const [replacement, pattern] = tools.random.pick([
        ['$1', '(.*'],
        ['$2', '(.*)'],
        ['$1', '.*'],
        ['$1', 'a**'],
      ] as const);
      return call('label_replace', expr, string('target'), string(replacement), string('instance'), string(pattern));
    },
  },
  {
    name: 'clamp with swapped limits',
    expected: ['invalid-parameter'],
    plant: (expr) => (isVector(expr) ? call('clamp', expr, number(100), number(0)) : undefined),
  },
  {
    name: 'function the server does not have',
    expected: ['unsupported'],
    serverVersion: '2.42.0',
    plant(expr, tools) {
      if (!isVector(expr)) return undefined;
      const func = tools.random.pick(['mad_over_time', 'first_over_time', 'ts_of_max_over_time', 'info', 'limitk']);
      if (func === 'limitk') return aggregate('limitk', expr, undefined, number(3));
      return func === 'info' ? call('info', expr) : call(func, subquery(expr, 300_000, 60_000));
    },
  },
];

/** Every kind of fault that the proof plants. */
export const FAULT_KINDS: readonly FaultKind[] = [
  ...COUNTERS,
  ...HISTOGRAMS,
  ...MATCHERS,
  ...JOINS,
  ...UNITS,
  ...LOGIC,
];
