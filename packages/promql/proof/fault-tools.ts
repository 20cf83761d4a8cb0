import {
  build,
  type Expr,
  type MetricCatalog,
  type MetricFacts,
  rewrite,
  type VectorSelector,
  valueType,
  walk,
} from '../src/index.ts';
import type { Random } from './random.ts';

/** What the fault makers may use; nothing here comes from the checker. */
export interface FaultTools {
  readonly catalog: MetricCatalog;
  readonly random: Random;
}

export interface Site<T extends Expr> {
  readonly node: T;
  readonly ancestors: readonly Expr[];
}

/** Every node of one type with its ancestors. */
export function sites<T extends Expr['type']>(expr: Expr, type: T): Site<Extract<Expr, { type: T }>>[] {
  const found: Site<Extract<Expr, { type: T }>>[] = [];
  const isType = (node: Expr): node is Extract<Expr, { type: T }> => node.type === type;
  walk(expr, (node, ancestors) => {
    if (isType(node)) found.push({ node, ancestors: [...ancestors] });
  });
  return found;
}

export function pickOne<T>(items: readonly T[], random: Random): T | undefined {
  return items.length === 0 ? undefined : random.pick(items);
}

export function swap(root: Expr, target: Expr, by: Expr): Expr {
  return rewrite(root, (node) => (node === target ? by : undefined));
}

export function factsOf(selector: VectorSelector, tools: FaultTools): MetricFacts | undefined {
  return selector.name === undefined ? undefined : tools.catalog.metric(selector.name);
}

/** Selectors that are values themselves: not inside a range, not inside the given kinds of ancestors. */
export function plainSelectors(root: Expr): Site<VectorSelector>[] {
  return sites(root, 'VectorSelector').filter((site) =>
    site.ancestors.every((one) => one.type !== 'MatrixSelector' && one.type !== 'Subquery' && one.type !== 'Call'),
  );
}

/** `rate`-family calls directly over a range of a named metric. */
export function ratedSelectors(
  root: Expr,
): { call: Expr & { type: 'Call' }; selector: VectorSelector; ancestors: readonly Expr[] }[] {
  return sites(root, 'Call').flatMap(({ node, ancestors }) => {
    const arg = node.args[0];
    const rated = ['rate', 'irate', 'increase'].includes(node.func) && arg?.type === 'MatrixSelector';
    return rated ? [{ call: node, selector: arg.selector, ancestors }] : [];
  });
}

export function isVector(expr: Expr): boolean {
  return valueType(expr) === 'vector';
}

export function typo(word: string, random: Random): string {
  const at = 1 + random.below(Math.max(1, word.length - 2));
  const left = word.charAt(at);
  const right = word.charAt(at + 1);
  if (left === right || right === '') return `${word.slice(0, at)}${word.slice(at + 1)}`;
  return word.slice(0, at) + right + left + word.slice(at + 2);
}

export const rateOf = (selector: VectorSelector) => build.call('rate', build.range(selector, 300_000));
