import type { CostEstimate, Finding, Principal } from '@locum/contracts';
import { check, explain, parse, prettyPrint, print, repair } from '@locum/promql';
import { findAppError } from '../../platform/errors.ts';
import type { Catalog, CatalogSnapshot } from '../catalog/index.ts';
import type { Sources } from '../sources/index.ts';
import { costStage } from './pipeline/stages/cost.ts';
import { parseUserQuery } from './user-query.ts';

export interface ReviewDeps {
  readonly catalog: Pick<Catalog, 'get'>;
  readonly sources: Pick<Sources, 'get'>;
  readonly budgetSamples: number;
  readonly clock: { now(): number };
}

export interface QueryInput {
  readonly promql: string;
  readonly sourceId?: string | undefined;
}

export interface CheckReply {
  readonly valid: boolean;
  readonly findings: Finding[];
  /** With everything repaired that is certain; absent when that is nothing. */
  readonly repaired?: string;
  readonly cost?: CostEstimate;
}

/** Remarks on a query that somebody writes; nothing is run. */
export interface Review {
  /** Throws `query_invalid`. */
  explain(principal: Principal, input: QueryInput): Promise<{ explanation: string; formatted: string }>;
  check(principal: Principal, input: QueryInput): Promise<CheckReply>;
}

export function createReview({ catalog, budgetSamples, clock }: ReviewDeps): Review {
  // Without a source, or while it is down, names alone still say much.
  async function findSnapshot(
    principal: Principal,
    sourceId: string | undefined,
  ): Promise<CatalogSnapshot | undefined> {
    try {
      return (await catalog.get(principal, sourceId)).snapshot;
    } catch (error) {
      const code = findAppError(error)?.code ?? '';
      if (code === 'no_source' || code.startsWith('source_')) return undefined;
      throw error;
    }
  }

  return {
    async explain(principal, { promql, sourceId }) {
      const expr = parseUserQuery(promql);
      const snapshot = await findSnapshot(principal, sourceId);
      return { explanation: explain(expr, { catalog: snapshot }), formatted: prettyPrint(expr) };
    },

    async check(principal, { promql, sourceId }) {
      const parsed = parse(promql);
      if (!parsed.ok) {
        const { message, start, end } = parsed.error;
        return { valid: false, findings: [{ code: 'syntax', severity: 'error', message, start, end }] };
      }
      const snapshot = await findSnapshot(principal, sourceId);
      const options = { catalog: snapshot };
      const findings = check(parsed.expr, options).map(({ code, severity, message, start, end, repair: fix }) => ({
        ...{ code, severity, message, start, end },
        ...(fix !== undefined && { repaired: true }),
      }));
      const { expr, applied } = repair(parsed.expr, options);
      const window = { kind: 'instant', endSeconds: clock.now() / 1000 } as const;
      return {
        valid: findings.every(({ severity }) => severity !== 'error'),
        findings,
        ...(applied.length > 0 && { repaired: print(expr) }),
        ...(snapshot !== undefined && {
          cost: costStage({ expr: parsed.expr, window }, { snapshot, budgetSamples }).result.cost,
        }),
      };
    },
  };
}
