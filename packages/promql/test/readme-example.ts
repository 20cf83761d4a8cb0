import { build, check, estimateCost, explain, type MetricCatalog, parse, print, repair } from '../src/index.ts';

const result = parse('histogram_quantile(95, sum(rate(request_seconds_bucket[5m])))');
if (!result.ok) throw new Error(`${result.error.message} at ${result.error.start}`);

check(result.expr).map((finding) => finding.code); // ['quantile-out-of-range', 'quantile-without-le']
print(repair(result.expr).expr); // histogram_quantile(0.95, sum by (le) (rate(request_seconds_bucket[5m])))
explain(repair(result.expr).expr); // The 95th percentile of request_seconds over the last 5 minutes.

const errors = build.call(
  'rate',
  build.range(build.selector('errors_total', [build.matcher('job', '=', 'api')]), 300_000),
);
print(build.sumBy(['route'], errors)); // sum by (route) (rate(errors_total{job="api"}[5m]))

const catalog: MetricCatalog = { metric: () => undefined, metricNames: () => [] }; // yours: what your server has
estimateCost(errors, {
  catalog,
  kind: 'range',
  rangeSeconds: 3_600,
  stepSeconds: 60,
  budget: { maxSamples: 1_000_000 },
});
