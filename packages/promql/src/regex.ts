import { parseRe2 } from './re2.ts';
import { createMatcher } from './regex-matcher.ts';

export type CompiledRegex = { ok: true; matches: (value: string) => boolean } | { ok: false; message: string };

const CACHE_SIZE = 500;
const cache = new Map<string, CompiledRegex>();

/** A matcher's regular expression as Prometheus reads it: RE2 syntax, anchored at both ends. */
export function compileRegex(pattern: string): CompiledRegex {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const compiled = compile(pattern);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(pattern, compiled);
  return compiled;
}

function compile(pattern: string): CompiledRegex {
  const parsed = parseRe2(pattern);
  if (!parsed.ok) return parsed;
  // A pattern too large to run never proves a mismatch.
  let matcher: ((value: string) => boolean) | undefined;
  const matches = (value: string) => {
    matcher ??= createMatcher(parsed.node) ?? (() => true);
    return matcher(value);
  };
  return { ok: true, matches };
}

/** Alternatives of a pattern that is only a list of fixed words (`a|b|c`, optionally in parentheses), else undefined. */
export function literalAlternatives(pattern: string): readonly string[] | undefined {
  const inner = /^\((?:\?:)?([^()]*)\)$/.exec(pattern)?.[1] ?? pattern;
  const words = inner.split('|');
  if (words.some((word) => /[.*+?()[\]{}^$]|\\[a-zA-Z0-9]/.test(word.replace(/\\[^a-zA-Z0-9]/g, '')))) return undefined;
  return words.map((word) => word.replace(/\\([^a-zA-Z0-9])/g, '$1'));
}
