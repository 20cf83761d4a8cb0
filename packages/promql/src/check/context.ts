import type { Expr, Span, VectorSelector } from '../ast.ts';
import { inferMetric } from '../infer-metric.ts';
import type { LabelFacts, MetricCatalog, MetricFacts, MetricRole, MetricType } from '../metric-catalog.ts';
import { selectorName } from '../walk.ts';
import type { Finding, FindingCode, Severity } from './finding.ts';
import { replaceNode } from './replace.ts';

export interface CheckOptions {
  /** What the installation has; without it only names and the shape of the query count. */
  readonly catalog?: MetricCatalog | undefined;
  /** Release of the server that will run the query (`"2.42.0"`). */
  readonly serverVersion?: string | undefined;
  /** The server runs with the feature flag for experimental functions; default false. */
  readonly experimentalFunctions?: boolean | undefined;
  /** Scrape interval where the catalog knows none for a metric. */
  readonly scrapeIntervalSeconds?: number | undefined;
}

/** What is known of the metric behind a selector. `source: 'name'` means guessed from naming conventions. */
export interface KnownMetric {
  readonly name: string;
  readonly family: string;
  readonly type: MetricType;
  readonly role: MetricRole;
  readonly unit?: string | undefined;
  readonly source: 'catalog' | 'name';
  /** Known labels of the metric; undefined when nothing is known about them. */
  readonly labels: ReadonlyMap<string, LabelFacts> | undefined;
  readonly scrapeIntervalSeconds?: number | undefined;
  readonly seriesCount?: number | undefined;
}

export interface Context {
  readonly root: Expr;
  readonly options: CheckOptions;
  /** Undefined for selectors without a fixed name and for names the catalog does not have. */
  metric(selector: VectorSelector): KnownMetric | undefined;
  report(at: Span, code: FindingCode, severity: Severity, message: string, repair?: Change): void;
}

/** A repair as the replacement of one node of the tree. */
export interface Change {
  readonly description: string;
  readonly replace: Expr;
  readonly by: Expr;
}

/** A check of one node; `ancestors` run from the root to the parent. */
export type Rule = (node: Expr, context: Context, ancestors: readonly Expr[]) => void;

export function createContext(root: Expr, options: CheckOptions, findings: Finding[]): Context {
  const known = new Map<string, KnownMetric | undefined>();
  return {
    root,
    options,
    metric(selector) {
      const name = selectorName(selector);
      if (name === undefined) return undefined;
      if (!known.has(name)) known.set(name, lookUp(name, options.catalog));
      return known.get(name);
    },
    report(at, code, severity, message, change) {
      const repair =
        change === undefined
          ? undefined
          : { description: change.description, expr: replaceNode(root, change.replace, change.by) };
      findings.push({ code, severity, message, start: at.start, end: at.end, repair });
    },
  };
}

function lookUp(name: string, catalog: MetricCatalog | undefined): KnownMetric | undefined {
  const facts = catalog?.metric(name);
  if (facts === undefined) {
    return catalog === undefined ? { ...inferMetric(name), source: 'name', labels: undefined } : undefined;
  }
  if (facts.type === 'unknown') return fromName(facts);
  // Few exporters send units as metadata; names carry them all the more often.
  const unit = facts.unit || inferMetric(name, { type: facts.type }).unit;
  return { ...facts, unit, source: 'catalog', labels: labelsOf(facts) };
}

/** A metric without metadata: its labels are certain, its type is only as good as its name. */
function fromName(facts: MetricFacts): KnownMetric {
  const inferred = inferMetric(facts.name);
  return {
    ...inferred,
    unit: facts.unit || inferred.unit,
    source: 'name',
    labels: labelsOf(facts),
    scrapeIntervalSeconds: facts.scrapeIntervalSeconds,
    seriesCount: facts.seriesCount,
  };
}

function labelsOf(facts: MetricFacts): ReadonlyMap<string, LabelFacts> | undefined {
  return facts.labels.size === 0 ? undefined : facts.labels;
}

/** Does the series only ever grow (apart from resets)? */
export function isCounter(metric: KnownMetric): boolean {
  if (metric.type === 'counter') return true;
  const distribution = metric.type === 'histogram' || metric.type === 'summary';
  return distribution && (metric.role === 'bucket' || metric.role === 'sum' || metric.role === 'count');
}

/** Is the metric certain not to be a counter or a native histogram? */
export function isGauge(metric: KnownMetric): boolean {
  if (metric.type === 'gauge' || metric.type === 'info' || metric.type === 'stateset') return true;
  return metric.type === 'summary' && (metric.role === 'quantile' || metric.role === 'value');
}

/** The expression without the parentheses around it. */
export function bare(expr: Expr): Expr {
  return expr.type === 'Paren' ? bare(expr.expr) : expr;
}

/** Selector of a range argument, directly or below a subquery's parentheses; undefined for anything else. */
export function rangeSelector(arg: Expr): VectorSelector | undefined {
  const inner = bare(arg);
  if (inner.type === 'MatrixSelector') return inner.selector;
  if (inner.type !== 'Subquery') return undefined;
  const subject = bare(inner.expr);
  return subject.type === 'VectorSelector' ? subject : undefined;
}

/** Value of a constant expression made of numbers only. */
export function constantOf(expr: Expr): number | undefined {
  const inner = bare(expr);
  if (inner.type === 'NumberLiteral') return inner.value;
  if (inner.type === 'Unary') {
    const value = constantOf(inner.expr);
    return value === undefined ? undefined : inner.op === '-' ? -value : value;
  }
  if (inner.type === 'Call' && inner.func === 'vector' && inner.args[0] !== undefined) return constantOf(inner.args[0]);
  if (inner.type !== 'Binary') return undefined;
  const left = constantOf(inner.left);
  const right = constantOf(inner.right);
  if (left === undefined || right === undefined) return undefined;
  switch (inner.op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '^':
      return left ** right;
  }
  return undefined;
}
