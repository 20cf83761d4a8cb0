import type { Expr } from '../ast.ts';
import { rewrite } from '../walk.ts';

/** The tree with one node, found by identity, replaced; nodes keep their identity while nothing below them changes. */
export function replaceNode(root: Expr, target: Expr, replacement: Expr): Expr {
  return rewrite(root, (node) => (node === target ? replacement : undefined));
}
