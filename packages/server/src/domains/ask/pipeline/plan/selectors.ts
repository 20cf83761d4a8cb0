import { build, type Expr, type Matcher, type VectorSelector } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { MatcherSpec } from '../ground/outcomes.ts';

/** The selector with the question's filters (those its metric has a label for) and offset. */
export function withModifiers(
  selector: VectorSelector,
  context: {
    readonly snapshot: CatalogSnapshot;
    readonly filters: readonly MatcherSpec[];
    readonly offsetMs?: number;
  },
): VectorSelector {
  const facts = context.snapshot.metric(selector.name ?? '');
  const added: Matcher[] = context.filters
    .filter(
      (filter) =>
        (facts === undefined || facts.labels.has(filter.label)) &&
        !selector.matchers.some((matcher) => matcher.label === filter.label && matcher.op === '='),
    )
    .map((filter) => build.matcher(filter.label, filter.op, filter.value));
  return {
    ...selector,
    matchers: [...selector.matchers, ...added],
    ...(context.offsetMs && { offsetMs: context.offsetMs }),
  };
}

/** Labels of all series that the expression reads, whatever it does with them. */
export function labelsIn(expr: Expr, snapshot: CatalogSnapshot): Set<string> {
  const labels = new Set<string>();
  const visit = (node: Expr): void => {
    if (node.type === 'VectorSelector')
      for (const label of snapshot.metric(node.name ?? '')?.labels.keys() ?? []) labels.add(label);
    else if (node.type === 'MatrixSelector') visit(node.selector);
    else if (node.type === 'Call') node.args.forEach(visit);
    else if (node.type === 'Binary') [node.left, node.right].forEach(visit);
    else if ('expr' in node) visit(node.expr);
  };
  visit(expr);
  return labels;
}

/** Counters, and the sum and count series of histograms and summaries. */
export function isCounter(name: string | undefined, snapshot: CatalogSnapshot): boolean {
  const facts = name === undefined ? undefined : snapshot.metric(name);
  return (
    facts !== undefined &&
    (facts.type === 'counter' || facts.role === 'bucket' || facts.role === 'sum' || facts.role === 'count')
  );
}

const TARGET_LABELS = new Set(['instance', 'job', 'pod', 'namespace', 'container', 'node']);

/** Labels that tell where a series comes from, rather than what it measures. */
export function isTargetLabel(label: string): boolean {
  return TARGET_LABELS.has(label);
}

/** Gives all series a label that says what they are. */
export function withLabel(expr: Expr, label: string, value: string): Expr {
  return build.call(
    'label_replace',
    expr,
    build.string(label),
    build.string(value),
    build.string(''),
    build.string(''),
  );
}
