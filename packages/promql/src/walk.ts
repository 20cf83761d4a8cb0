import type { Expr, VectorSelector } from './ast.ts';

/** Direct sub-expressions in the order they are written. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.type) {
    case 'NumberLiteral':
    case 'StringLiteral':
    case 'VectorSelector':
      return [];
    case 'MatrixSelector':
      return [expr.selector];
    case 'Subquery':
    case 'Unary':
    case 'Paren':
      return [expr.expr];
    case 'Call':
      return expr.args;
    case 'Aggregate':
      return expr.param === undefined ? [expr.expr] : [expr.param, expr.expr];
    case 'Binary':
      return [expr.left, expr.right];
  }
}

/** Visits every node, parents first, with its ancestors from the root down to the parent. */
export function walk(expr: Expr, visit: (expr: Expr, ancestors: readonly Expr[]) => void): void {
  const ancestors: Expr[] = [];
  const step = (node: Expr) => {
    visit(node, ancestors);
    ancestors.push(node);
    for (const child of children(node)) step(child);
    ancestors.pop();
  };
  step(expr);
}

/**
 * Rebuilds the tree from the leaves up; `change` returns the replacement of a node whose children are already
 * rewritten, or undefined to keep it. Untouched subtrees keep their identity.
 */
export function rewrite(expr: Expr, change: (expr: Expr) => Expr | undefined): Expr {
  const rebuilt = rewriteChildren(expr, change);
  return change(rebuilt) ?? rebuilt;
}

function rewriteChildren(expr: Expr, change: (expr: Expr) => Expr | undefined): Expr {
  switch (expr.type) {
    case 'NumberLiteral':
    case 'StringLiteral':
    case 'VectorSelector':
      return expr;
    case 'MatrixSelector': {
      const selector = rewrite(expr.selector, change);
      if (selector === expr.selector) return expr;
      if (selector.type !== 'VectorSelector') throw new TypeError('the selector of a range must stay a selector');
      return { ...expr, selector };
    }
    case 'Subquery':
    case 'Unary':
    case 'Paren': {
      const inner = rewrite(expr.expr, change);
      return inner === expr.expr ? expr : { ...expr, expr: inner };
    }
    case 'Call': {
      const args = expr.args.map((arg) => rewrite(arg, change));
      return args.every((arg, index) => arg === expr.args[index]) ? expr : { ...expr, args };
    }
    case 'Aggregate': {
      const param = expr.param === undefined ? undefined : rewrite(expr.param, change);
      const inner = rewrite(expr.expr, change);
      return inner === expr.expr && param === expr.param ? expr : { ...expr, param, expr: inner };
    }
    case 'Binary': {
      const left = rewrite(expr.left, change);
      const right = rewrite(expr.right, change);
      return left === expr.left && right === expr.right ? expr : { ...expr, left, right };
    }
  }
}

/** Every selector of the expression, in the order they are written. */
export function selectors(expr: Expr): VectorSelector[] {
  const found: VectorSelector[] = [];
  walk(expr, (node) => {
    if (node.type === 'VectorSelector') found.push(node);
  });
  return found;
}

/** Name of the metric a selector names outright, in front of the braces or as `__name__="…"`. */
export function selectorName(selector: VectorSelector): string | undefined {
  return (
    selector.name ?? selector.matchers.find((matcher) => matcher.label === '__name__' && matcher.op === '=')?.value
  );
}

/** Distinct metric names the expression mentions, in order; selectors without a fixed name contribute none. */
export function metricNames(expr: Expr): string[] {
  const names = new Set<string>();
  for (const selector of selectors(expr)) {
    const name = selectorName(selector);
    if (name !== undefined) names.add(name);
  }
  return [...names];
}
