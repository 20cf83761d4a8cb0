import type { Binary, Expr, ValueType } from './ast.ts';
import { functions } from './functions.ts';

/** Type of the value an expression evaluates to; that of an unknown function is taken to be a vector. */
export function valueType(expr: Expr): ValueType {
  switch (expr.type) {
    case 'NumberLiteral':
      return 'scalar';
    case 'StringLiteral':
      return 'string';
    case 'VectorSelector':
    case 'Aggregate':
      return 'vector';
    case 'MatrixSelector':
    case 'Subquery':
      return 'matrix';
    case 'Call':
      return functions.get(expr.func)?.returns ?? 'vector';
    case 'Unary':
    case 'Paren':
      return valueType(expr.expr);
    case 'Binary':
      return binaryType(expr);
  }
}

// Long operator chains are deep trees that many callers ask about level by level.
const known = new WeakMap<Binary, ValueType>();

function binaryType(expr: Binary): ValueType {
  const cached = known.get(expr);
  if (cached !== undefined) return cached;
  const type = valueType(expr.left) === 'scalar' && valueType(expr.right) === 'scalar' ? 'scalar' : 'vector';
  known.set(expr, type);
  return type;
}

/** The words the documentation uses for a type. */
export function describeType(type: ValueType): string {
  return { scalar: 'a number', string: 'a string', vector: 'an instant vector', matrix: 'a range vector' }[type];
}
