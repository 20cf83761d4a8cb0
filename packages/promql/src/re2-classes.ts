import type { Re2Node } from './re2.ts';

/** Ranges of the POSIX classes, usable inside brackets. */
export const POSIX: Readonly<Record<string, string>> = {
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

export function escapeInClass(char: string): string {
  return /[\^\\\-[\]]/.test(char) ? `\\${char}` : char;
}

/** Ranges of a Perl class, usable inside brackets. */
export function perlClass(kind: string): string {
  const positive = { d: '0-9', s: '\\t\\n\\f\\r ', w: '0-9A-Za-z_' }[kind.toLowerCase()] ?? '';
  return kind === kind.toLowerCase() ? positive : complement(positive);
}

/** `ranges` is the inside of a bracket expression of a JavaScript RegExp with the flag u. */
export function classNode(ranges: string, negated: boolean, ignoreCase: boolean): Re2Node {
  const regex = new RegExp(`^[${negated ? '^' : ''}${ranges}]$`, ignoreCase ? 'iu' : 'u');
  return { kind: 'char', test: (char) => regex.test(char) };
}

const COMPLEMENTS: Readonly<Record<string, string>> = {
  '0-9': '\\D',
  '0-9A-Za-z_': '\\W',
  '\\t\\n\\f\\r ': '\\x00-\\x08\\x0b\\x0e-\\x1f!-\\u{10ffff}',
};

/** Ranges outside the given ones, usable inside brackets. */
export function complement(ranges: string): string {
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

export function unicodeProperty(name: string, negated: boolean): string | undefined {
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
