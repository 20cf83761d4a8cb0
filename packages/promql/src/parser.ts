import type {
  Aggregate,
  AggregateOp,
  BinaryOp,
  Expr,
  Grouping,
  Matcher,
  MatchOp,
  VectorMatching,
  VectorSelector,
} from './ast.ts';
import { TOKEN } from './lexer.ts';
import { SyntaxFault } from './syntax-error.ts';
import { TokenReader } from './token-reader.ts';

const PRECEDENCE: Readonly<Record<BinaryOp, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};
const UNARY_PRECEDENCE = 5;
/** Keywords that may stand where a metric name is expected. */
const METRIC_KEYWORDS: ReadonlySet<string> = new Set([
  'and',
  'or',
  'unless',
  'by',
  'without',
  'offset',
  'start',
  'end',
]);
const PARAMETERISED: ReadonlySet<string> = new Set([
  'topk',
  'bottomk',
  'count_values',
  'quantile',
  'limitk',
  'limit_ratio',
]);
const LEGACY_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Recursive descent over the tokens with precedence climbing for operators. One pass, no backtracking; the grammar is
 * that of the server, so that the two accept the same texts. Faults are thrown as `SyntaxFault`. One file, because the
 * rules of a grammar call one another.
 */
export class Parser extends TokenReader {
  parse(): Expr {
    this.lexer.next();
    if (this.is(TOKEN.end)) throw new SyntaxFault('the query is empty', 0, 0);
    const expr = this.expression(1);
    if (!this.is(TOKEN.end)) this.unexpected('the end of the query or an operator');
    return expr;
  }

  private expression(minimum: number): Expr {
    const outerDepth = this.depth;
    this.deeper(1);
    let left = this.unary();
    for (;;) {
      const op = this.binaryOperator();
      const precedence = op === undefined ? 0 : PRECEDENCE[op];
      if (op === undefined || precedence < minimum) break;
      // Every operator of a chain puts what stands left of it one level deeper.
      this.deeper(1);
      left = this.binary(left, op, precedence);
    }
    this.depth = outerDepth;
    return left;
  }

  private binaryOperator(): BinaryOp | undefined {
    const { kind, word } = this.lexer;
    if (kind !== TOKEN.operator && kind !== TOKEN.keyword) return undefined;
    return isBinaryOp(word) ? word : undefined;
  }

  private binary(left: Expr, op: BinaryOp, precedence: number): Expr {
    this.advance();
    const bool = this.takeKeyword('bool');
    const matching = this.matching();
    const right = this.expression(op === '^' ? precedence : precedence + 1);
    return { type: 'Binary', op, left, right, bool, matching, start: left.start, end: right.end };
  }

  private matching(): VectorMatching | undefined {
    const kind = this.takeKeyword('on') ? 'on' : this.takeKeyword('ignoring') ? 'ignoring' : undefined;
    if (kind === undefined) return undefined;
    const labels = this.labelList();
    const group = this.takeKeyword('group_left') ? 'left' : this.takeKeyword('group_right') ? 'right' : undefined;
    const include = group !== undefined && this.is(TOKEN.leftParen) ? this.labelList() : [];
    return { kind, labels, group, include };
  }

  private unary(): Expr {
    const { lexer } = this;
    if (!this.is(TOKEN.operator) || (lexer.word !== '-' && lexer.word !== '+')) return this.postfix(this.primary());
    const op = lexer.word;
    const start = lexer.start;
    this.advance();
    const expr = this.expression(UNARY_PRECEDENCE + 1);
    if (expr.type !== 'NumberLiteral') return { type: 'Unary', op, expr, start, end: expr.end };
    return { ...expr, value: op === '-' ? -expr.value : expr.value, start };
  }

  private primary(): Expr {
    const { lexer } = this;
    switch (lexer.kind) {
      case TOKEN.number:
        return this.number();
      case TOKEN.duration:
        return this.durationLiteral();
      case TOKEN.string: {
        const start = lexer.start;
        return { type: 'StringLiteral', value: this.string(), start, end: this.lastEnd };
      }
      case TOKEN.leftParen:
        return this.paren();
      case TOKEN.leftBrace:
        return this.selector(undefined, lexer.start);
      case TOKEN.metricIdentifier:
      case TOKEN.identifier:
      case TOKEN.aggregator:
      case TOKEN.keyword:
        return this.named();
    }
    return this.unexpected('a metric, a function, a number or "("');
  }

