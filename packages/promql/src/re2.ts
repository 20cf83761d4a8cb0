import { classNode, complement, escapeInClass, POSIX, perlClass, unicodeProperty } from './re2-classes.ts';

/** Syntax tree of a pattern: what the matcher runs. `char` nodes test one code point. */
export type Re2Node =
  | { readonly kind: 'char'; readonly test: (char: string) => boolean }
  | { readonly kind: 'assert'; readonly test: (before: string, after: string) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly Re2Node[] }
  | { readonly kind: 'choice'; readonly parts: readonly Re2Node[] }
  | { readonly kind: 'repeat'; readonly part: Re2Node; readonly least: number; readonly most: number };

export type Re2Result = { ok: true; node: Re2Node } | { ok: false; message: string };

const LARGEST_REPEAT = 1000;
const DEEPEST = 500;

/**
 * Reads a pattern in RE2 syntax (https://github.com/google/re2/wiki/Syntax, as Go reads it with Perl flags) and
 * rejects what RE2 rejects. Greediness is not kept: it decides which submatches are taken, never whether an anchored
 * pattern matches. One file, because the rules of a grammar call one another.
 */
export function parseRe2(pattern: string): Re2Result {
  try {
    return { ok: true, node: new PatternReader(pattern).read() };
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

/** One piece and the largest product of the repeat counts nested inside it. */
interface Piece {
  readonly node: Re2Node;
  readonly repeats: number;
}

const EMPTY: Re2Node = { kind: 'sequence', parts: [] };
interface Repeat {
  readonly least: number;
  readonly most: number;
  /** Characters it takes in the pattern. */
  readonly length: number;
}

const SIMPLE_REPEATS: Readonly<Record<string, Repeat>> = {
  '*': { least: 0, most: Number.POSITIVE_INFINITY, length: 1 },
  '+': { least: 1, most: Number.POSITIVE_INFINITY, length: 1 },
  '?': { least: 0, most: 1, length: 1 },
};

const NO_FLAGS: Flags = { ignoreCase: false, multiline: false, dotAll: false, ungreedy: false };
const PERL_CLASSES = 'dDsSwW';
class PatternReader {
  private readonly chars: readonly string[];
  private at = 0;
  private flags = NO_FLAGS;
  private depth = 0;

  constructor(pattern: string) {
    this.chars = [...pattern];
  }

  read(): Re2Node {
    const body = this.alternation();
    if (this.at < this.chars.length) throw new PatternFault('unexpected ")"');
    return body.node;
  }

  private peek(offset = 0): string {
    return this.chars[this.at + offset] ?? '';
  }

  private alternation(): Piece {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new PatternFault('expression nests too deeply');
    const outer = this.flags;
    const choices: Re2Node[] = [];
    let parts: Re2Node[] = [];
    let repeats = 1;
    while (this.at < this.chars.length && this.peek() !== ')') {
      if (this.peek() === '|') {
        this.at += 1;
        choices.push({ kind: 'sequence', parts });
        parts = [];
        continue;
      }
      const piece = this.repetition();
      parts.push(piece.node);
      repeats = Math.max(repeats, piece.repeats);
    }
    this.flags = outer;
    this.depth -= 1;
    choices.push({ kind: 'sequence', parts });
    return { node: { kind: 'choice', parts: choices }, repeats };
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
    const { least, most } = operator;
    const repeats = atom.repeats * Math.max(1, Number.isFinite(most) ? most : least);
    if (repeats > LARGEST_REPEAT) throw new PatternFault('invalid repeat count');
    return { node: { kind: 'repeat', part: atom.node, least, most }, repeats };
  }

  private readOperator(): Repeat | undefined {
    const char = this.peek();
    const repeat = char === '{' ? this.readRepeat() : SIMPLE_REPEATS[char];
    if (repeat === undefined) return undefined;
    this.at += repeat.length;
    if (this.peek() === '?') this.at += 1;
    return repeat;
  }

  /** `{n}`, `{n,}` or `{n,m}` at the cursor, which does not move; other braces are plain characters in RE2. */
  private readRepeat(): Repeat | undefined {
    const found = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.chars.slice(this.at, this.at + 24).join(''));
    if (found === null) return undefined;
    const [text, low = '', comma, high = ''] = found;
    if (isZeroPadded(low) || isZeroPadded(high)) return undefined;
    const least = Number(low);
    const most = comma === undefined ? least : high === '' ? Number.POSITIVE_INFINITY : Number(high);
    const largest = Number.isFinite(most) ? most : least;
    if (least > LARGEST_REPEAT || largest > LARGEST_REPEAT || most < least) {
      throw new PatternFault(`invalid repeat count: "${text}"`);
    }
    return { least, most, length: text.length };
  }

  private atom(): Piece {
    const char = this.peek();
    if (char === '(') return this.group();
    if (char === '[') return { node: this.charClass(), repeats: 1 };
    if (char === '\\') return { node: this.escape(), repeats: 1 };
    this.at += 1;
    return { node: this.plain(char), repeats: 1 };
  }

  private plain(char: string): Re2Node {
    const { dotAll, multiline } = this.flags;
    if (char === '.') return { kind: 'char', test: dotAll ? () => true : (one) => one !== '\n' };
    if (char === '^') return assertion((before) => before === '' || (multiline && before === '\n'));
    if (char === '$') return assertion((_, after) => after === '' || (multiline && after === '\n'));
    return this.literal(char);
  }

  private literal(char: string): Re2Node {
    if (!this.flags.ignoreCase) return { kind: 'char', test: (one) => one === char };
    return classNode(escapeInClass(char), false, true);
  }

  private group(): Piece {
    this.at += 1;
    const outer = this.flags;
    if (this.peek() === '?') {
      this.at += 1;
      if (this.peek() === 'P') this.groupName();
      else if (this.groupFlags() === ')') return { node: EMPTY, repeats: 1 };
    }
    const inside = this.alternation();
    this.flags = outer;
    if (this.peek() !== ')') throw new PatternFault('missing closing ")"');
    this.at += 1;
    return inside;
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

  private escape(): Re2Node {
    const char = this.peek(1);
    this.at += 2;
    if (char === '') throw new PatternFault('trailing backslash at end of expression');
    if (char === 'A') return assertion((before) => before === '');
    if (char === 'z') return assertion((_, after) => after === '');
    if (char === 'b') return assertion((before, after) => isWord(before) !== isWord(after));
    if (char === 'B') return assertion((before, after) => isWord(before) === isWord(after));
    if (char === 'Q') return this.quoted();
    if (PERL_CLASSES.includes(char)) return classNode(perlClass(char), false, false);
    if (char === 'p' || char === 'P') return classNode(this.unicodeClass(char), false, this.flags.ignoreCase);
    return this.literal(this.escapedChar(char));
  }

  private quoted(): Re2Node {
    const parts: Re2Node[] = [];
    while (this.at < this.chars.length && !(this.peek() === '\\' && this.peek(1) === 'E')) {
      parts.push(this.literal(this.peek()));
      this.at += 1;
    }
    // The server puts the pattern inside a group, which an open \Q would swallow.
    if (this.at >= this.chars.length) throw new PatternFault('missing \\E after \\Q');
    this.at += 2;
    return { kind: 'sequence', parts };
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

  private charClass(): Re2Node {
    this.at += 1;
    const negated = this.peek() === '^';
    if (negated) this.at += 1;
    let source = '';
    for (let first = true; first || this.peek() !== ']'; first = false) {
      if (this.at >= this.chars.length) throw new PatternFault('missing closing "]"');
      source += this.classItem();
    }
    this.at += 1;
    return classNode(source, negated, this.flags.ignoreCase);
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
        return perlClass(kind);
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

function assertion(test: (before: string, after: string) => boolean): Re2Node {
  return { kind: 'assert', test };
}

function isWord(char: string): boolean {
  return /^\w$/.test(char);
}
