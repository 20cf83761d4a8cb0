import type { Call, Expr } from '../ast.ts';
import { functions } from '../functions.ts';
import { type Explain, inner, loose, type Phrase, seriesWords, tight } from './explain.ts';
import { durationWords, groupingWords, list, percentileWords, timeWords, windowWords } from './words.ts';

/** Functions over a window, as "<noun> <series> over the last 5 minutes". */
const OVER_WINDOW: Readonly<Record<string, string>> = {
  rate: 'the per-second rate of',
  increase: 'the increase of',
  delta: 'the change of',
  deriv: 'the per-second slope of',
  changes: 'the number of value changes of',
  resets: 'the number of counter resets of',
  avg_over_time: 'the average of',
  min_over_time: 'the minimum of',
  max_over_time: 'the maximum of',
  sum_over_time: 'the sum of the samples of',
  count_over_time: 'the number of samples of',
  stddev_over_time: 'the standard deviation of',
  stdvar_over_time: 'the variance of',
  mad_over_time: 'the median absolute deviation of',
  last_over_time: 'the newest sample of',
  first_over_time: 'the oldest sample of',
  present_over_time: '1 for each series with samples of',
  absent_over_time: '1 if there was no sample of',
};

/** Functions that only touch up a value. */
const TOUCHES: Readonly<Record<string, (args: readonly string[]) => string>> = {
  abs: ([x]) => `the absolute value of ${x}`,
  ceil: ([x]) => `${x} rounded up`,
  floor: ([x]) => `${x} rounded down`,
  round: ([x, to]) => (to === undefined ? `${x} rounded` : `${x} rounded to multiples of ${to}`),
  clamp: ([x, low, high]) => `${x} limited to between ${low} and ${high}`,
  clamp_min: ([x, low]) => `${x} but at least ${low}`,
  clamp_max: ([x, high]) => `${x} but at most ${high}`,
  sort: ([x]) => `${x}, smallest first`,
  sort_desc: ([x]) => `${x}, largest first`,
  scalar: ([x]) => `the single value of ${x}`,
  vector: ([x]) => `${x}`,
  timestamp: ([x]) => `the time of the last sample of ${x}`,
  absent: ([x]) => `1 if there is no ${x}`,
  sqrt: ([x]) => `the square root of ${x}`,
  ln: ([x]) => `the natural logarithm of ${x}`,
  exp: ([x]) => `e to the power of ${x}`,
  log2: ([x]) => `the binary logarithm of ${x}`,
  log10: ([x]) => `the decimal logarithm of ${x}`,
  sgn: ([x]) => `the sign of ${x}`,
  histogram_count: ([x]) => `the number of observations in ${x}`,
  histogram_sum: ([x]) => `the sum of the observations in ${x}`,
  histogram_avg: ([x]) => `the average observation in ${x}`,
  histogram_fraction: ([low, high, x]) => `the share of observations between ${low} and ${high} in ${x}`,
};

export function explainCall(call: Call, say: Explain): Phrase {
  const [first, second] = call.args;
  const noun = OVER_WINDOW[call.func];
  if (noun !== undefined && first !== undefined) return overWindow(noun, first, say);
  switch (call.func) {
    case 'time':
      return tight('the current Unix time');
    case 'pi':
      return tight('π');
    case 'irate':
    case 'idelta':
      return first === undefined ? fallback(call, say) : lastTwo(call.func, first, say);
    case 'histogram_quantile':
      return first === undefined || second === undefined ? fallback(call, say) : percentile(first, second, say);
    case 'quantile_over_time':
      return first === undefined || second === undefined
        ? fallback(call, say)
        : overWindow(`the ${quantileWords(first, say)} of`, second, say);
    case 'predict_linear':
      return first === undefined || second === undefined ? fallback(call, say) : prediction(first, second, say);
    case 'label_replace':
    case 'label_join':
      return relabelled(call, say);
  }
  const touch = TOUCHES[call.func];
  if (touch === undefined) return fallback(call, say);
  const text = touch(call.args.map((arg) => inner(say(arg))));
  return text.includes(', ') ? loose(text) : tight(text);
}

