import type { Expr, Matcher, VectorSelector } from '../ast.ts';
import { type Suggestion, suggest } from '../edit-distance.ts';
import type { LabelFacts, MetricCatalog } from '../metric-catalog.ts';
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
  const close = suggestMetric(name, catalog);
  const hint = close === undefined ? 'Check the spelling or look it up in the catalog.' : `Did you mean ${close.word}?`;
  const change =
    close?.certain !== true || node.name === undefined
      ? undefined
      : { description: `${name} replaced by ${close.word}`, replace: node as Expr, by: { ...node, name: close.word } };
  context.report(node, 'unknown-metric', 'error', `There is no metric ${name} here. ${hint}`, change);
};

const SUFFIXES = ['_total', '_seconds_total', '_bytes_total', '_seconds', '_bytes', '_bucket', '_count', '_info'];

/** A forgotten suffix is likelier than any slip; of several families' members only `_total` is beyond doubt. */
function suggestMetric(name: string, catalog: MetricCatalog): Suggestion | undefined {
  const suffix = SUFFIXES.find((one) => catalog.metric(name + one) !== undefined);
  if (suffix !== undefined) return { word: name + suffix, certain: suffix === '_total' };
  const bare = name.replace(/_total$/, '');
  if (bare !== name && catalog.metric(bare) !== undefined) return { word: bare, certain: true };
  return suggest(name, catalog.metricNames());
}

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
  const close = suggest(matcher.label, labels.keys());
  const hint = close === undefined ? `It has ${listSome([...labels.keys()])}.` : `Did you mean ${close.word}?`;
  const change =
    close?.certain === true
      ? changeMatcher(selector, matcher, { label: close.word }, `${matcher.label} → ${close.word}`)
      : undefined;
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
  const close = matcher.op === '=' ? suggest(matcher.value, facts.values) : suggestForWord(matcher.value, facts.values);
  const hint = close === undefined ? `Known values: ${listSome(facts.values)}.` : `Did you mean "${close.word}"?`;
  const message = `No series has ${matcher.label}${matcher.op}"${matcher.value}". ${hint}`;
  const change =
    close?.certain === true
      ? changeMatcher(selector, matcher, { value: close.word }, `"${matcher.value}" → "${close.word}"`)
      : undefined;
  context.report(matcher, 'unknown-label-value', 'warning', message, change);
}

function suggestForWord(pattern: string, values: readonly string[]): Suggestion | undefined {
  const words = literalAlternatives(pattern);
  return words?.length === 1 && words[0] !== undefined ? suggest(words[0], values) : undefined;
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
  if (prefixesConflict(matchers)) return true;
  return matchers.some(
    (matcher) =>
      matcher.op === '!~' &&
      (/^\(?\.\*\)?$/.test(matcher.value) ||
        matchers.some((other) => other.op === '=~' && other.value === matcher.value)),
  );
}

/** `x=~"a.*", x=~"b.*"`: no text starts with both. */
function prefixesConflict(matchers: readonly Matcher[]): boolean {
  const prefixes = matchers.filter((matcher) => matcher.op === '=~').map((matcher) => literalPrefix(matcher.value));
  return prefixes.some((one) => prefixes.some((other) => !one.startsWith(other) && !other.startsWith(one)));
}

/** What every match starts with; '' where that is not plain to see. */
function literalPrefix(pattern: string): string {
  if (/[|([\\]/.test(pattern)) return '';
  const plain = /^[^.*+?{}^$]*/.exec(pattern)?.[0] ?? '';
  // A quantifier belongs to the last character before it.
  return /^[*?{]/.test(pattern.slice(plain.length)) ? plain.slice(0, -1) : plain;
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
  if (narrowing.length > 0) {
    reportManyMetrics(node, context);
    return;
  }
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

const MANY_METRICS = 50;

/** A pattern in place of a name: how many metrics of the catalog does it take in? */
function reportManyMetrics(node: VectorSelector, context: Context): void {
  const { catalog } = context.options;
  const pattern = node.matchers.find((matcher) => matcher.label === '__name__' && matcher.op !== '=');
  if (catalog === undefined || pattern === undefined || isDashboardVariable(pattern.value)) return;
  let count = 0;
  for (const name of catalog.metricNames()) if (accepts(pattern, name)) count += 1;
  if (count === 0) {
    const message = `No metric matches __name__${pattern.op}"${pattern.value}". Look the name up in the catalog.`;
    context.report(pattern, 'unknown-metric', 'error', message);
  } else if (count > MANY_METRICS) {
    const message = `__name__${pattern.op}"${pattern.value}" selects ${count} metrics at once. Name the ones you need.`;
    context.report(pattern, 'selects-everything', 'warning', message);
  }
}

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
