export type Re2Translation = { ok: true; source: string } | { ok: false; message: string };

const LARGEST_REPEAT = 1000;
const DEEPEST = 500;

/**
 * Checks a pattern against RE2 syntax (https://github.com/google/re2/wiki/Syntax, as Go 1.19 reads it) and returns
 * an equivalent source for a JavaScript RegExp with the flags `s` and `u`.
 */
export function translateRe2(pattern: string): Re2Translation {
  try {
    return { ok: true, source: new Translator(pattern).run() };
  } catch (fault) {
    if (fault instanceof PatternFault) return { ok: false, message: fault.message };
    throw fault;
  }
}

class PatternFault extends Error {}

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly ungreedy: boolean;
}

/** One translated piece and the largest product of the repeat counts nested inside it. */
interface Piece {
  readonly source: string;
  readonly repeats: number;
}

const NO_FLAGS: Flags = { ignoreCase: false, multiline: false, dotAll: false, ungreedy: false };
const PERL_CLASSES = 'dDsSwW';
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
const CATEGORIES = new Set(
  'C Cc Cf Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs'.split(' '),
);

class Translator {
  private readonly chars: readonly string[];
  private at = 0;
  private flags = NO_FLAGS;
  private depth = 0;

  constructor(pattern: string) {
    this.chars = [...pattern];
  }

  run(): string {
    const body = this.alternation();
    if (this.at < this.chars.length) throw new PatternFault('unexpected ")"');
    return body.source;
  }

  private peek(offset = 0): string {
    return this.chars[this.at + offset] ?? '';
  }

  private alternation(): Piece {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new PatternFault('expression nests too deeply');
    const outer = this.flags;
    let source = '';
    let repeats = 1;
    while (this.at < this.chars.length && this.peek() !== ')') {
      if (this.peek() === '|') {
        this.at += 1;
        source += '|';
        continue;
      }
      const piece = this.repetition();
      source += piece.source;
      repeats = Math.max(repeats, piece.repeats);
    }
    this.flags = outer;
    this.depth -= 1;
    return { source, repeats };
  }

  private repetition(): Piece {
    const char = this.peek();
    if ('*+?'.includes(char)) throw new PatternFault(`missing argument to repetition operator: "${char}"`);
    if (char === '{' && this.readRepeat() !== undefined) {
      throw new PatternFault('missing argument to repetition operator: "{"');
    }
    const atom = this.atom();
    const operator = this.readOperator();
    if (operator === undefined) return atom;
    // RE2, unlike other engines, does not stack repetition operators.
    if (this.readOperator() !== undefined) throw new PatternFault('invalid nested repetition operator');
    const repeats = atom.repeats * Math.max(1, operator.count);
    if (repeats > LARGEST_REPEAT) throw new PatternFault('invalid repeat count');
    if (atom.source === '') return { source: '', repeats };
    return { source: `(?:${atom.source})${operator.text}`, repeats };
  }

  private readOperator(): { text: string; count: number } | undefined {
    const char = this.peek();
    let text = '';
    let count = 1;
    if (char !== '' && '*+?'.includes(char)) {
      text = char;
      this.at += 1;
    } else {
      const repeat = char === '{' ? this.readRepeat() : undefined;
      if (repeat === undefined) return undefined;
      text = repeat.text;
      count = repeat.count;
      this.at += text.length;
    }
    if (this.peek() === '?') this.at += 1;
    // Greediness decides which submatches are taken, never whether an anchored pattern matches.
    return { text, count };
  }

