import { build, type Expr, parse } from '../../src/index.ts';
import { factsOf, pickOne, sites, swap, typo } from '../fault-tools.ts';
import type { FaultKind } from './kind.ts';

const { matcher, selector } = build;

/** Names, labels and values that do not exist or exclude each other. */
export const MATCHERS: readonly FaultKind[] = [
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
