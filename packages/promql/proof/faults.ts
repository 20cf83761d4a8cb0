import { check, type Expr, type Finding, parse, print } from '../src/index.ts';
import { FAULT_KINDS } from './fault-kinds/all.ts';
import type { FaultKind } from './fault-kinds/kind.ts';
import type { FaultTools } from './fault-tools.ts';
import { createRandom } from './random.ts';
import { synthesizeCatalog } from './synthetic-catalog.ts';

export interface FaultResult {
  readonly kind: string;
  readonly planted: number;
  readonly found: number;
  /** Found with severity error or warning. */
  readonly loud: number;
  /** Repairs offered, and those that parse and leave one finding of the kind less. */
  readonly offered: number;
  readonly mended: number;
  readonly missed: readonly string[];
}

const PER_KIND = 60;

/** Plants up to 60 faults of every kind into the expressions and counts those the checker names. */
export function measureFaults(expressions: readonly string[], seed: number): FaultResult[] {
  const catalog = synthesizeCatalog(expressions);
  const parsed = expressions.flatMap((text) => {
    const result = parse(text);
    return result.ok ? [result.expr] : [];
  });
  return FAULT_KINDS.map((kind, index) => measure(kind, parsed, { catalog, random: createRandom(seed + index) }));
}

function measure(kind: FaultKind, parsed: readonly Expr[], tools: FaultTools): FaultResult {
  const missed: string[] = [];
  let planted = 0;
  let found = 0;
  let loud = 0;
  let offered = 0;
  let mended = 0;
  for (let attempt = 0; attempt < 20_000 && planted < PER_KIND; attempt += 1) {
    const original = tools.random.pick(parsed);
    const faulty = kind.plant(original, tools);
    // An expression that has the fault already proves nothing.
    if (faulty === undefined || findings(original, kind, tools).length > 0) continue;
    // What counts is the text a person would have written, positions included.
    const reread = parse(print(faulty));
    if (!reread.ok) throw new Error(`the fault maker "${kind.name}" wrote invalid PromQL: ${print(faulty)}`);
    planted += 1;
    const after = findings(reread.expr, kind, tools);
    if (after.length === 0) missed.push(print(faulty));
    else found += 1;
    if (after.some((finding) => finding.severity !== 'info')) loud += 1;
    const repair = after.find((finding) => finding.repair !== undefined)?.repair;
    if (repair === undefined) continue;
    offered += 1;
    const repaired = parse(print(repair.expr));
    if (repaired.ok && findings(repaired.expr, kind, tools).length < after.length) mended += 1;
    else missed.push(`repair of ${print(faulty)}: ${print(repair.expr)}`);
  }
  return { kind: kind.name, planted, found, loud, offered, mended, missed };
}

function findings(expr: Expr, kind: FaultKind, tools: FaultTools): Finding[] {
  const all = check(expr, { catalog: tools.catalog, serverVersion: kind.serverVersion });
  return all.filter((finding) => kind.expected.includes(finding.code));
}