  /** `{n}`, `{n,}` or `{n,m}` at the cursor, which does not move; other braces are plain characters in RE2. */
  private readRepeat(): { text: string; count: number } | undefined {
    const found = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.chars.slice(this.at, this.at + 24).join(''));
    if (found === null) return undefined;
    const [text, low = '', comma, high = ''] = found;
    if (isZeroPadded(low) || isZeroPadded(high)) return undefined;
    const least = Number(low);
    const most = comma === undefined ? least : high === '' ? least : Number(high);
    if (least > LARGEST_REPEAT || most > LARGEST_REPEAT || most < least) {
      throw new PatternFault(`invalid repeat count: "${text}"`);
    }
    return { text, count: most };
  }

  private atom(): Piece {
    const char = this.peek();
    if (char === '(') return this.group();
    if (char === '[') return { source: this.charClass(), repeats: 1 };
    if (char === '\\') return { source: this.escape(), repeats: 1 };
    this.at += 1;
    if (char === '.') return { source: this.flags.dotAll ? '[^]' : '[^\\n]', repeats: 1 };
    if (char === '^') return { source: this.flags.multiline ? '(?<![^\\n])' : '(?<![^])', repeats: 1 };
    if (char === '$') return { source: this.flags.multiline ? '(?![^\\n])' : '(?![^])', repeats: 1 };
    return { source: this.literal(char), repeats: 1 };
  }

  private literal(char: string): string {
    const escaped = escapeLiteral(char);
    return this.flags.ignoreCase ? `(?i:${escaped})` : escaped;
  }

  private group(): Piece {
    this.at += 1;
    const outer = this.flags;
    if (this.peek() === '?') {
      this.at += 1;
      if (this.peek() === 'P') this.groupName();
      else if (this.groupFlags() === ')') return { source: '', repeats: 1 };
    }
    const inside = this.alternation();
    this.flags = outer;
    if (this.peek() !== ')') throw new PatternFault('missing closing ")"');
    this.at += 1;
    return { source: `(?:${inside.source})`, repeats: inside.repeats };
  }

  /** The server accepts the same name twice. */
  private groupName(): void {
    const rest = this.chars.slice(this.at).join('');
    const name = /^P<(\w+)>/.exec(rest)?.[1];
    if (name === undefined) throw new PatternFault('invalid named capture');
    this.at += name.length + 3;
  }

  /** Reads `i-s)` or `i-s:` after `(?` and sets the flags; `)` means that they hold for the rest of the outer group. */
  private groupFlags(): string {
    const found = /^([imsU]*)(?:(-)([imsU]+))?([:)])/.exec(this.chars.slice(this.at, this.at + 64).join(''));
    if (found === null) throw new PatternFault('invalid or unsupported Perl syntax after "(?"');
    const [text, on = '', , off = '', end = ')'] = found;
    if (end === ')' && on === '' && off === '') throw new PatternFault('missing argument to "(?"');
    this.at += text.length;
    this.flags = withFlags(withFlags(this.flags, on, true), off, false);
    return end;
  }

  private escape(): string {
    const char = this.peek(1);
    this.at += 2;
    if (char === '') throw new PatternFault('trailing backslash at end of expression');
    if (char === 'A') return '(?<![^])';
    if (char === 'z') return '(?![^])';
    if (char === 'b' || char === 'B') return `\\${char}`;
    if (char === 'Q') return this.quoted();
    if (PERL_CLASSES.includes(char)) return asciiClass(char, false);
    if (char === 'p' || char === 'P') return this.unicodeClass(char);
    return this.literal(this.escapedChar(char));
  }

  private quoted(): string {
    let source = '';
    while (this.at < this.chars.length && !(this.peek() === '\\' && this.peek(1) === 'E')) {
      source += this.literal(this.peek());
      this.at += 1;
    }
    // The server puts the pattern inside a group, which an open \Q would swallow.
    if (this.at >= this.chars.length) throw new PatternFault('missing \\E after \\Q');
    this.at += 2;
    return source;
  }

  private escapedChar(char: string): string {
    const simple = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }[char];
    if (simple !== undefined) return simple;
    if (char < '\x80' && !/[0-9A-Za-z]/.test(char)) return char;
    if (char === 'x') return this.hexEscape();
    const octal = /^[1-7]$/.test(char) ? /^[0-7]/.test(this.peek()) : char === '0';
    if (octal) {
      const digits = /^[0-7]{0,2}/.exec(this.chars.slice(this.at, this.at + 2).join(''))?.[0] ?? '';
      this.at += digits.length;
      return String.fromCodePoint(Number.parseInt(char + digits, 8));
    }
    throw new PatternFault(`invalid escape sequence: "\\${char}"`);
  }

  private hexEscape(): string {
    const found = /^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/.exec(this.chars.slice(this.at, this.at + 12).join(''));
    const code = Number.parseInt(found?.[1] ?? found?.[2] ?? 'none', 16);
    if (found === null || !(code <= 0x10ffff)) throw new PatternFault('invalid escape sequence: "\\x"');
    this.at += found[0].length;
    return String.fromCodePoint(code);
  }

  private unicodeClass(kind: string): string {
    let name = this.peek();
    this.at += 1;
    let negated = kind === 'P';
    if (name === '{') {
      const close = this.chars.indexOf('}', this.at);
      if (close < 0) throw new PatternFault('invalid character class range: "\\p"');
      name = this.chars.slice(this.at, close).join('');
      this.at = close + 1;
      if (name.startsWith('^')) {
        negated = !negated;
        name = name.slice(1);
      }
    }
    const source = unicodeProperty(name, negated);
    if (source === undefined) throw new PatternFault(`invalid character class range: "\\p{${name}}"`);
    return source;
  }

  private charClass(): string {
    this.at += 1;
    const negated = this.peek() === '^';
    if (negated) this.at += 1;
    let source = '';
    for (let first = true; first || this.peek() !== ']'; first = false) {
      if (this.at >= this.chars.length) throw new PatternFault('missing closing "]"');
      source += this.classItem();
    }
    this.at += 1;
    const body = negated ? `[^${source}]` : `[${source}]`;
    return this.flags.ignoreCase ? `(?i:${body})` : body;
  }

  private classItem(): string {
    if (this.peek() === '[' && this.peek(1) === ':') {
      const posix = this.posixClass();
      if (posix !== undefined) return posix;
    }
    if (this.peek() === '\\') {
      const kind = this.peek(1);
      if (kind !== '' && PERL_CLASSES.includes(kind)) {
        this.at += 2;
        return asciiClass(kind, true);
      }
      if (kind === 'p' || kind === 'P') {
        this.at += 2;
        return this.unicodeClass(kind);
      }
    }
    return this.classRange();
  }

  private posixClass(): string | undefined {
    const rest = this.chars.slice(this.at, this.at + 40).join('');
    const [text, negated, name = ''] = /^\[:(\^?)(.*?):\]/s.exec(rest) ?? [];
    if (text === undefined) return undefined;
    const ranges = POSIX[name];
    if (ranges === undefined) throw new PatternFault(`invalid character class range: "${text}"`);
    this.at += text.length;
    return negated === '^' ? complement(ranges) : ranges;
  }

  private classRange(): string {
    const low = this.classChar();
    if (this.peek() !== '-' || this.peek(1) === ']' || this.peek(1) === '') return escapeInClass(low);
    this.at += 1;
    const high = this.classChar();
    if ((high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) {
      throw new PatternFault(`invalid character class range: "${low}-${high}"`);
    }
    return `${escapeInClass(low)}-${escapeInClass(high)}`;
  }

  private classChar(): string {
    const char = this.peek();
    if (char === '') throw new PatternFault('missing closing "]"');
    if (char !== '\\') {
      this.at += 1;
      return char;
    }
    const next = this.peek(1);
    if (next === '') throw new PatternFault('trailing backslash at end of expression');
    this.at += 2;
    return this.escapedChar(next);
  }
}

