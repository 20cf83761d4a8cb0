import type { LexicalRules } from './lexer.ts';
import { isAtLeast, parseVersion } from './version.ts';

export interface ParseOptions {
  /** Accept only what this server release accepts (`"2.42.0"`); without it, everything from 2.x to the newest 3.x. */
  readonly serverVersion?: string | undefined;
  /** Longest text in UTF-16 units; default 262,144. */
  readonly maxLength?: number | undefined;
  /** Deepest nesting of the tree, long operator chains included; default 1,000. */
  readonly maxDepth?: number | undefined;
}

/** What a server release accepts, beyond its list of functions. */
export interface Dialect extends LexicalRules {
  /** `{"metric.name", "label.name"="x"}` and quoted names in groupings: 3.0 and newer. */
  readonly quotedNames: boolean;
  /** `offset 0s`: 3.0 and newer; before, every duration had to be positive. */
  readonly zeroOffsets: boolean;
  /** `[5m * 2]` and `offset (1h + 5m)`: 3.14 and newer. */
  readonly durationArithmetic: boolean;
  /** `rate(x[5m] anchored)` and `x smoothed`: 3.16 and newer. */
  readonly extendedRanges: boolean;
  /** `start()` and `end()` are functions, not only `@` times: 3.12 and newer. */
  readonly timeFunctions: boolean;
  /** Undefined stands for "any release". */
  readonly version: { readonly major: number; readonly minor: number } | undefined;
}

const NEWEST: Dialect = {
  numericDurations: true,
  limitAggregators: true,
  quotedNames: true,
  zeroOffsets: true,
  durationArithmetic: true,
  extendedRanges: true,
  timeFunctions: true,
  version: undefined,
};

const known = new Map<string, Dialect>();

/** Throws RangeError when the version is not one: it comes from a server's build information, not from a user. */
export function dialectOf(serverVersion: string | undefined): Dialect {
  if (serverVersion === undefined) return NEWEST;
  const cached = known.get(serverVersion);
  if (cached !== undefined) return cached;
  const version = parseVersion(serverVersion);
  if (version === undefined) throw new RangeError(`not a Prometheus version: ${serverVersion}`);
  const dialect: Dialect = {
    numericDurations: isAtLeast(version, '2.54'),
    limitAggregators: isAtLeast(version, '2.54'),
    quotedNames: isAtLeast(version, '3.0'),
    zeroOffsets: isAtLeast(version, '3.0'),
    durationArithmetic: isAtLeast(version, '3.14'),
    extendedRanges: isAtLeast(version, '3.16'),
    timeFunctions: isAtLeast(version, '3.12'),
    version,
  };
  if (known.size > 100) known.clear();
  known.set(serverVersion, dialect);
  return dialect;
}
