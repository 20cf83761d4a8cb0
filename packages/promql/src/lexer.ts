import { SyntaxFault } from './syntax-error.ts';

/** Token kinds; numbers rather than strings because the parser compares them in its inner loop. */
export const TOKEN = {
  end: 0,
  identifier: 1, // no colon
  metricIdentifier: 2, // with a colon
  keyword: 3,
  aggregator: 4,
  number: 5,
  duration: 6,
  string: 7,
  leftParen: 8,
  rightParen: 9,
  leftBrace: 10,
  rightBrace: 11,
  leftBracket: 12,
  rightBracket: 13,
  comma: 14,
  colon: 15,
  at: 16,
  operator: 17, // arithmetic and comparison; also = =~ !~ of matchers
} as const;

export type TokenKind = (typeof TOKEN)[keyof typeof TOKEN];

const KEYWORDS: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ...['and', 'or', 'unless', 'atan2', 'offset', 'by', 'without', 'on', 'ignoring'].map(keyword),
  ...['group_left', 'group_right', 'bool', 'start', 'end'].map(keyword),
  ...['sum', 'avg', 'count', 'min', 'max', 'group', 'stddev', 'stdvar'].map(aggregator),
  ...['topk', 'bottomk', 'count_values', 'quantile', 'limitk', 'limit_ratio'].map(aggregator),
  ['inf', TOKEN.number],
  ['nan', TOKEN.number],
]);
const LONGEST_KEYWORD = 12;

function keyword(word: string): [string, TokenKind] {
  return [word, TOKEN.keyword];
}

function aggregator(word: string): [string, TokenKind] {
  return [word, TOKEN.aggregator];
}

/** What differs between server versions for the lexer. */
export interface LexicalRules {
  /** `1_000` and numbers in place of durations (and the reverse): 2.54 and newer. */
  readonly numericDurations: boolean;
  /** `limitk` and `limit_ratio` are aggregators: 2.54 and newer. */
  readonly limitAggregators: boolean;
}

const PUNCTUATION: Readonly<Record<string, TokenKind>> = {
  '(': TOKEN.leftParen,
  ')': TOKEN.rightParen,
  '{': TOKEN.leftBrace,
  '[': TOKEN.leftBracket,
  ']': TOKEN.rightBracket,
  ',': TOKEN.comma,
  ':': TOKEN.colon,
  '@': TOKEN.at,
};

const NUMBER_LEGACY = /(?:0[xX][0-9a-fA-F]*|\d*)(?:\.\d*)?(?:[eE][+-]?\d*)?/y;
const HEX_LEGACY = /0[xX][0-9a-fA-F]*(?:\.[0-9a-fA-F]*)?(?:[eE][+-]?\d*)?/y;
const NUMBER_MODERN = /0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:_\d+)*(?:[eE][+-]?\d+)?/y;
const DURATION_TAIL = /[smhdwy]s?(?:\d+[smhdw]s?)*/y;

/**
 * Reads one token at a time, following the rules of the server's own lexer: inside braces every word is a label
 * name, and only there the matcher operators exist. Faults are thrown as `SyntaxFault`.
 */
export class Lexer {
  kind: TokenKind = TOKEN.end;
  start = 0;
  end = 0;
  /** Lower-case keyword or aggregator, or the operator; '' for other tokens. */
  word = '';

  private readonly text: string;
  private readonly rules: LexicalRules;
  private inBraces = false;
  private inBrackets = false;
  private parenDepth = 0;

  constructor(text: string, rules: LexicalRules) {
    this.text = text;
    this.rules = rules;
  }

  /** The current token as written. */
  get raw(): string {
    return this.text.slice(this.start, this.end);
  }

  next(): void {
    this.skipBlank();
    this.start = this.end;
    this.word = '';
    const code = this.text.charCodeAt(this.end);
    if (Number.isNaN(code)) {
      this.finish();
    } else if (isAlpha(code) || (code === 58 && !this.inBrackets && !this.inBraces)) {
      this.readWord();
    } else if (!this.inBraces && (isDigit(code) || (code === 46 && isDigit(this.text.charCodeAt(this.end + 1))))) {
      this.readNumberOrDuration();
    } else if (code === 34 || code === 39 || code === 96) {
      this.readString(code);
    } else if (this.inBraces) {
      this.readBraceSymbol(code);
    } else {
      this.readSymbol(code);
    }
  }