function overWindow(noun: string, arg: Expr, say: Explain): Phrase {
  const window = strip(arg);
  if (window.type === 'MatrixSelector') {
    const { selector } = window;
    return tight(`${noun} ${seriesWords(selector)} over ${windowWords(window.rangeMs)}${timeWords(selector)}`);
  }
  if (window.type !== 'Subquery') return tight(`${noun} ${inner(say(arg))}`);
  const every = window.stepMs === undefined ? '' : ` (evaluated every ${durationWords(window.stepMs)})`;
  // The inner part mostly has a window of its own, which must not run into this one.
  const subject = say(window.expr);
  const bracketed = subject.text.includes(' over ') ? `(${subject.text})` : inner(subject);
  return tight(`${noun} ${bracketed} over ${windowWords(window.rangeMs)}${timeWords(window)}${every}`);
}

function strip(expr: Expr): Expr {
  return expr.type === 'Paren' ? strip(expr.expr) : expr;
}

function lastTwo(func: 'irate' | 'idelta', arg: Expr, say: Explain): Phrase {
  const noun = func === 'irate' ? 'the per-second rate of' : 'the change of';
  const window = strip(arg);
  if (window.type !== 'MatrixSelector') return overWindow(`${noun.replace('the ', 'the latest ')}`, arg, say);
  const { selector } = window;
  const series = `${seriesWords(selector)}${timeWords(selector)}`;
  return tight(`${noun} ${series} between its last two samples (at most ${durationWords(window.rangeMs)} old)`);
}

function quantileWords(expr: Expr, say: Explain): string {
  return expr.type === 'NumberLiteral' ? percentileWords(expr.value) : `quantile ${inner(say(expr))}`;
}

/** The usual shape, a rate of buckets summed by le, is named by its metric; anything else as it is composed. */
function percentile(quantile: Expr, buckets: Expr, say: Explain): Phrase {
  const noun = `the ${quantileWords(quantile, say)}`;
  const outer = strip(buckets);
  const summed = outer.type === 'Aggregate' && outer.op === 'sum' ? outer : undefined;
  const rated = strip(summed?.expr ?? outer);
  const window =
    rated.type === 'Call' && ['rate', 'increase'].includes(rated.func) && rated.args[0] !== undefined
      ? strip(rated.args[0])
      : undefined;
  if (window?.type !== 'MatrixSelector' || window.selector.name === undefined) {
    return tight(`${noun} of the distribution given by ${inner(say(buckets))}`);
  }
  const series = seriesWords(window.selector, window.selector.name.replace(/_bucket$/, ''));
  const per = summed === undefined ? ' per series' : groupingWords(summed.grouping, ['le']);
  return tight(`${noun}${per} of ${series} over ${windowWords(window.rangeMs)}${timeWords(window.selector)}`);
}

function prediction(window: Expr, seconds: Expr, say: Explain): Phrase {
  const ahead = constantSeconds(seconds);
  const when = ahead === undefined ? `${inner(say(seconds))} seconds` : durationWords(ahead * 1000);
  const range = strip(window);
  if (range.type !== 'MatrixSelector') return tight(`the value predicted for ${when} ahead from ${inner(say(window))}`);
  const { selector } = range;
  const trend = `its trend over ${windowWords(range.rangeMs)}`;
  return tight(`the value of ${seriesWords(selector)}${timeWords(selector)} predicted for ${when} ahead from ${trend}`);
}

function constantSeconds(expr: Expr): number | undefined {
  const bare = strip(expr);
  if (bare.type === 'NumberLiteral') return bare.value > 0 ? bare.value : undefined;
  if (bare.type !== 'Binary' || bare.op !== '*') return undefined;
  const left = constantSeconds(bare.left);
  const right = constantSeconds(bare.right);
  return left === undefined || right === undefined ? undefined : left * right;
}

function relabelled(call: Call, say: Explain): Phrase {
  const [subject, target, ...rest] = call.args;
  if (subject === undefined || target?.type !== 'StringLiteral') return fallback(call, say);
  const text = (expr: Expr | undefined) => (expr?.type === 'StringLiteral' ? expr.value : '');
  if (call.func === 'label_join') {
    return loose(`${inner(say(subject))}, with the label ${target.value} joined from ${list(rest.slice(1).map(text))}`);
  }
  const [replacement, source, pattern] = rest;
  const from = text(source) === '' ? '' : ` where ${text(source)} matches “${text(pattern)}”`;
  return loose(`${inner(say(subject))}, with the label ${target.value} set to “${text(replacement)}”${from}`);
}

function fallback(call: Call, say: Explain): Phrase {
  const args = call.args.map((arg) => inner(say(arg))).join('; ');
  const known = functions.get(call.func)?.doc;
  const meaning = known === undefined ? '' : ` [${known.replace(/\.$/, '')}]`;
  return tight(`${call.func}(${args})${meaning}`);
}
