import { build, type Expr, selectors } from '../../src/index.ts';
import { factsOf, pickOne, ratedSelectors, sites, swap } from '../fault-tools.ts';
import type { FaultKind } from './kind.ts';

const { binary, call, string, selector, sumBy } = build;

/** Sides that cannot be matched, and groupings that lost their label. */
export const JOINS: readonly FaultKind[] = [
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

function groupedSums(expr: Expr) {
  return sites(expr, 'Aggregate').filter(
    ({ node }) => node.grouping?.kind === 'by' && node.grouping.labels.length > 0 && node.op !== 'topk',
  );
}
