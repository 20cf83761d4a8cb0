import { parse } from '@locum/promql';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { exampleKey, isNearKey } from './example-key.ts';
import type { PlannedQuery } from './pipeline/planner.ts';
import type { AskStore, ExampleRow } from './store.ts';

/** Learned queries of organisations, held in memory. */
export interface Examples {
  /** The example for a question, as a plan; null when nobody taught one. */
  find(place: Place, question: string): Promise<{ readonly row: ExampleRow; readonly planned: PlannedQuery } | null>;
  list(organisationId: string): Promise<readonly ExampleRow[]>;
  /** Counts a use; does not wait for it. */
  used(row: ExampleRow): void;
  /** Changes with everything that is taught or taken back: what was cached before is not the same any more. */
  revision(organisationId: string): Promise<string>;
  forget(organisationId: string): void;
}

export interface Place {
  readonly organisationId: string;
  readonly sourceId: string;
}

export interface ExamplesDeps {
  readonly store: Pick<AskStore, 'listExamples' | 'countUse'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** Another replica's lessons are seen after this. */
const REFRESH_MS = 15_000;
const CONFIDENCE = 0.97;

interface Loaded {
  readonly rows: Promise<readonly ExampleRow[]>;
  readonly atMs: number;
}

export function createExamples({ store, clock, log }: ExamplesDeps): Examples {
  const loaded = new Map<string, Loaded>();

  function list(organisationId: string): Promise<readonly ExampleRow[]> {
    const known = loaded.get(organisationId);
    if (known !== undefined && clock.monotonic() - known.atMs < REFRESH_MS) return known.rows;
    const rows = store.listExamples(organisationId);
    loaded.set(organisationId, { rows, atMs: clock.monotonic() });
    rows.catch(() => loaded.delete(organisationId));
    return rows;
  }

  return {
    list,
    async find({ organisationId, sourceId }, question) {
      const rows = (await list(organisationId)).filter((row) => row.sourceId === sourceId);
      if (rows.length === 0) return null;
      const key = exampleKey(question);
      const row = rows.find((one) => one.key === key) ?? rows.find((one) => isNearKey(one.key, key));
      const planned = row === undefined ? null : toPlan(row);
      return row === undefined || planned === null ? null : { row, planned };
    },
    used(row) {
      store.countUse(row.organisationId, row.id, new Date(clock.now())).catch((error: unknown) => {
        log.warn({ err: error }, 'the use of an example could not be counted');
      });
    },
    async revision(organisationId) {
      const rows = await list(organisationId);
      return `${rows.length}:${Math.max(0, ...rows.map(({ createdAt }) => createdAt.getTime()))}`;
    },
    forget: (organisationId) => void loaded.delete(organisationId),
  };
}

function toPlan({ promql, kind, rangeSeconds, unit, reading, question, origin }: ExampleRow): PlannedQuery | null {
  const parsed = parse(promql);
  if (!parsed.ok) return null;
  const who = origin === 'edited' ? 'corrected' : 'accepted';
  return {
    outcome: 'planned',
    expr: parsed.expr,
    promql,
    kind,
    ...(rangeSeconds !== null && { rangeSeconds }),
    unit,
    reading: reading === '' ? `what was ${who} for "${question}"` : reading,
    confidence: CONFIDENCE,
    planner: 'example',
    alternatives: [],
  };
}
