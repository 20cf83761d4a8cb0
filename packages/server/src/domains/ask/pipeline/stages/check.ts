import type { Finding } from '@locum/contracts';
import { type Expr, type Finding as PromqlFinding, print, repair, supportedBy } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { PlannedQuery } from '../planner.ts';
import type { Staged } from './stage-log.ts';

/** A query that may run, as it will run. */
export interface CheckedQuery {
  readonly outcome: 'checked';
  readonly expr: Expr;
  readonly promql: string;
  readonly findings: readonly Finding[];
}

export interface RejectedQuery {
  readonly outcome: 'rejected';
  readonly reason: 'unsupported' | 'invalid_plan';
  readonly message: string;
  readonly findings: readonly Finding[];
}

/** What a planner must not get wrong. A query that a person wrote runs as written, with the same remarks beside it. */
const FATAL: ReadonlySet<string> = new Set(['unknown-metric', 'quantile-not-histogram', 'unsupported']);

/** Reviews the query against the catalog and repairs what is certain; of a person's own query nothing is changed. */
export function checkStage(
  planned: Pick<PlannedQuery, 'expr' | 'planner'>,
  { snapshot }: { readonly snapshot: CatalogSnapshot },
): Staged<CheckedQuery | RejectedQuery> {
  const { serverVersion } = snapshot;
  const options = { catalog: snapshot, ...(isVersion(serverVersion) && { serverVersion }) };
  const { expr, applied, remaining } = repair(planned.expr, options);
  const isOwn = planned.planner === 'user';
  const kept = isOwn ? planned.expr : expr;
  const findings = [
    ...applied.map((finding) => toFinding(finding, !isOwn)),
    ...remaining.map((finding) => toFinding(finding, false)),
  ];
  const lacks = missingFeatures(kept, serverVersion);
  if (lacks !== undefined)
    return { result: { outcome: 'rejected', reason: 'unsupported', message: lacks, findings }, summary: lacks };
  const fatal = isOwn ? undefined : remaining.find(({ code, severity }) => severity === 'error' && FATAL.has(code));
  if (fatal !== undefined)
    return {
      result: { outcome: 'rejected', reason: 'invalid_plan', message: fatal.message, findings },
      summary: fatal.message,
    };
  return { result: { outcome: 'checked', expr: kept, promql: print(kept), findings }, summary: summarise(findings) };
}

function missingFeatures(expr: Expr, serverVersion: string): string | undefined {
  if (!isVersion(serverVersion)) return undefined;
  const support = supportedBy(expr, serverVersion);
  if (support.supported) return undefined;
  const [first] = support.missing;
  return `This needs ${first?.feature}, which the source (version ${serverVersion}) does not have: ${first?.needs} has it.`;
}

// Thanos and VictoriaMetrics may answer with names of their own ("main", "v1.93").
function isVersion(text: string): boolean {
  return /^v?[23]\.\d+/.test(text.trim());
}

function toFinding({ code, severity, message, start, end }: PromqlFinding, repaired: boolean): Finding {
  return { code, severity, message, start, end, ...(repaired && { repaired }) };
}

function summarise(findings: readonly Finding[]): string {
  const repaired = findings.filter((finding) => finding.repaired === true).length;
  const open = findings.length - repaired;
  if (findings.length === 0) return 'nothing to object';
  return [
    ...(repaired > 0 ? [`${repaired} repaired`] : []),
    ...(open > 0 ? [`${open} ${open === 1 ? 'remark' : 'remarks'}`] : []),
  ].join(', ');
}
