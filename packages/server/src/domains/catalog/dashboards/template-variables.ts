import { type Expr, type Matcher, parse, print, rewrite } from '@locum/promql';

/** A dashboard's variable and the value it had when the dashboard was saved; undefined for none, "All" or several. */
export type TemplateValues = ReadonlyMap<string, string | undefined>;

/** Stands in label values where a variable stood; no label value of a real system looks like it. */
const ANYTHING = '__locum_any__';

const VARIABLE = /\$\{([a-z_]\w*)(?:\.[\w.]+)?(?::[^}]*)?\}|\$([a-z_]\w*)|\[\[(\w+)(?::[^\]]*)?\]\]/gi;

/** What Grafana computes from the time range and the width of a panel (grafana.com/docs/grafana: "Global variables"). */
const BUILT_IN: Readonly<Record<string, string>> = {
  __rate_interval: '5m',
  __interval: '1m',
  __range: '1h',
  __interval_ms: '60000',
  __range_ms: '3600000',
  __range_s: '3600',
};

/**
 * The expression a panel shows once nothing is chosen in its dashboard: matchers on variables are dropped, windows and names get
 * the saved value or a usual one. In the canonical form of `print`; null when what is left is not PromQL.
 */
export function substituteVariables(expression: string, values: TemplateValues): string | null {
  const result = parse(replaceVariables(expression, values));
  if (!result.ok) return null;
  return print(rewrite(result.expr, dropFreeMatchers));
}

function replaceVariables(expression: string, values: TemplateValues): string {
  return expression.replace(VARIABLE, (_, braced, plain, bracketed, offset: number) => {
    const name: string = braced ?? plain ?? bracketed;
    const saved = BUILT_IN[name] ?? values.get(name);
    switch (contextAt(expression, offset)) {
      case 'string':
        return ANYTHING;
      case 'duration':
        return saved !== undefined && /^\d+(ms|[smhdwy])(\d+(ms|[smhdwy]))*$|^\d+$/.test(saved) ? saved : '5m';
      default:
        return saved ?? name;
    }
  });
}

/** Whether a place in an expression lies in a string, in the brackets of a range, or elsewhere. */
function contextAt(expression: string, offset: number): 'string' | 'duration' | 'code' {
  let quote = '';
  let depth = 0;
  for (let index = 0; index < offset; index += 1) {
    const character = expression[index] ?? '';
    if (quote !== '') {
      if (character === '\\' && quote !== '`') index += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'" || character === '`') quote = character;
    else if (character === '[') depth += 1;
    else if (character === ']') depth -= 1;
  }
  if (quote !== '') return 'string';
  return depth > 0 || /\boffset\s+-?$/.test(expression.slice(0, offset)) ? 'duration' : 'code';
}

function dropFreeMatchers(expr: Expr): Expr | undefined {
  if (expr.type !== 'VectorSelector') return undefined;
  const kept = expr.matchers.filter((matcher) => !isFree(matcher));
  // A selector must say something: without a name the matchers stay, as "any value".
  if (expr.name === undefined && kept.length === 0) {
    return {
      ...expr,
      matchers: expr.matchers.map((matcher) => (isFree(matcher) ? { ...matcher, op: '=~', value: '.+' } : matcher)),
    };
  }
  return kept.length === expr.matchers.length ? undefined : { ...expr, matchers: kept };
}

function isFree({ value }: Matcher): boolean {
  return value.includes(ANYTHING);
}
