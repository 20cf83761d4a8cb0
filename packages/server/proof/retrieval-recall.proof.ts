/**
 * Recall of retrieval on a question set: the share of the metric families of a right query that the search for the question
 * finds among its first ten. Of several accepted queries the best-found counts.
 *
 *   node packages/server/proof/retrieval-recall.proof.ts [--set DIR] [--prometheus URL] [--verbose]
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prometheusSettings } from '@locum/contracts';
import { metricNames, parse } from '@locum/promql';
import { startFrozenPrometheus } from '@locum/testkit';
import { z } from 'zod';
import { type CatalogSnapshot, createCatalogRetrieval, discover } from '../src/domains/catalog/index.ts';
import { createPrometheusProvider } from '../src/domains/sources/index.ts';

const TARGET = 0.95;
const LIMIT = 10;

const question = z.object({
  id: z.string(),
  question: z.string(),
  promql: z.string().nullish(),
  accept: z.array(z.string()).default([]),
  answerable: z.boolean().default(true),
});

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: '../shared/nlq' },
    prometheus: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
if (!existsSync(join(values.set, 'dev.jsonl'))) {
  console.error(`There is no question set in ${values.set}; name its folder with --set.`);
  process.exit(1);
}
const frozen = values.prometheus === undefined ? await startFrozenPrometheus({ dir: values.set }) : undefined;
const url = frozen?.url ?? values.prometheus ?? '';
try {
  const { t0 } = z.object({ t0: z.number() }).parse(await (await fetch(new URL('/-/now', url))).json());
  const provider = createPrometheusProvider(prometheusSettings.parse({ url }));
  const snapshot = await discover(provider, { now: t0 });
  await provider.close();
  process.exitCode = report(snapshot) >= TARGET ? 0 : 1;
} finally {
  await frozen?.stop();
}

function report(snapshot: CatalogSnapshot): number {
  const retrieval = createCatalogRetrieval(snapshot);
  const lines = readFileSync(join(values.set, 'dev.jsonl'), 'utf8').trim().split('\n');
  const questions = lines.map((line) => question.parse(JSON.parse(line))).filter(({ answerable }) => answerable);
  let sum = 0;
  let scored = 0;
  let searchMs = 0;
  for (const { id, question: text, promql, accept } of questions) {
    const readings = [promql ?? '', ...accept]
      .map((query) => familiesOf(query, snapshot))
      .filter((set) => set.length > 0);
    if (readings.length === 0) continue;
    const startedAt = performance.now();
    const hits = retrieval.search(text, { limit: LIMIT }).map(({ family }) => family.name);
    searchMs += performance.now() - startedAt;
    const recall = Math.max(...readings.map((set) => set.filter((name) => hits.includes(name)).length / set.length));
    sum += recall;
    scored += 1;
    if (values.verbose && recall < 1)
      console.log(`${id} ${recall.toFixed(2)} ${text}\n  wanted ${readings[0]}\n  found  ${hits}`);
  }
  const recall = sum / scored;
  console.log(
    `recall@${LIMIT} ${recall.toFixed(4)} over ${scored} questions, ${(searchMs / scored).toFixed(2)} ms a search`,
  );
  return recall;
}

function familiesOf(query: string, snapshot: CatalogSnapshot): readonly string[] {
  const result = parse(query);
  if (!result.ok) return [];
  return [...new Set(metricNames(result.expr).flatMap((name) => snapshot.metric(name)?.family ?? []))];
}