  private named(): Expr {
    const { lexer } = this;
    const { kind, word } = lexer;
    if (kind === TOKEN.keyword && !METRIC_KEYWORDS.has(word)) this.unexpected('a metric, a function, a number or "("');
    const name: Word = { text: lexer.raw, start: lexer.start, end: lexer.end };
    this.advance();
    const opens = this.is(TOKEN.leftParen);
    if (kind === TOKEN.aggregator && (opens || this.atGrouping()))
      return this.aggregate(word as AggregateOp, name.start);
    const callable =
      kind === TOKEN.identifier || (word !== '' && kind === TOKEN.keyword && this.isFunctionKeyword(word));
    if (opens && callable) return this.call(name);
    return this.selector(name, name.start);
  }

  private isFunctionKeyword(word: string): boolean {
    return this.dialect.timeFunctions && (word === 'start' || word === 'end');
  }

  private atGrouping(): boolean {
    const { kind, word } = this.lexer;
    return kind === TOKEN.keyword && (word === 'by' || word === 'without');
  }

  private aggregate(op: AggregateOp, start: number): Aggregate {
    let grouping = this.grouping();
    const open = this.lexer.start;
    const args = this.arguments();
    let end = this.lastEnd;
    if (grouping === undefined && this.atGrouping()) {
      grouping = this.grouping();
      end = this.lastEnd;
    }
    const wanted = PARAMETERISED.has(op) ? 2 : 1;
    const expr = args[wanted - 1];
    if (expr === undefined || args.length !== wanted) {
      throw new SyntaxFault(`${op} takes ${wanted} argument${wanted > 1 ? 's' : ''}, got ${args.length}`, open, end);
    }
    return { type: 'Aggregate', op, grouping, param: wanted === 2 ? args[0] : undefined, expr, start, end };
  }

  private grouping(): Grouping | undefined {
    const kind = this.takeKeyword('by') ? 'by' : this.takeKeyword('without') ? 'without' : undefined;
    return kind === undefined ? undefined : { kind, labels: this.labelList() };
  }

  private call(name: Word): Expr {
    const args = this.arguments();
    return { type: 'Call', func: name.text, args, start: name.start, end: this.lastEnd };
  }

  private arguments(): Expr[] {
    this.take(TOKEN.leftParen, '"("');
    const args: Expr[] = [];
    if (!this.is(TOKEN.rightParen)) {
      args.push(this.expression(1));
      while (this.is(TOKEN.comma)) {
        this.advance();
        args.push(this.expression(1));
      }
    }
    this.take(TOKEN.rightParen, '"," or ")"');
    return args;
  }

  private paren(): Expr {
    const start = this.lexer.start;
    this.advance();
    const expr = this.expression(1);
    this.take(TOKEN.rightParen, 'an operator or ")"');
    return { type: 'Paren', expr, start, end: this.lastEnd };
  }

  private number(): Expr {
    const { start, end, raw } = this.lexer;
    const value = this.numberValue();
    if (value === undefined) throw new SyntaxFault(`"${raw}" is not a number PromQL can hold`, start, end);
    return { type: 'NumberLiteral', value, start, end };
  }

  /** Since 2.54 a duration may stand for its number of seconds. */
  private durationLiteral(): Expr {
    if (!this.dialect.numericDurations) this.unexpected('a number (this server reads durations only in [] and offset)');
    const { start, end } = this.lexer;
    const value = this.durationMs(true) / 1000;
    return { type: 'NumberLiteral', value, start, end };
  }

  private selector(name: Word | undefined, start: number): VectorSelector {
    const matchers: Matcher[] = [];
    let quotedName: string | undefined;
    if (this.is(TOKEN.leftBrace)) {
      this.advance();
      while (!this.is(TOKEN.rightBrace)) {
        const entry = this.matcher();
        if (typeof entry !== 'string') matchers.push(entry);
        else if (quotedName === undefined && name === undefined) quotedName = entry;
        else throw new SyntaxFault('the metric name must not be set twice', start, this.lastEnd);
        if (!this.is(TOKEN.comma)) break;
        this.advance();
      }
      this.take(TOKEN.rightBrace, '"," or "}" after a matcher');
    }
    // Every field from the start: one shape for all selectors, whatever order their modifiers come in.
    const modifiers = { offsetMs: undefined, at: undefined, edge: undefined };
    return { type: 'VectorSelector', name: name?.text ?? quotedName, matchers, ...modifiers, start, end: this.lastEnd };
  }

  /** One matcher, or a quoted metric name. */
  private matcher(): Matcher | string {
    const { lexer } = this;
    const start = lexer.start;
    let label: string;
    if (this.is(TOKEN.identifier)) {
      label = lexer.raw;
      this.advance();
    } else if (this.is(TOKEN.string) && this.dialect.quotedNames) {
      label = this.string();
      if (label === '') throw new SyntaxFault('a quoted name must not be empty', start, this.lastEnd);
      if (!this.is(TOKEN.operator)) return label;
    } else this.unexpected('a label name or "}"');
    const op = lexer.word;
    if (!this.is(TOKEN.operator) || !isMatchOp(op)) this.unexpected('one of = != =~ !~');
    this.advance();
    if (!this.is(TOKEN.string)) this.unexpected('a quoted string');
    const value = this.string();
    return { label, op, value, start, end: this.lastEnd };
  }

