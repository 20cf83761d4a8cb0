import { parse } from '../src/index.ts';
import { compareWithServer, generateMutations } from './agreement.ts';
import { loadCorpus } from './corpus.ts';
import { type CostResult, inventQuestions, measureCost, questionsOf } from './cost.ts';
import { measureFalseAlarms } from './false-alarms.ts';
import { measureFaults } from './faults.ts';
import { startFrozenServer } from './frozen-server.ts';
import { fuzz } from './fuzz.ts';
import { readLiveCatalog } from './live-catalog.ts';
import { startPrometheus } from './prometheus.ts';
import { measureRoundTrip } from './round-trip.ts';
import { measureSpeed } from './speed.ts';
import { synthesizeCatalog } from './synthetic-catalog.ts';

interface Row {
  readonly claim: string;
  readonly measured: string;
  readonly threshold: string;
  readonly holds: boolean;
  /** What to look at with --verbose. */
  readonly details: readonly string[];
}

const SEED = 20_240_601;
const MUTATIONS = 8_000;
const verbose = process.argv.includes('--verbose');

const corpus = loadCorpus();
const catalog = synthesizeCatalog(corpus.expressions);
const mutations = generateMutations(corpus.expressions, MUTATIONS, SEED);
const rows = [
  ...roundTrips(),
  ...(await agreement()),
  ...faults(),
  alarms('without a catalog'),
  alarms('with a catalog'),
  ...(await recordedServer()),
  fuzzing(),
  speed(),
];
report(rows);
process.exitCode = rows.every((row) => row.holds) ? 0 : 1;

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / Math.max(1, whole)).toFixed(2)} %)`;
}

function roundTrips(): Row[] {
  const accepted = mutations.filter((text) => parse(text).ok);
  const enough = corpus.substitute || corpus.expressions.length >= 2_000;
  const rows = [
    [`parse(print(q)) is q, ${corpus.origin}`, corpus.expressions],
    ['… and those of their mutations that are valid', accepted],
  ] as const;
  return rows.map(([claim, texts]) => {
    const result = measureRoundTrip(texts);
    const measured = share(result.stable, result.total);
    return { claim, measured, threshold: 'all', holds: result.broken.length === 0 && enough, details: result.broken };
  });
}

async function agreement(): Promise<Row[]> {
  const server = await startPrometheus();
  try {
    const parts = [
      ['the expressions', corpus.expressions],
      ['mutations of them', mutations],
    ] as const;
    const result: Row[] = [];
    for (const [what, texts] of parts) {
      const compared = await compareWithServer(server, texts);
      result.push({
        claim: `accepts and rejects like Prometheus ${server.version}: ${what}`,
        measured: `${share(compared.agreed, compared.total)}, ${compared.rejectedByServer} rejected`,
        threshold: '≥ 99.5 %',
        holds: compared.agreed / compared.total >= 0.995,
        details: compared.disagreements.map((one) => `${one.query}\n    server: ${one.server}\n    ours: ${one.ours}`),
      });
    }
    return result;
  } finally {
    await server.stop();
  }
}

function faults(): Row[] {
  const results = measureFaults(corpus.expressions, SEED);
  const sum = (pick: (result: (typeof results)[number]) => number) =>
    results.reduce((total, one) => total + pick(one), 0);
  const [planted, found, loud] = [sum((one) => one.planted), sum((one) => one.found), sum((one) => one.loud)];
  const [offered, mended] = [sum((one) => one.offered), sum((one) => one.mended)];
  const kinds = results.filter((one) => one.planted > 0).length;
  const finding = {
    claim: `planted faults found, ${kinds} kinds`,
    measured: `${share(found, planted)}, ${share(loud, planted)} as error or warning`,
    threshold: '≥ 98 %',
    holds: found / planted >= 0.98,
    details: results.map(
      (one) =>
        `${one.kind}: ${one.found}/${one.planted}, loud ${one.loud}${one.missed.map((text) => `\n    missed ${text}`).join('')}`,
    ),
  };
  const repairs = {
    claim: 'repairs offered that parse and mend their fault',
    measured: share(mended, offered),
    threshold: '≥ 98 %',
    holds: mended / offered >= 0.98,
    details: results.flatMap((one) => one.missed.filter((text) => text.startsWith('repair'))),
  };
  return [finding, repairs];
}

function alarms(how: 'with a catalog' | 'without a catalog'): Row {
  const result = measureFalseAlarms(corpus.expressions, how === 'with a catalog' ? catalog : undefined);
  return {
    claim: `real expressions objected to, ${how}`,
    measured: share(result.flagged, result.total),
    threshold: '≤ 1 %',
    holds: result.flagged / result.total <= 0.01,
    details: result.examples.map(({ text, finding }) => `${finding.severity} ${finding.code}: ${text}`),
  };
}

async function recordedServer(): Promise<Row[]> {
  const claims = [
    'right queries objected to, with the catalog of a real server',
    'samples estimated within a factor of 2 of Prometheus’s count: right queries',
    '… and queries of many shapes over every metric',
  ] as const;
  const server = await startFrozenServer();
  if (server === undefined) {
    const measured = 'not measured: no recorded Prometheus (LOCUM_NLQ)';
    return claims.map((claim) => ({ claim, measured, threshold: '-', holds: true, details: [] }));
  }
  try {
    const live = await readLiveCatalog(server.url, server.nowSeconds);
    const objected = measureFalseAlarms(server.rightQueries, live);
    const right = await measureCost(server, live, questionsOf(server.rightQueries));
    const invented = await measureCost(server, live, inventQuestions(live, 600, SEED));
    return [
      {
        claim: claims[0],
        measured: share(objected.flagged, objected.total),
        threshold: '≤ 1 %',
        holds: objected.flagged / objected.total <= 0.01,
        details: objected.examples.map(({ text, finding }) => `${finding.severity} ${finding.code}: ${text}`),
      },
      costRow(claims[1], right),
      costRow(claims[2], invented),
    ];
  } finally {
    server.stop();
  }
}

function costRow(claim: string, result: CostResult): Row {
  return {
    claim,
    measured: share(result.close, result.total),
    threshold: '≥ 90 %',
    holds: result.close / result.total >= 0.9,
    details: result.far.map((one) => `${one.query}: estimated ${one.estimate}, counted ${one.truth}`),
  };
}

function fuzzing(): Row {
  const result = fuzz(corpus.expressions, catalog, 20_000, SEED);
  return {
    claim: 'hostile, huge and random texts: no crash, no hang',
    measured: `${result.failures.length} of ${result.inputs} failed, ${result.accepted} accepted, slowest ${Math.round(result.slowestMs)} ms`,
    threshold: 'none; ≤ 5 s each',
    holds: result.failures.length === 0,
    details: result.failures,
  };
}

function speed(): Row {
  const { parseMicroseconds, printMicroseconds, checkMicroseconds } = measureSpeed(corpus.expressions, catalog);
  const measured = `parse ${parseMicroseconds.toFixed(1)} µs, print ${printMicroseconds.toFixed(1)} µs, check ${checkMicroseconds.toFixed(1)} µs`;
  return {
    claim: 'mean time per expression',
    measured,
    threshold: 'parse < 100 µs',
    holds: parseMicroseconds < 100,
    details: [],
  };
}

function report(all: readonly Row[]): void {
  const width = Math.max(...all.map((row) => row.claim.length));
  for (const row of all) {
    console.log(`${row.holds ? 'ok  ' : 'FAIL'}  ${row.claim.padEnd(width)}  ${row.measured}  [${row.threshold}]`);
    if (verbose || !row.holds)
      for (const detail of row.details.slice(0, verbose ? 200 : 10)) console.log(`      ${detail}`);
  }
}
