import type { Expr, Matcher, VectorSelector } from '../ast.ts';
import { nearest } from '../edit-distance.ts';
import type { LabelFacts } from '../metric-catalog.ts';
import { compileRegex, literalAlternatives } from '../regex.ts';
import { matchesEmpty } from '../type-check.ts';
import { selectorName } from '../walk.ts';
import type { Context, Rule } from './context.ts';

/** A name the installation does not have. */
export const unknownMetric: Rule = (node, context, ancestors) => {
  const { catalog } = context.options;
  if (node.type !== 'VectorSelector' || catalog === undefined) return;
  const name = selectorName(node);
  if (name === undefined || isDashboardVariable(name) || catalog.metric(name) !== undefined) return;
  if (mayBeAbsent(node, ancestors)) return;
  const close = nearest(name, catalog.metricNames());
  const hint = close === undefined ? 'Check the spelling or look it up in the catalog.' : `Did you mean ${close}?`;
  const change =
    close === undefined || node.name === undefined
      ? undefined
      : { description: `${name} replaced by ${close}`, replace: node as Expr, by: { ...node, name: close } };
  context.report(node, 'unknown-metric', 'error', `There is no metric ${name} here. ${hint}`, change);
};

/** Absence is what the query asks about, or tolerates: absent(x), `y or x`, `y unless x`. */
function mayBeAbsent(node: Expr, ancestors: readonly Expr[]): boolean {
  let child = node;
  for (const parent of [...ancestors].reverse()) {
    if (parent.type === 'Call' && parent.func.startsWith('absent')) return true;
    if (parent.type === 'Binary' && parent.op === 'or') return true;
    if (parent.type === 'Binary' && parent.op === 'unless' && parent.right === child) return true;
    child = parent;
  }
  return false;
}

