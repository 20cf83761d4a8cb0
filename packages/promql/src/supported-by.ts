import type { Expr, Span } from './ast.ts';
import { functions } from './functions.ts';
import { isLegacyMetricName } from './parser.ts';
import { isAtLeast, parseVersion, type ServerVersion } from './version.ts';
import { walk } from './walk.ts';

export interface MissingFeature extends Span {
  /** What the server lacks, e.g. `info()` or "quoted metric names". */
  readonly feature: string;
  /** First release that has it, or the feature flag that it needs. */
  readonly needs: string;
}

export type Support = { supported: true } | { supported: false; missing: readonly MissingFeature[] };

export interface SupportOptions {
  /** The server runs with `--enable-feature=promql-experimental-functions`; default false. */
  readonly experimentalFunctions?: boolean | undefined;
}

/** Can a server of this release (`"2.42.0"`) run the expression? Throws RangeError when the text is not a version. */
export function supportedBy(expr: Expr, serverVersion: string, options: SupportOptions = {}): Support {
  const version = parseVersion(serverVersion);
  if (version === undefined) throw new RangeError(`not a Prometheus version: ${serverVersion}`);
  const missing: MissingFeature[] = [];
  walk(expr, (node) => {
    const lack = lackOf(node, version, options.experimentalFunctions ?? false);
    if (lack !== undefined) missing.push({ ...lack, start: node.start, end: node.end });
  });
  return missing.length === 0 ? { supported: true } : { supported: false, missing };
}

const FLAG = '--enable-feature=promql-experimental-functions';

function lackOf(node: Expr, version: ServerVersion, flag: boolean): { feature: string; needs: string } | undefined {
  if (node.type === 'Call') return functionLack(node.func, version, flag);
  if (node.type === 'Aggregate')
    return aggregateLack(node.op, version, flag) ?? labelLack(node.grouping?.labels, version);
  if (node.type === 'Binary' && node.matching !== undefined) {
    return labelLack([...node.matching.labels, ...node.matching.include], version);
  }
  if (node.type !== 'VectorSelector') return undefined;
  if (node.edge !== undefined && !isAtLeast(version, '3.16')) return { feature: node.edge, needs: 'Prometheus 3.16' };
  const quoted = node.name !== undefined && !isLegacyMetricName(node.name);
  if (quoted && !isAtLeast(version, '3.0')) return { feature: 'quoted metric names', needs: 'Prometheus 3.0' };
  return labelLack(
    node.matchers.map((matcher) => matcher.label),
    version,
  );
}

function functionLack(name: string, version: ServerVersion, flag: boolean) {
  const entry = functions.get(name);
  const feature = `${name}()`;
  if (entry === undefined) return { feature, needs: 'a server that knows it; Prometheus does not' };
  if (!isAtLeast(version, entry.since)) return { feature, needs: `Prometheus ${entry.since}` };
  if (entry.removedIn !== undefined && isAtLeast(version, entry.removedIn)) {
    return { feature, needs: `Prometheus before ${entry.removedIn}` };
  }
  const behindFlag = entry.experimental || (entry.stableSince !== undefined && !isAtLeast(version, entry.stableSince));
  return behindFlag && !flag ? { feature, needs: FLAG } : undefined;
}

function aggregateLack(op: string, version: ServerVersion, flag: boolean) {
  if (op !== 'limitk' && op !== 'limit_ratio') return undefined;
  if (!isAtLeast(version, '2.54')) return { feature: op, needs: 'Prometheus 2.54' };
  return flag ? undefined : { feature: op, needs: FLAG };
}

function labelLack(labels: readonly string[] | undefined, version: ServerVersion) {
  if (isAtLeast(version, '3.0')) return undefined;
  const quoted = labels?.some((label) => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) ?? false;
  return quoted ? { feature: 'quoted label names', needs: 'Prometheus 3.0' } : undefined;
}
