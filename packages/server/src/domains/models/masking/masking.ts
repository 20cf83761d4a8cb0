import { ALWAYS_MASKED, HOSTNAMES, type MaskPattern } from './patterns.ts';

export interface MaskingOptions {
  readonly masksHostnames: boolean;
  /** Exact texts to hide wherever they occur as a word, such as names of instances and pods. */
  readonly names?: readonly string[];
}

/** Replaces personal and secret text by placeholders, and puts it back into what comes in return. */
export interface Masking {
  /** The same text gets the same placeholder throughout. */
  mask(text: string): string;
  /** Puts the originals back into every string of a value of plain data. */
  unmask<T>(value: T): T;
}

// Letters, digits and underscores only: it survives JSON, PromQL strings and regular expressions.
const PLACEHOLDER = /MASKED_[A-Z]+_\d+/gi;

/**
 * One masking for one exchange. Placeholders are numbered in the order in which texts appear, so that equal requests
 * stay equal when masked.
 */
export function createMasking({ masksHostnames, names = [] }: MaskingOptions): Masking {
  const placeholders = new Map<string, string>();
  const originals = new Map<string, string>();
  const counts = new Map<string, number>();

  function replace(kind: string, original: string): string {
    const known = placeholders.get(original);
    if (known !== undefined) return known;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const placeholder = `MASKED_${kind}_${number}`;
    placeholders.set(original, placeholder);
    originals.set(placeholder, original);
    return placeholder;
  }

  const patterns: readonly MaskPattern[] = [
    // What looks like a placeholder in the text itself must come back as it was.
    { kind: 'TEXT', pattern: PLACEHOLDER },
    ...namePatterns(names),
    ...ALWAYS_MASKED,
    ...(masksHostnames ? HOSTNAMES : []),
  ];

  function unmaskText(text: string): string {
    return text.replace(PLACEHOLDER, (placeholder) => originals.get(placeholder.toUpperCase()) ?? placeholder);
  }

  function unmask(value: unknown): unknown {
    if (typeof value === 'string') return unmaskText(value);
    if (Array.isArray(value)) return value.map(unmask);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unmask(item)]));
  }

  return {
    mask: (text) => patterns.reduce((masked, pattern) => applyOutside(masked, pattern, replace), text),
    // The shape stays; only strings inside change.
    unmask: <T>(value: T) => unmask(value) as T,
  };
}

/** Applies a pattern everywhere but inside the placeholders that earlier patterns left. */
function applyOutside(
  text: string,
  { kind, pattern, accepts }: MaskPattern,
  replace: (kind: string, original: string) => string,
): string {
  return text.replace(pattern, (found: string) => {
    if (kind !== 'TEXT' && /MASKED_[A-Z]+_\d+/.test(found)) return found;
    return accepts?.(found) === false ? found : replace(kind, found);
  });
}

const NAMES_AT_ONCE = 500;

/** Longest first, so that a name within a longer one does not break it apart. */
function namePatterns(names: readonly string[]): MaskPattern[] {
  const sorted = [...new Set(names)].filter((name) => name.length >= 3).sort((a, b) => b.length - a.length);
  const patterns: MaskPattern[] = [];
  for (let start = 0; start < sorted.length; start += NAMES_AT_ONCE) {
    const choices = sorted.slice(start, start + NAMES_AT_ONCE).map((name) => RegExp.escape(name));
    patterns.push({ kind: 'INSTANCE', pattern: new RegExp(`(?<![\\w-])(?:${choices.join('|')})(?![\\w-])`, 'gi') });
  }
  return patterns;
}
