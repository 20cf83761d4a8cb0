import type { AtModifier } from './ast.ts';
import type { Dialect } from './dialect.ts';
import { parseDuration } from './duration.ts';
import { Lexer, TOKEN, type TokenKind } from './lexer.ts';
import { parseNumber } from './number-literal.ts';
import { unquote } from './string-literal.ts';
import { SyntaxFault } from './syntax-error.ts';

/** The token stream with the small pieces that many constructs share: words, label lists, strings, durations, times. */
export class TokenReader {
  protected readonly lexer: Lexer;
  protected readonly dialect: Dialect;
  protected readonly maxDepth: number;
  protected depth = 0;
  protected lastEnd = 0;

  constructor(text: string, dialect: Dialect, maxDepth: number) {
    this.lexer = new Lexer(text, dialect);
    this.dialect = dialect;
    this.maxDepth = maxDepth;
  }

  // A method, because the compiler would take `lexer.kind` for constant across the calls that change it.
  protected is(kind: TokenKind): boolean {
    return this.lexer.kind === kind;
  }

  protected advance(): void {
    this.lastEnd = this.lexer.end;
    this.lexer.next();
  }

  protected take(kind: TokenKind, what: string): void {
    if (this.lexer.kind !== kind) this.unexpected(what);
    this.advance();
  }

  protected unexpected(expected: string): never {
    const { lexer } = this;
    const found = this.is(TOKEN.end) ? 'end of the query' : `"${lexer.raw.slice(0, 40)}"`;
    throw new SyntaxFault(`unexpected ${found}; expected ${expected}`, lexer.start, lexer.end);
  }

  protected deeper(levels: number): void {
    this.depth += levels;
    if (this.depth > this.maxDepth) {
      const message = `the query nests more than ${this.maxDepth} levels deep; split it with recording rules`;
      throw new SyntaxFault(message, this.lexer.start, this.lexer.end);
    }
  }

  protected takeKeyword(word: string): boolean {
    if (!this.is(TOKEN.keyword) || this.lexer.word !== word) return false;
    this.advance();
    return true;
  }

  protected labelList(): string[] {
    this.take(TOKEN.leftParen, '"(" and a list of labels');
    const labels: string[] = [];
    while (!this.is(TOKEN.rightParen)) {
      labels.push(this.groupingLabel());
      if (!this.is(TOKEN.comma)) break;
      this.advance();
    }
    this.take(TOKEN.rightParen, '"," or ")" after a label');
    return labels;
  }

  protected groupingLabel(): string {
    const { lexer } = this;
    const { kind } = lexer;
    if (kind === TOKEN.string && this.dialect.quotedNames) {
      const name = this.string();
      if (name === '') throw new SyntaxFault('a label name must not be empty', lexer.start, lexer.end);
      return name;
    }
    const isLabel = kind === TOKEN.identifier || kind === TOKEN.aggregator || kind === TOKEN.keyword;
    if (!isLabel || lexer.word === 'without') this.unexpected('a label name');
    const label = lexer.raw;
    this.advance();
    return label;
  }

  protected numberValue(): number | undefined {
    const value = parseNumber(this.lexer.raw);
    this.advance();
    return value;
  }

  protected string(): string {
    const { raw, start } = this.lexer;
    const result = unquote(raw);
    if (!result.ok) throw new SyntaxFault(result.message, start + result.offset, this.lexer.end);
    this.advance();
    return result.value;
  }

  protected durationMs(allowZero: boolean): number {
    const { kind, raw, start, end } = this.lexer;
    const numeric = kind === TOKEN.number && this.dialect.numericDurations;
    if (kind !== TOKEN.duration && !numeric) this.unexpected('a duration such as 5m');
    const value = numeric ? roundMs(parseNumber(raw)) : parseDuration(raw);
    if (value === undefined || !(value < Number.MAX_SAFE_INTEGER)) {
      throw new SyntaxFault(`"${raw}" is not a duration; write units from large to small, as in 1h30m`, start, end);
    }
    if (value <= 0 && !allowZero) throw new SyntaxFault('a duration must be longer than 0', start, end);
    this.advance();
    return value;
  }

