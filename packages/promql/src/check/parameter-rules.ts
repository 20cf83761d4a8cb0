import type { Call, Expr } from '../ast.ts';
import { compileRegex } from '../regex.ts';
import { supportedBy } from '../supported-by.ts';
import { type Context, constantOf, type Rule } from './context.ts';

/** Constant arguments for which the server fails or answers nothing. */
export const invalidParameter: Rule = (node, context) => {
  if (node.type === 'Aggregate') return checkAggregate(node, context);
  if (node.type !== 'Call') return;
  switch (node.func) {
    case 'label_replace':
      return checkLabelReplace(node, context);
    case 'label_join':
      return checkTarget(node, node.args[1], context);
    case 'clamp':
      return checkClamp(node, context);
    case 'holt_winters':
    case 'double_exponential_smoothing':
      return checkSmoothing(node, context);
    case 'absent': {
      const subject = node.args[0];
      if (subject?.type !== 'Call' || subject.func !== 'vector') return;
      return context.report(node, 'invalid-parameter', 'warning', 'vector() is never absent, so this is always empty.');
    }
  }
};

function checkAggregate(node: Expr & { type: 'Aggregate' }, context: Context): void {
  if (node.param === undefined) return;
  const value = constantOf(node.param);
  if (['topk', 'bottomk', 'limitk'].includes(node.op) && value !== undefined && !(value >= 1)) {
    const message = `${node.op}(${value}, …) keeps no series. Give a whole number of at least 1.`;
    context.report(node.param, 'invalid-parameter', 'error', message);
  }
  if (node.op === 'limit_ratio' && value !== undefined && !(Math.abs(value) <= 1 && value !== 0)) {
    context.report(node.param, 'invalid-parameter', 'error', 'limit_ratio takes a share between -1 and 1, not 0.');
  }
  if (node.op === 'count_values') checkLabelName(node.param, context);
}

function checkLabelName(expr: Expr, context: Context): void {
  if (expr.type !== 'StringLiteral' || expr.value.includes('$')) return;
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(expr.value)) return;
  context.report(expr, 'invalid-parameter', 'error', `"${expr.value}" is not a label name.`);
}

function checkTarget(call: Call, target: Expr | undefined, context: Context): void {
  if (target !== undefined && call.args.length > 1) checkLabelName(target, context);
}

function checkLabelReplace(call: Call, context: Context): void {
  checkTarget(call, call.args[1], context);
  const pattern = call.args[4];
  const replacement = call.args[2];
  if (pattern?.type !== 'StringLiteral') return;
  const regex = compileRegex(pattern.value);
  if (!regex.ok) {
    const message = `label_replace() fails: invalid regular expression, ${regex.message}.`;
    context.report(pattern, 'invalid-parameter', 'error', message);
  } else if (replacement?.type === 'StringLiteral') checkReferences(pattern.value, replacement, context);
}

/** `$2` without a second group writes nothing. */
function checkReferences(pattern: string, replacement: Expr & { type: 'StringLiteral' }, context: Context): void {
  const groups = (pattern.replace(/\\./g, '').match(/\((?!\?)|\(\?P?</g) ?? []).length;
  const wanted = [...replacement.value.matchAll(/\$\{?(\d)/g)].map((match) => Number(match[1]));
  const missing = wanted.find((index) => index > groups);
  if (missing === undefined) return;
  const message = `$${missing} refers to a group that the pattern "${pattern}" does not have, so it is empty.`;
  context.report(replacement, 'invalid-parameter', 'warning', message);
}

function checkClamp(call: Call, context: Context): void {
  const [, low, high] = call.args;
  const least = low === undefined ? undefined : constantOf(low);
  const most = high === undefined ? undefined : constantOf(high);
  if (least === undefined || most === undefined || least <= most) return;
  context.report(call, 'invalid-parameter', 'error', `clamp() from ${least} to ${most} is empty; swap the limits.`);
}

function checkSmoothing(call: Call, context: Context): void {
  for (const factor of call.args.slice(1)) {
    const value = constantOf(factor);
    if (value === undefined || (value > 0 && value < 1)) continue;
    context.report(factor, 'invalid-parameter', 'error', `A smoothing factor lies between 0 and 1, not ${value}.`);
  }
}

/** What the server's release does not know. */
export const unsupported: Rule = (node, context, ancestors) => {
  const { serverVersion, experimentalFunctions } = context.options;
  if (ancestors.length > 0 || serverVersion === undefined) return;
  const support = supportedBy(node, serverVersion, { experimentalFunctions });
  if (support.supported) return;
  for (const lack of support.missing) {
    const message = `${lack.feature} needs ${lack.needs}; this server runs ${serverVersion}.`;
    context.report(lack, 'unsupported', 'error', message);
  }
};
