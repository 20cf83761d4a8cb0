import {
  type Aggregate,
  type Binary,
  type Call,
  type Expr,
  isComparison,
  isSetOperator,
  type Matcher,
  type ValueType,
  type VectorSelector,
} from './ast.ts';
import type { Dialect } from './dialect.ts';
import { suggest } from './edit-distance.ts';
import { functions, type PromqlFunction } from './functions.ts';
import { compileRegex } from './regex.ts';
import { SyntaxFault } from './syntax-error.ts';
import { describeType } from './value-type.ts';
import { isAtLeast } from './version.ts';

/**
 * Checks what the server checks after parsing: argument counts and types, matcher and operator rules, regular
 * expressions, and that functions exist in the dialect's release. Returns the type of the whole expression; throws
 * `SyntaxFault` at the first fault.
 */
export function checkTypes(expr: Expr, dialect: Dialect): ValueType {
  switch (expr.type) {
    case 'NumberLiteral':
      return 'scalar';
    case 'StringLiteral':
      return 'string';
    case 'VectorSelector':
      checkSelector(expr, false);
      return 'vector';
    case 'MatrixSelector':
      checkSelector(expr.selector, false);
      return 'matrix';
    case 'Paren':
      return checkTypes(expr.expr, dialect);
    case 'Unary': {
      const type = checkTypes(expr.expr, dialect);
      if (type === 'scalar' || type === 'vector') return type;
      return fail(expr, `${expr.op} needs a number or an instant vector, not ${describeType(type)}`);
    }
    case 'Subquery': {
      const type = checkTypes(expr.expr, dialect);
      if (type === 'vector') return 'matrix';
      return fail(expr, `a subquery needs an instant vector, not ${describeType(type)}`);
    }
    case 'Aggregate':
      return checkAggregate(expr, dialect);
    case 'Call':
      return checkCall(expr, dialect);
    case 'Binary':
      return checkBinary(expr, dialect);
  }
}

function fail(at: { start: number; end: number }, message: string): never {
  throw new SyntaxFault(message, at.start, at.end);
}

function checkSelector(selector: VectorSelector, allowEmpty: boolean): void {
  for (const matcher of selector.matchers) checkMatcher(matcher);
  if (selector.name !== undefined) {
    const twice = selector.matchers.find((matcher) => matcher.label === '__name__');
    if (twice !== undefined) fail(twice, `the metric name is set twice: "${selector.name}" and "${twice.value}"`);
    return;
  }
  if (allowEmpty || selector.matchers.some((matcher) => !matchesEmpty(matcher))) return;
  fail(
    selector,
    'the selector would match every series; name a metric or give a matcher that excludes the empty value',
  );
}

function checkMatcher(matcher: Matcher): void {
  if (matcher.op === '=' || matcher.op === '!=') return;
  const regex = compileRegex(matcher.value);
  if (!regex.ok) fail(matcher, `invalid regular expression: ${regex.message}`);
}

/** Does the matcher accept a series that lacks the label? */
export function matchesEmpty(matcher: Matcher): boolean {
  switch (matcher.op) {
    case '=':
      return matcher.value === '';
    case '!=':
      return matcher.value !== '';
  }
  const regex = compileRegex(matcher.value);
  const matches = regex.ok && regex.matches('');
  return matcher.op === '=~' ? matches : !matches;
}

function checkAggregate(expr: Aggregate, dialect: Dialect): ValueType {
  expectType(expr.expr, 'vector', expr.op, dialect);
  if (expr.param !== undefined) {
    expectType(expr.param, expr.op === 'count_values' ? 'string' : 'scalar', `the parameter of ${expr.op}`, dialect);
  }
  return 'vector';
}

function expectType(expr: Expr, wanted: ValueType, where: string, dialect: Dialect): void {
  const type = checkTypes(expr, dialect);
  if (type === wanted) return;
  const hint = wanted === 'matrix' && type === 'vector' ? '; add a range such as [5m]' : '';
  fail(expr, `${where} needs ${describeType(wanted)}, not ${describeType(type)}${hint}`);
}

