import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import './readme-example.ts';
import { build, check, explain, parse, print, repair } from '../src/index.ts';

it('shows in the README the example that the compiler checks', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = readFileSync(join(import.meta.dirname, 'readme-example.ts'), 'utf8');
  expect(readme).toContain(example.replace("'../src/index.ts'", "'@locum/promql'"));
});

it('gives the results that the README’s example states', () => {
  const result = parse('histogram_quantile(95, sum(rate(request_seconds_bucket[5m])))');
  if (!result.ok) throw new Error(result.error.message);
  const repaired = repair(result.expr).expr;
  const errors = build.call(
    'rate',
    build.range(build.selector('errors_total', [build.matcher('job', '=', 'api')]), 300_000),
  );
  expect(check(result.expr).map((finding) => finding.code)).toEqual(['quantile-out-of-range', 'quantile-without-le']);
  expect(print(repaired)).toBe('histogram_quantile(0.95, sum by (le) (rate(request_seconds_bucket[5m])))');
  expect(explain(repaired)).toBe('The 95th percentile of request_seconds over the last 5 minutes.');
  expect(print(build.sumBy(['route'], errors))).toBe('sum by (route) (rate(errors_total{job="api"}[5m]))');
});
