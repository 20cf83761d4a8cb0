/**
 * Planning time of the built-in planner at 1,000, 10,000 and 50,000 metrics. What it costs to have their catalog: `bench/catalog.ts`.
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
import { buildSnapshot, loadKnowledge, loadLexicon } from '../packages/server/src/domains/catalog/index.ts';
import { type Figure, percentile, report } from './measure/report.ts';
import { createSyntheticCatalog, syntheticQuestions } from './measure/synthetic-catalog.ts';

const { values } = parseArgs({ options: { profile: { type: 'boolean', default: false } } });
const NOW = 1_790_000_400;
const QUESTIONS = 240;
const WARM_UP = 40;
const MOST_MS: Readonly<Record<number, number>> = { 10000: 20 };

const knowledge = loadKnowledge();
const lexicon = loadLexicon();
const figures: Figure[] = [];
for (const count of values.profile ? [10_000] : [1000, 10_000, 50_000]) figures.push(...(await measure(count)));
process.exitCode = report('plan', figures) ? 0 : 1;

async function measure(count: number): Promise<Figure[]> {
  const snapshot = buildSnapshot(createSyntheticCatalog(count, NOW));
  const grounds = createGroundCache(knowledge, lexicon);
  await grounds.of(snapshot);
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
  return [
    { name: `planning p50, ${at}`, value: percentile(times, 0.5), unit: 'ms', ...(most !== undefined && { most }) },
    { name: `planning p99, ${at}`, value: percentile(times, 0.99), unit: 'ms' },
    { name: `questions with a query, ${at}`, value: (100 * planned) / QUESTIONS, unit: '%' },
  ];
}