function isZeroPadded(digits: string): boolean {
  return digits.length > 1 && digits.startsWith('0');
}

function withFlags(flags: Flags, letters: string, value: boolean): Flags {
  return {
    ignoreCase: letters.includes('i') ? value : flags.ignoreCase,
    multiline: letters.includes('m') ? value : flags.multiline,
    dotAll: letters.includes('s') ? value : flags.dotAll,
    ungreedy: letters.includes('U') ? value : flags.ungreedy,
  };
}

function escapeLiteral(char: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

function escapeInClass(char: string): string {
  return /[\^\\\-[\]]/.test(char) ? `\\${char}` : char;
}

function asciiClass(kind: string, inClass: boolean): string {
  const positive = { d: '0-9', s: '\\t\\n\\f\\r ', w: '0-9A-Za-z_' }[kind.toLowerCase()] ?? '';
  const negated = kind !== kind.toLowerCase();
  if (inClass) return negated ? complement(positive) : positive;
  return `[${negated ? '^' : ''}${positive}]`;
}

const COMPLEMENTS: Readonly<Record<string, string>> = {
  '0-9': '\\D',
  '0-9A-Za-z_': '\\W',
  '\\t\\n\\f\\r ': '\\x00-\\x08\\x0b\\x0e-\\x1f!-\\u{10ffff}',
};

/** Ranges outside the given ones, usable inside brackets. */
function complement(ranges: string): string {
  const known = COMPLEMENTS[ranges];
  if (known !== undefined) return known;
  const inside = new RegExp(`[${ranges}]`, 'u');
  let source = '';
  for (let code = 0; code < 0x80; code += 1) {
    const hex = `\\x${code.toString(16).padStart(2, '0')}`;
    if (!inside.test(String.fromCharCode(code))) source += hex;
  }
  return `${source}\\u0080-\\u{10ffff}`;
}

function unicodeProperty(name: string, negated: boolean): string | undefined {
  const letter = negated ? 'P' : 'p';
  if (name === 'Any') return negated ? '\\P{Any}' : '\\p{Any}';
  if (CATEGORIES.has(name)) return `\\${letter}{${name}}`;
  if (!/^[A-Z][A-Za-z_]+$/.test(name)) return undefined;
  const source = `\\${letter}{Script=${name}}`;
  try {
    new RegExp(source, 'u');
    return source;
  } catch {
    return undefined;
  }
}
