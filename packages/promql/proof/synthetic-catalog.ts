import {
  type Expr,
  type LabelFacts,
  type Matcher,
  type MetricCatalog,
  type MetricFacts,
  type MetricRole,
  type MetricType,
  parse,
  type VectorSelector,
  walk,
} from '../src/index.ts';

interface Usage {
  rated: number;
  other: number;
  quantileLabel: boolean;
  readonly labels: Map<string, { values: Set<string>; complete: boolean }>;
}

const SCRAPE_INTERVAL_SECONDS = 15;

/**
 * A catalog made from the expressions alone, by a rule that knows nothing of the checker: a metric is a
 * counter when every use takes its rate, a gauge when none does and unknown when they differ, `_bucket` and its siblings are a histogram, a
 * quantile matcher on what is never rated makes a summary; it has the labels that expressions using it mention, with the values they name.
 */
export function synthesizeCatalog(expressions: readonly string[]): MetricCatalog {
  const usages = new Map<string, Usage>();
  for (const text of expressions) {
    const result = parse(text);
    if (result.ok) collect(result.expr, usages);
  }
  const facts = new Map<string, MetricFacts>();
  for (const [name, usage] of usages) facts.set(name, describe(name, usage, usages));
  return { metric: (name) => facts.get(name), metricNames: () => facts.keys() };
}

function collect(expr: Expr, usages: Map<string, Usage>): void {
  const mentioned = mentionedLabels(expr);
  walk(expr, (node, ancestors) => {
    if (node.type !== 'VectorSelector' || node.name === undefined) return;
    const usage = usages.get(node.name) ?? { rated: 0, other: 0, quantileLabel: false, labels: new Map() };
    usages.set(node.name, usage);
    const call = [...ancestors].reverse().find((one) => one.type === 'Call');
    const rated = call?.type === 'Call' && ['rate', 'irate', 'increase', 'resets'].includes(call.func);
    if (rated) usage.rated += 1;
    else usage.other += 1;
    // Buckets alone have le; a histogram's sum beside them in an expression has not.
    addLabels(usage, node, node.name.includes('_bucket') ? mentioned : mentioned.difference(new Set(['le'])));
  });
}

/** Labels of groupings and matching clauses: the expression as a whole relies on them. */
function mentionedLabels(expr: Expr): Set<string> {
  const labels = new Set<string>();
  walk(expr, (node) => {
    if (node.type === 'Aggregate') for (const label of node.grouping?.labels ?? []) labels.add(label);
    if (node.type === 'Binary') for (const label of node.matching?.labels ?? []) labels.add(label);
  });
  return labels;
}

function addLabels(usage: Usage, selector: VectorSelector, mentioned: ReadonlySet<string>): void {
  for (const label of ['instance', 'job', ...mentioned]) ensureLabel(usage, label, false);
  for (const matcher of selector.matchers) {
    if (matcher.label === 'quantile') usage.quantileLabel = true;
    const known = ensureLabel(usage, matcher.label, true);
    const words = namedValues(matcher);
    if (words === undefined) known.complete = false;
    for (const word of words ?? []) known.values.add(word);
  }
}

function ensureLabel(usage: Usage, label: string, complete: boolean) {
  const known = usage.labels.get(label) ?? { values: new Set<string>(), complete };
  usage.labels.set(label, known);
  return known;
}

function namedValues(matcher: Matcher): string[] | undefined {
  if (matcher.value.includes('$')) return undefined;
  if (matcher.op === '=') return [matcher.value];
  return /^[\w|-]+$/.test(matcher.value) && matcher.op === '=~' ? matcher.value.split('|') : undefined;
}

function describe(name: string, usage: Usage, usages: ReadonlyMap<string, Usage>): MetricFacts {
  const { type, role, family } = classify(name, usage, usages);
  const labels = new Map<string, LabelFacts>();
  for (const [label, known] of usage.labels) {
    const values = [...known.values];
    labels.set(label, { values, complete: known.complete && values.length > 0, distinct: Math.max(values.length, 3) });
  }
  if (role === 'bucket' && !labels.has('le')) labels.set('le', { values: [], complete: false, distinct: 12 });
  return { name, family, type, role, scrapeIntervalSeconds: SCRAPE_INTERVAL_SECONDS, labels };
}

function classify(
  name: string,
  usage: Usage,
  usages: ReadonlyMap<string, Usage>,
): { type: MetricType; role: MetricRole; family: string } {
  const [, stem = '', suffix] = /^(.+)_(bucket|sum|count)$/.exec(name) ?? [];
  if (suffix === 'bucket') return { type: 'histogram', role: 'bucket', family: stem };
  if (suffix !== undefined && usages.has(`${stem}_bucket`)) {
    return { type: 'histogram', role: suffix === 'sum' ? 'sum' : 'count', family: stem };
  }
  if (usage.quantileLabel && usage.rated === 0) return { type: 'summary', role: 'quantile', family: name };
  if (name.endsWith('_info')) return { type: 'info', role: 'value', family: name };
  const mixed = usage.rated > 0 && usage.other > 0;
  const type = mixed ? 'unknown' : usage.rated > 0 ? 'counter' : 'gauge';
  return { type, role: 'value', family: name };
}
