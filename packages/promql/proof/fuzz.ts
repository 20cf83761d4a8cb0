import {
  check,
  estimateCost,
  explain,
  type MetricCatalog,
  parse,
  prettyPrint,
  print,
  repair,
  supportedBy,
} from '../src/index.ts';
import { mutate } from './mutations.ts';
import { createRandom, type Random } from './random.ts';

export interface FuzzResult {
  readonly inputs: number;
  readonly accepted: number;
  readonly slowestMs: number;
  readonly failures: readonly string[];
}

/** Longest time any single input may take for everything the package does with it. */
const FUZZ_LIMIT_MS = 5_000;
const MEGABYTE = 1_048_576;

/** Hostile, huge and random texts through every operation: none may throw, and none may take longer than the limit. */
export function fuzz(expressions: readonly string[], catalog: MetricCatalog, count: number, seed: number): FuzzResult {
  const random = createRandom(seed);
  const inputs = [...hostileTexts(), ...Array.from({ length: count }, () => randomText(expressions, random))];
  const failures: string[] = [];
  let accepted = 0;
  let slowestMs = 0;
  for (const text of inputs) {
    const started = performance.now();
    try {
      if (exercise(text, catalog)) accepted += 1;
    } catch (fault) {
      failures.push(`${fault}: ${text.slice(0, 100)} (${text.length} characters)`);
    }
    const tookMs = performance.now() - started;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > FUZZ_LIMIT_MS) failures.push(`${Math.round(tookMs)} ms: ${text.slice(0, 100)}`);
  }
  return { inputs: inputs.length, accepted, slowestMs, failures };
}

function exercise(text: string, catalog: MetricCatalog): boolean {
  const result = parse(text);
  if (!result.ok) {
    if (result.error.message === '' || result.error.start > result.error.end) throw new Error('an error without place');
    return false;
  }
  const { expr } = result;
  print(expr);
  prettyPrint(expr, 40);
  check(expr);
  check(expr, { catalog, serverVersion: '2.42.0' });
  repair(expr, { catalog });
  explain(expr, { catalog });
  estimateCost(expr, { catalog, kind: 'range', rangeSeconds: 86_400, stepSeconds: 15, budget: { maxSamples: 1 } });
  supportedBy(expr, '2.42.0');
  return true;
}

function hostileTexts(): string[] {
  const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}up${close.repeat(depth)}`;
  const depths = [400, 990, 5_000, 200_000];
  return [
    ...depths.flatMap((depth) => [
      nested('(', ')', depth),
      nested('sum(', ')', depth),
      nested('-', '', depth),
      nested('abs(-(', '))', depth),
    ]),
    ...depths.map((depth) => `up${' + up'.repeat(depth)}`),
    ...depths.map((depth) => `up${' ^ up'.repeat(depth)}`),
    ...depths.map((depth) => `up${'[5m:1m]'.repeat(depth)}`),
    ...depths.map((depth) => `max_over_time(up${'[5m:1m]'.repeat(depth)})`),
    ...['(', '[', '{', '"', '\\', '-', '#', '@', 'a', '9', ' ', '\u0000', '\ud800', '😀', 'e+', '{a=~"', 'up{'].map(
      (unit) => unit.repeat(MEGABYTE / unit.length),
    ),
    ...['(', '[', '{', '"', '9', 'a', '#', '(a|', 'a{1000}'].map((unit) => unit.repeat(20_000)),
    `up{a=~"${'(a+)+'.repeat(2_000)}b"}`,
    `up{a=~"${'('.repeat(100_000)}${')'.repeat(100_000)}"}`,
    `up{a=~"(((a{10}){10}){10}){10}"}`,
    `up{${Array.from({ length: 5_000 }, (_, index) => `l${index}="v"`).join(',')}}`,
    `sum by (${Array.from({ length: 20_000 }, (_, index) => `l${index}`).join(',')}) (up)`,
    `{__name__=~"${'a?'.repeat(500)}${'a'.repeat(500)}"}`,
    '',
  ];
}

function randomText(expressions: readonly string[], random: Random): string {
  if (random.chance(0.6)) return mutate(random.pick(expressions), random);
  const length = random.below(200);
  const limit = random.pick([128, 256, 65_536]);
  return Array.from({ length }, () => String.fromCharCode(random.below(limit))).join('');
}