/** Grafana writes its variables as $name, ${name} or [[name]]. */
function isDashboardVariable(text: string): boolean {
  return /\$|\[\[/.test(text);
}

/** Labels and values the metric does not have. */
export const unknownLabels: Rule = (node, context, ancestors) => {
  if (node.type !== 'VectorSelector') return;
  const metric = context.metric(node);
  const labels = metric?.labels;
  if (metric === undefined || labels === undefined || mayBeAbsent(node, ancestors)) return;
  for (const matcher of node.matchers) {
    if (matcher.label === '__name__') continue;
    const facts = labels.get(matcher.label);
    if (facts === undefined) reportUnknownLabel(node, matcher, metric.name, labels, context);
    else reportUnknownValue(node, matcher, facts, context);
  }
};

function reportUnknownLabel(
  selector: VectorSelector,
  matcher: Matcher,
  name: string,
  labels: ReadonlyMap<string, LabelFacts>,
  context: Context,
): void {
  if (matchesEmpty(matcher)) return;
  const close = nearest(matcher.label, labels.keys());
  const hint = close === undefined ? `It has ${listSome([...labels.keys()])}.` : `Did you mean ${close}?`;
  const change =
    close === undefined ? undefined : changeMatcher(selector, matcher, { label: close }, `${matcher.label} → ${close}`);
  const message = `${name} has no label ${matcher.label}, so nothing matches. ${hint}`;
  context.report(matcher, 'unknown-label', 'error', message, change);
}

function reportUnknownValue(selector: VectorSelector, matcher: Matcher, facts: LabelFacts, context: Context): void {
  if (!facts.complete || isDashboardVariable(matcher.value) || matchesEmpty(matcher)) return;
  if (matcher.op === '!=' || matcher.op === '!~') return;
  if (matcher.op === '=') {
    if (!facts.values.includes(matcher.value)) reportValue(selector, matcher, facts, context);
    return;
  }
  const regex = compileRegex(matcher.value);
  if (!regex.ok || facts.values.some((value) => regex.matches(value))) return;
  reportValue(selector, matcher, facts, context);
}

function reportValue(selector: VectorSelector, matcher: Matcher, facts: LabelFacts, context: Context): void {
  const close = matcher.op === '=' ? nearest(matcher.value, facts.values) : nearestWord(matcher.value, facts.values);
  const hint = close === undefined ? `Known values: ${listSome(facts.values)}.` : `Did you mean "${close}"?`;
  const message = `No series has ${matcher.label}${matcher.op}"${matcher.value}". ${hint}`;
  const change =
    close === undefined
      ? undefined
      : changeMatcher(selector, matcher, { value: close }, `"${matcher.value}" → "${close}"`);
  context.report(matcher, 'unknown-label-value', 'warning', message, change);
}

function nearestWord(pattern: string, values: readonly string[]): string | undefined {
  const words = literalAlternatives(pattern);
  return words?.length === 1 && words[0] !== undefined ? nearest(words[0], values) : undefined;
}

function listSome(words: readonly string[]): string {
  const shown = words.slice(0, 6).join(', ');
  return words.length > 6 ? `${shown} and ${words.length - 6} more` : shown;
}

function changeMatcher(selector: VectorSelector, matcher: Matcher, by: Partial<Matcher>, description: string) {
  const matchers = selector.matchers.map((one) => (one === matcher ? { ...one, ...by } : one));
  return { description, replace: selector as Expr, by: { ...selector, matchers } };
}

/** Matchers of one label that no value can satisfy together. */
export const contradictingMatchers: Rule = (node, context) => {
  if (node.type !== 'VectorSelector') return;
  const byLabel = new Map<string, Matcher[]>();
  const fixed = node.matchers.filter((matcher) => !isDashboardVariable(matcher.value));
  for (const matcher of fixed) byLabel.set(matcher.label, [...(byLabel.get(matcher.label) ?? []), matcher]);
  for (const [label, matchers] of byLabel) {
    const last = matchers.at(-1);
    if (last === undefined || !contradict(matchers)) continue;
    const message = `No value of ${label} can satisfy ${matchers.map(show).join(' and ')} at once. Remove one of them.`;
    context.report(last, 'contradicting-matchers', 'error', message);
  }
};

function show(matcher: Matcher): string {
  return `${matcher.label}${matcher.op}"${matcher.value}"`;
}

/** Tries every value that the matchers name; proves a contradiction only when they name all candidates. */
function contradict(matchers: readonly Matcher[]): boolean {
  const positive = matchers.find((matcher) => candidates(matcher) !== undefined);
  if (positive === undefined) return excludesAll(matchers);
  return !(candidates(positive) ?? []).some((value) => matchers.every((matcher) => accepts(matcher, value)));
}

function candidates(matcher: Matcher): readonly string[] | undefined {
  if (matcher.op === '=') return [matcher.value];
  return matcher.op === '=~' ? literalAlternatives(matcher.value) : undefined;
}

/** `x=~"a.*", x!~"a.*"`: the same pattern wanted and refused; and `x!~".*"` on its own. */
function excludesAll(matchers: readonly Matcher[]): boolean {
  return matchers.some(
    (matcher) =>
      matcher.op === '!~' &&
      (/^\(?\.\*\)?$/.test(matcher.value) ||
        matchers.some((other) => other.op === '=~' && other.value === matcher.value)),
  );
}

function accepts(matcher: Matcher, value: string): boolean {
  if (matcher.op === '=') return matcher.value === value;
  if (matcher.op === '!=') return matcher.value !== value;
  const regex = compileRegex(matcher.value);
  if (!regex.ok) return true;
  return regex.matches(value) === (matcher.op === '=~');
}

const MATCHES_ALL = /^\(?(?:\.\*|\.\+|\.\*\.\+|\.\+\.\*|\(\.\*\)|\.\{1,\})\)?$/;

/** Selectors that load a whole server. */
export const selectsEverything: Rule = (node, context, ancestors) => {
  if (node.type !== 'VectorSelector' || node.name !== undefined) return;
  const narrowing = node.matchers.filter((matcher) => isNarrowing(matcher));
  if (narrowing.length > 0) return;
  const byName = node.matchers.find((matcher) => matcher.label === '__name__');
  if (byName !== undefined) {
    // A variable in the name stands for a metric chosen on the dashboard.
    if (isDashboardVariable(byName.value)) return;
    const message = `__name__${byName.op}"${byName.value}" selects every series of the server. Name the metric.`;
    context.report(node, 'selects-everything', isCensus(ancestors) ? 'info' : 'error', message);
    return;
  }
  // A dashboard variable may narrow the selection a lot, or not at all.
  const variable = node.matchers.some((matcher) => isDashboardVariable(matcher.value));
  const message =
    'Without a metric name and without a narrow matcher this selects nearly every series. Name the metric.';
  context.report(node, 'selects-everything', variable ? 'info' : 'error', message);
};

/** `count by (__name__) (…)` asks how many series each metric has; that takes all of them. */
function isCensus(ancestors: readonly Expr[]): boolean {
  const parent = ancestors.findLast((one) => one.type !== 'Paren');
  return parent?.type === 'Aggregate' && parent.op === 'count' && parent.grouping?.labels.includes('__name__') === true;
}

function isNarrowing(matcher: Matcher): boolean {
  if (isDashboardVariable(matcher.value)) return false;
  if (matcher.op === '=' || matcher.op === '=~') return matcher.value !== '' && !MATCHES_ALL.test(matcher.value);
  return false;
}