  private postfix(primary: Expr): Expr {
    let expr = primary;
    for (;;) {
      const { kind, word } = this.lexer;
      if (kind === TOKEN.leftBracket) {
        this.deeper(1);
        expr = this.brackets(expr);
      } else if (kind === TOKEN.at) expr = this.atModifier(expr);
      else if (kind === TOKEN.keyword && word === 'offset') expr = this.offset(expr);
      else if (kind === TOKEN.identifier && this.dialect.extendedRanges && isEdge(this.lexer.raw))
        expr = this.edge(expr);
      else return expr;
    }
  }

  private brackets(expr: Expr): Expr {
    const open = this.lexer.start;
    this.advance();
    const rangeMs = this.rangeMs();
    if (this.is(TOKEN.colon)) {
      this.advance();
      const stepMs = this.is(TOKEN.rightBracket) ? undefined : this.rangeMs();
      this.take(TOKEN.rightBracket, '"]" or a step');
      const modifiers = { offsetMs: undefined, at: undefined };
      return { type: 'Subquery', expr, rangeMs, stepMs, ...modifiers, start: expr.start, end: this.lastEnd };
    }
    this.take(TOKEN.rightBracket, '"]" or ":"');
    const end = this.lastEnd;
    if (expr.type !== 'VectorSelector') {
      throw new SyntaxFault('a range needs a metric selector before it; for any other expression use [5m:]', open, end);
    }
    if (expr.offsetMs !== undefined) throw new SyntaxFault('the offset goes after the range', open, end);
    // start() and end() slip past this rule on the server, so they do here.
    if (expr.at?.kind === 'timestamp') throw new SyntaxFault('the @ modifier goes after the range', open, end);
    return { type: 'MatrixSelector', selector: expr, rangeMs, start: expr.start, end };
  }

  private offset(expr: Expr): Expr {
    this.advance();
    let sign = 1;
    if (this.is(TOKEN.operator) && (this.lexer.word === '-' || this.isPlusSign())) {
      if (this.lexer.word === '-') sign = -1;
      this.advance();
    }
    const duration = this.offsetDurationMs();
    const offsetMs = duration === 0 ? undefined : sign * duration;
    return modify(expr, this.lastEnd, 'offset', (target) => {
      if (target.offsetMs !== undefined) throw new SyntaxFault('offset is set twice', expr.start, this.lastEnd);
      return { offsetMs };
    });
  }

  private edge(expr: Expr): Expr {
    const edge = this.lexer.raw.toLowerCase() === 'anchored' ? 'anchored' : 'smoothed';
    this.advance();
    if (expr.type === 'Subquery')
      throw new SyntaxFault(`${edge} does not work on subqueries`, expr.start, this.lastEnd);
    return modify(expr, this.lastEnd, edge, (target) => {
      if (target.edge !== undefined)
        throw new SyntaxFault('only one of anchored and smoothed is possible', expr.start, this.lastEnd);
      return { edge };
    });
  }

  private isPlusSign(): boolean {
    return this.dialect.zeroOffsets && this.lexer.word === '+';
  }

  private atModifier(expr: Expr): Expr {
    this.advance();
    const at = this.atTime();
    return modify(expr, this.lastEnd, '@', (target) => {
      if (target.at !== undefined) throw new SyntaxFault('the @ modifier is set twice', expr.start, this.lastEnd);
      return { at };
    });
  }
}

type Modifiers = Pick<VectorSelector, 'offsetMs' | 'at' | 'edge'>;

/** Applies an offset or `@` to whatever it may stand behind. */
function modify(expr: Expr, end: number, what: string, change: (target: Modifiers) => Modifiers): Expr {
  if (expr.type === 'VectorSelector') return { ...expr, ...change(expr), end };
  if (expr.type === 'Subquery') return { ...expr, ...change(expr), end };
  if (expr.type === 'MatrixSelector') return { ...expr, selector: { ...expr.selector, ...change(expr.selector) }, end };
  const message = `${what} must follow a metric selector, a range or a subquery`;
  throw new SyntaxFault(message, expr.start, end);
}

function isEdge(word: string): boolean {
  return /^(?:anchored|smoothed)$/i.test(word);
}

function isBinaryOp(word: string): word is BinaryOp {
  return Object.hasOwn(PRECEDENCE, word);
}

function isMatchOp(word: string): word is MatchOp {
  return word === '=' || word === '!=' || word === '=~' || word === '!~';
}

/** A metric name that needs no quotes. */
export function isLegacyMetricName(name: string): boolean {
  return LEGACY_NAME.test(name);
}
