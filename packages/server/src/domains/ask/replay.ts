import type { Principal, ReplayedExample } from '@locum/contracts';
import { parse, print } from '@locum/promql';
import { AppError } from '../../platform/errors.ts';
import type { CatalogSnapshot } from '../catalog/index.ts';
import type { QueryResult, Sources, TelemetryProvider } from '../sources/index.ts';
import type { AnsweringDeps } from './answering.ts';
import { prepareQuery } from './pipeline/prepare-query.ts';
import { findSourceFailure } from './pipeline/source-failure.ts';
import { createStageLog } from './pipeline/stages/stage-log.ts';
import { isSameData } from './same-data.ts';
import type { ExampleRow } from './store.ts';

export interface ReplayDeps extends AnsweringDeps {
  readonly sources: Pick<Sources, 'get'>;
}

export type Replay = (
  principal: Principal,
  sourceId?: string,
) => Promise<{ examples: ReplayedExample[]; failed: number }>;

/**
 * Asks every learned question again as if it were new, and compares the data of what is planned with that of what was
 * learned, at one moment. Fails where the planner was right once and is not any more, or a learned query no longer runs.
 */
export function createReplay(deps: ReplayDeps): Replay {
  return async (principal, sourceId) => {
    const source = await deps.sources.get(principal, sourceId);
    const { snapshot } = await deps.catalog.get(principal, source.id);
    const rows = (await deps.examples.list(principal.organisationId)).filter((row) => row.sourceId === source.id);
    const examples: ReplayedExample[] = [];
    // One after the other: a gate must not be a load test.
    for (const row of rows) examples.push(await replayOne(row, snapshot, source.direct, deps));
    return {
      examples,
      failed: examples.filter(({ verdict }) => verdict === 'different' || verdict === 'broken').length,
    };
  };
}

async function replayOne(
  row: ExampleRow,
  snapshot: CatalogSnapshot,
  provider: TelemetryProvider,
  deps: ReplayDeps,
): Promise<ReplayedExample> {
  const { question, promql, origin } = row;
  const about = { question, promql, origin };
  const now = deps.clock.now() / 1000;
  const wanted = await run(promql, now, provider);
  if (typeof wanted === 'string') return { ...about, verdict: 'broken', detail: wanted };
  const log = createStageLog({ monotonic: () => deps.clock.monotonic() });
  const prepared = await prepareQuery({ question, now }, { ...deps, snapshot }, log);
  const wrong = origin === 'edited' ? ('learned' as const) : ('different' as const);
  if (prepared.outcome !== 'prepared') return { ...about, verdict: wrong, detail: prepared.message };
  const planned = prepared.promql;
  if (planned === normalise(promql))
    return { ...about, verdict: 'same', planned, detail: 'The same query is planned.' };
  const got = await run(planned, now, provider);
  if (typeof got === 'string') return { ...about, verdict: wrong, planned, detail: got };
  return isSameData(wanted, got)
    ? { ...about, verdict: 'equal', planned, detail: 'Another query with the same data is planned.' }
    : { ...about, verdict: wrong, planned, detail: 'Another query with other data is planned.' };
}

/** The data, or why there is none. Throws when the source is down: then nothing can be said of any query. */
async function run(promql: string, time: number, provider: TelemetryProvider): Promise<QueryResult | string> {
  try {
    return await provider.queryInstant({ promql, time });
  } catch (error) {
    const failure = findSourceFailure(error);
    if (failure?.code !== 'source_query_rejected') throw error instanceof Error ? error : new AppError('internal');
    return failure.hint ?? failure.publicMessage;
  }
}

function normalise(promql: string): string {
  const parsed = parse(promql);
  return parsed.ok ? print(parsed.expr) : promql;
}