function checkCall(call: Call, dialect: Dialect): ValueType {
  const func = functions.get(call.func);
  if (func === undefined) return failUnknown(call);
  checkRelease(call, func, dialect);
  checkCount(call, func);
  call.args.forEach((arg, index) => {
    const parameter = func.parameters[Math.min(index, func.parameters.length - 1)];
    if (call.func === 'info' && index === 1) checkInfoLabels(arg);
    else if (parameter !== undefined) expectType(arg, parameter.type, `${call.func}()`, dialect);
  });
  return func.returns;
}

function failUnknown(call: Call): never {
  const close = suggest(call.func, functions.keys())?.word;
  const span = { start: call.start, end: call.start + call.func.length };
  return fail(span, `unknown function "${call.func}"${close === undefined ? '' : `; did you mean ${close}?`}`);
}

function checkRelease(call: Call, func: PromqlFunction, dialect: Dialect): void {
  const { version } = dialect;
  if (version === undefined) return;
  const span = { start: call.start, end: call.start + call.func.length };
  const server = `this server is ${version.major}.${version.minor}`;
  if (!isAtLeast(version, func.since)) fail(span, `${func.name}() needs Prometheus ${func.since}; ${server}`);
  if (func.removedIn !== undefined && isAtLeast(version, func.removedIn)) {
    fail(span, `${func.name}() was removed in Prometheus ${func.removedIn}; ${server}`);
  }
}

function checkCount(call: Call, func: PromqlFunction): void {
  const least = func.parameters.filter((parameter) => !parameter.optional).length;
  const most = func.parameters.at(-1)?.repeated ? Number.POSITIVE_INFINITY : func.parameters.length;
  if (call.args.length >= least && call.args.length <= most) return;
  fail(call, `wrong number of arguments: ${func.signature} was given ${call.args.length}`);
}

function checkInfoLabels(arg: Expr): void {
  if (arg.type !== 'VectorSelector' || arg.name !== undefined) {
    fail(arg, 'the second argument of info() holds label matchers only, as in {k8s_cluster_name=~".+"}');
  }
  checkSelector(arg, true);
}

function checkBinary(expr: Binary, dialect: Dialect): ValueType {
  const left = operandType(expr.left, dialect);
  const right = operandType(expr.right, dialect);
  const bothVectors = left === 'vector' && right === 'vector';
  if (expr.bool && !isComparison(expr.op)) fail(expr, `bool goes with comparisons only, not with ${expr.op}`);
  if (isComparison(expr.op) && !expr.bool && left === 'scalar' && right === 'scalar') {
    fail(expr, `comparing two numbers needs bool: ${expr.op} bool`);
  }
  if (isSetOperator(expr.op) && !bothVectors) fail(expr, `${expr.op} works between instant vectors only`);
  checkMatching(expr, bothVectors);
  return left === 'scalar' && right === 'scalar' ? 'scalar' : 'vector';
}

function operandType(expr: Expr, dialect: Dialect): ValueType {
  const type = checkTypes(expr, dialect);
  if (type === 'scalar' || type === 'vector') return type;
  return fail(expr, `an operator needs numbers or instant vectors, not ${describeType(type)}`);
}

function checkMatching(expr: Binary, bothVectors: boolean): void {
  const { matching } = expr;
  if (matching === undefined) return;
  if (!bothVectors && matching.labels.length > 0) {
    fail(expr, `${matching.kind}(…) is possible between instant vectors only`);
  }
  if (matching.group !== undefined && isSetOperator(expr.op) && bothVectors) {
    fail(expr, `group_${matching.group} is not possible with ${expr.op}`);
  }
  const both = matching.kind === 'on' ? matching.include.find((label) => matching.labels.includes(label)) : undefined;
  if (both !== undefined) fail(expr, `label "${both}" must not occur in on and group_${matching.group} at once`);
}
