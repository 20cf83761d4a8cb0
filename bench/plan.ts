/**
 * Planning time of the built-in planner at 1,000, 10,000 and 50,000 metrics; the time that a new and a slightly changed catalog take to
 * become searchable for it, and for how long at most they keep the event loop from serving others meanwhile.
 *
 *   node bench/plan.ts [--profile]   (--profile: 10,000 metrics only, for `node --cpu-prof`)
 */
import { parseArgs } from 'node:util';
import {
  builtInPlanner,
  createGroundCache,
  createStageLog,
  prepareQuery,
} from '../packages/server/src/domains/ask/index.ts';
import {
  buildSnapshotInSteps,
  type CatalogSnapshot,
  type CatalogState,
  loadKnowledge,
  loadLexicon,
} from '../packages/server/src/domains/catalog/index.ts';
import { runInSlices } from '../packages/server/src/platform/interruptible/index.ts';
import { watchEventLoop } from './measure/event-loop.ts';
import { type Figure, percentile, report } from './measure/report.ts';
import { changeCatalog, createSyntheticCatalog, syntheticQuestions } from './measure/synthetic-catalog.ts';

const { values } = parseArgs({ options: { profile: { type: 'boolean', default: false } } });
const NOW = 1_790_000_400;
const QUESTIONS = 240;
const WARM_UP = 40;
const CHANGED_METRICS = 20;
const MOST_MS: Readonly<Record<number, number>> = { 10000: 20 };
/** Nobody notices a pause as short as this. */
const MOST_BLOCKED_MS: Readonly<Record<number, number>> = { 1000: 50, 10000: 50 };

const knowledge = loadKnowledge();
const lexicon = loadLexicon();
const figures: Figure[] = [];
for (const count of values.profile ? [10_000] : [1000, 10_000, 50_000]) figures.push(...(await measure(count)));
process.exitCode = report('plan', figures) ? 0 : 1;

async function measure(count: number): Promise<Figure[]> {
  const state = createSyntheticCatalog(count, NOW);
  const grounds = createGroundCache(knowledge, lexicon);
  const makeSearchable = async (of: CatalogState, previous?: CatalogSnapshot) => {
    const built = await runInSlices(buildSnapshotInSteps(of, new Map(), previous));
    await grounds.of(built);
    return built;
  };
  const fresh = await watchEventLoop(() => makeSearchable(state));
  const changed = await watchEventLoop(() => makeSearchable(changeCatalog(state, CHANGED_METRICS), fresh.result));
  const snapshot = fresh.result;
  const deps = { snapshot, grounds, planner: builtInPlanner, budgetSamples: 50_000_000 };
  const times: number[] = [];
  let planned = 0;
  for (const [index, question] of syntheticQuestions(QUESTIONS + WARM_UP).entries()) {
    const askedAt = performance.now();
    const log = createStageLog({ monotonic: () => performance.now() });
    const { outcome } = await prepareQuery({ question, now: NOW }, deps, log);
    if (index < WARM_UP) continue;
    times.push(performance.now() - askedAt);
    if (outcome === 'prepared') planned += 1;
  }
  const at = `${count.toLocaleString('en-US')} metrics`;
  const most = MOST_MS[count];
  const mostBlocked = MOST_BLOCKED_MS[count];
  return [
    { name: `planning p50, ${at}`, value: percentile(times, 0.5), unit: 'ms', ...(most !== undefined && { most }) },
    { name: `planning p99, ${at}`, value: percentile(times, 0.99), unit: 'ms' },
    { name: `questions with a query, ${at}`, value: (100 * planned) / QUESTIONS, unit: '%' },
    { name: `a new catalog searchable, ${at}`, value: fresh.ms, unit: 'ms' },
    {
      name: `longest block meanwhile, ${at}`,
      value: fresh.longestBlockMs,
      unit: 'ms',
      ...(mostBlocked && { most: mostBlocked }),
    },
    { name: `${CHANGED_METRICS} changed metrics searchable, ${at}`, value: changed.ms, unit: 'ms' },
    {
      name: `longest block meanwhile, changed, ${at}`,
      value: changed.longestBlockMs,
      unit: 'ms',
      ...(mostBlocked && { most: mostBlocked }),
    },
  ];
}