  /** A duration in brackets; from 3.14 on it may be worked out from several. */
  protected rangeMs(): number {
    if (!this.dialect.durationArithmetic) return this.durationMs(false);
    const { start } = this.lexer;
    const value = this.durationSum(1);
    if (!(value > 0)) throw new SyntaxFault('a duration must be longer than 0', start, this.lastEnd);
    return this.wholeMs(value, start);
  }

  /** A duration after `offset`: a plain one, or from 3.14 on arithmetic in parentheses. */
  protected offsetDurationMs(): number {
    const { start } = this.lexer;
    if (!this.dialect.durationArithmetic || !this.is(TOKEN.leftParen)) return this.durationMs(this.dialect.zeroOffsets);
    return this.wholeMs(this.durationOperand(), start);
  }

  private wholeMs(value: number, start: number): number {
    if (Math.abs(value) < Number.MAX_SAFE_INTEGER) return Math.sign(value) * Math.round(Math.abs(value)) + 0;
    throw new SyntaxFault('the duration is out of range', start, this.lastEnd);
  }

  /** Milliseconds of sums, products and powers of durations; plain numbers are seconds. */
  private durationSum(minimum: number): number {
    this.deeper(1);
    let left = this.durationOperand();
    for (;;) {
      const op = this.is(TOKEN.operator) ? this.lexer.word : '';
      const strength = DURATION_OPERATORS[op] ?? 0;
      if (strength < minimum) break;
      this.advance();
      const right = this.durationSum(op === '^' ? strength : strength + 1);
      left = 1000 * calculate(op, left / 1000, right / 1000);
    }
    this.depth -= 1;
    return left;
  }

  private durationOperand(): number {
    if (this.is(TOKEN.leftParen)) {
      this.advance();
      const value = this.durationSum(1);
      this.take(TOKEN.rightParen, '")"');
      return value;
    }
    const sign = this.is(TOKEN.operator) ? this.lexer.word : '';
    if (sign !== '-' && sign !== '+') return this.durationMs(true);
    this.advance();
    const value = this.durationSum(3);
    return sign === '-' ? -value : value;
  }

  protected atTime(): AtModifier {
    const { lexer } = this;
    if (this.is(TOKEN.keyword) && (lexer.word === 'start' || lexer.word === 'end')) {
      const kind = lexer.word;
      this.advance();
      this.take(TOKEN.leftParen, '"("');
      this.take(TOKEN.rightParen, '")"');
      return { kind };
    }
    const start = lexer.start;
    let sign = 1;
    if (this.is(TOKEN.operator) && (lexer.word === '-' || lexer.word === '+')) {
      if (lexer.word === '-') sign = -1;
      this.advance();
    }
    const numeric = this.is(TOKEN.number) || (this.is(TOKEN.duration) && this.dialect.numericDurations);
    if (!numeric) this.unexpected('a Unix time, start() or end()');
    const seconds = this.is(TOKEN.number) ? this.numberValue() : this.durationMs(true) / 1000;
    if (seconds === undefined || !(Math.abs(seconds) < 2 ** 63)) {
      throw new SyntaxFault('the time after @ is out of bounds', start, this.lastEnd);
    }
    return { kind: 'timestamp', timestampMs: sign * (roundMs(seconds) ?? 0) + 0 };
  }
}

const DURATION_OPERATORS: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2, '^': 3 };

function calculate(op: string, left: number, right: number): number {
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
  return left ** right;
}

/** Milliseconds of a number of seconds, halves away from zero as the server rounds. */
function roundMs(seconds: number | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  return Math.sign(seconds) * Math.round(Math.abs(seconds) * 1000);
}