  private skipBlank(): void {
    const text = this.text;
    let at = this.end;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 32 || code === 10 || code === 9 || code === 13) {
        at += 1;
      } else if (code === 35) {
        while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at += 1;
      } else break;
    }
    this.end = at;
  }

  private finish(): void {
    if (this.inBraces) this.fail('unexpected end of input inside braces; a "}" is missing');
    if (this.inBrackets) this.fail('unclosed left bracket; a "]" is missing');
    if (this.parenDepth !== 0) this.fail('unclosed left parenthesis; a ")" is missing');
    this.kind = TOKEN.end;
  }

  private readWord(): void {
    const text = this.text;
    let at = this.end;
    let colon = false;
    for (; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 58 && !this.inBraces) colon = true;
      else if (!isAlpha(code) && !isDigit(code)) break;
    }
    this.end = at;
    if (this.inBrackets) this.fail('unexpected word inside brackets; a duration such as 5m is expected');
    this.kind = colon ? TOKEN.metricIdentifier : TOKEN.identifier;
    if (colon || this.inBraces || at - this.start > LONGEST_KEYWORD) return;
    const word = text.slice(this.start, at).toLowerCase();
    const kind = KEYWORDS.get(word);
    if (kind === undefined || (word.startsWith('limit') && !this.rules.limitAggregators)) return;
    this.kind = kind;
    this.word = word;
  }

  private readNumberOrDuration(): void {
    this.end = this.scanNumber();
    this.kind = TOKEN.number;
    if (!isWordChar(this.text.charCodeAt(this.end))) return;
    DURATION_TAIL.lastIndex = this.end;
    const tail = DURATION_TAIL.exec(this.text);
    this.end += tail?.[0].length ?? 0;
    this.kind = TOKEN.duration;
    if (tail === null || isWordChar(this.text.charCodeAt(this.end))) {
      while (isWordChar(this.text.charCodeAt(this.end))) this.end += 1;
      this.fail(`"${this.raw}" is neither a number nor a duration such as 5m or 1h30m`);
    }
  }

  private scanNumber(): number {
    const isHex = (this.text.charCodeAt(this.end + 1) | 32) === 120 && this.text.charCodeAt(this.end) === 48;
    const legacy = isHex ? HEX_LEGACY : NUMBER_LEGACY;
    const pattern = this.rules.numericDurations ? NUMBER_MODERN : legacy;
    pattern.lastIndex = this.end;
    return this.end + (pattern.exec(this.text)?.[0].length ?? 0);
  }

  private readString(quote: number): void {
    const text = this.text;
    let at = this.end + 1;
    for (; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === quote) break;
      if (Number.isNaN(code) || (code === 10 && quote !== 96)) {
        this.end = Math.min(at, text.length);
        this.fail('unterminated quoted string');
      }
      if (code === 92 && quote !== 96) at += 1;
      if (isUnwritable(text, at)) this.fail('the string holds a character that is not valid UTF-8');
    }
    this.end = at + 1;
    this.kind = TOKEN.string;
  }

  private readBraceSymbol(code: number): void {
    const after = this.text.charCodeAt(this.end + 1);
    if (code === 44) this.emit(TOKEN.comma, 1);
    else if (code === 61) this.emitOperator(after === 126 ? 2 : 1);
    else if (code === 33 && (after === 61 || after === 126)) this.emitOperator(2);
    else if (code === 125) {
      this.inBraces = false;
      this.emit(TOKEN.rightBrace, 1);
    } else this.unexpected(' inside braces');
  }

  private readSymbol(code: number): void {
    const char = String.fromCharCode(code);
    const after = this.text.charCodeAt(this.end + 1);
    if ('*/%+-^'.includes(char)) this.emitOperator(1);
    else if (char === '<' || char === '>') this.emitOperator(after === 61 ? 2 : 1);
    else if ((char === '=' || char === '!') && after === 61) this.emitOperator(2);
    else this.readPunctuation(char);
  }

  private readPunctuation(char: string): void {
    const kind = PUNCTUATION[char];
    if (kind === undefined) this.unexpected('');
    if (kind === TOKEN.leftParen) this.parenDepth += 1;
    if (kind === TOKEN.rightParen) this.parenDepth -= 1;
    if (this.parenDepth < 0) this.unexpected(': no parenthesis is open');
    if (kind === TOKEN.leftBracket && this.inBrackets) this.unexpected(' inside brackets');
    if (kind === TOKEN.rightBracket && !this.inBrackets) this.unexpected(': no bracket is open');
    if (kind === TOKEN.leftBracket || kind === TOKEN.rightBracket) this.inBrackets = kind === TOKEN.leftBracket;
    if (kind === TOKEN.leftBrace) this.inBraces = true;
    this.emit(kind, 1);
    if (kind === TOKEN.leftBracket) this.requireNoComment();
  }

  /** Directly after "[" the server skips blanks but no comment. */
  private requireNoComment(): void {
    let at = this.end;
    while (' \t\n\r'.includes(this.text[at] ?? '#')) at += 1;
    if (this.text[at] === '#') this.unexpected(': a comment cannot stand between "[" and the duration');
  }

  private emit(kind: TokenKind, length: number): void {
    this.kind = kind;
    this.end += length;
  }

  private emitOperator(length: number): void {
    this.emit(TOKEN.operator, length);
    this.word = this.raw;
  }

  private unexpected(where: string): never {
    const char = String.fromCodePoint(this.text.codePointAt(this.end) ?? 0);
    this.end += char.length;
    this.fail(`unexpected character "${char}"${where}`);
  }

  private fail(message: string): never {
    throw new SyntaxFault(message, this.start, Math.max(this.end, this.start));
  }
}

function isAlpha(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWordChar(code: number): boolean {
  return isAlpha(code) || isDigit(code);
}

/** The server refuses U+FFFD in strings; a lone surrogate reaches it as U+FFFD. */
function isUnwritable(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0xfffd) return true;
  if (code < 0xd800 || code > 0xdfff) return false;
  if (code >= 0xdc00) return !isHighSurrogate(text.charCodeAt(at - 1));
  const low = text.charCodeAt(at + 1);
  return !(low >= 0xdc00 && low <= 0xdfff);
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
