import type { Expr } from './ast.ts';
import { dialectOf, type ParseOptions } from './dialect.ts';
import { Parser } from './parser.ts';
import { SyntaxFault } from './syntax-error.ts';
import { checkTypes } from './type-check.ts';

/** `start` and `end` are UTF-16 offsets of the faulty part. */
export interface ParseError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type ParseResult = { ok: true; expr: Expr } | { ok: false; error: ParseError };

const LONGEST = 262_144;
const DEEPEST = 1_000;

/**
 * Reads a PromQL expression and accepts it exactly when a Prometheus server does: syntax, types, argument counts,
 * matcher rules and regular expressions. Never throws on any text; `options.serverVersion` must be a version.
 */
export function parse(text: string, options: ParseOptions = {}): ParseResult {
  const dialect = dialectOf(options.serverVersion);
  const maxLength = options.maxLength ?? LONGEST;
  if (text.length > maxLength) {
    const message = `the query has ${text.length} characters; the limit is ${maxLength}`;
    return { ok: false, error: { message, start: maxLength, end: text.length } };
  }
  try {
    const expr = new Parser(text, dialect, options.maxDepth ?? DEEPEST).parse();
    checkTypes(expr, dialect);
    return { ok: true, expr };
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    return { ok: false, error: { message: fault.message, start: fault.start, end: fault.end } };
  }
}
