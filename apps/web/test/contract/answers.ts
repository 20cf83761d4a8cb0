import { createHash } from 'node:crypto';
import type { Answer, AskBody, ChartSpec, Evidence, MetricResult, Step } from '@locum/contracts';
import { course, timesUntil } from './series.ts';

const stepsDone: Step[] = [
  { name: 'understand', summary: '95th percentile of request duration, by route', ms: 1.2 },
  { name: 'ground', summary: 'http_request_duration_seconds of checkout', ms: 3.8 },
  { name: 'plan', summary: 'histogram_quantile over 5 m', ms: 0.9 },
  { name: 'check', summary: 'valid, no finding', ms: 0.6 },
  { name: 'cost', summary: '84 series, 5,040 samples, within the budget', ms: 0.4 },
  { name: 'execute', summary: '3 series, 61 points', ms: 38.1 },
  { name: 'answer', summary: '6 figures', ms: 1.1 },
  { name: 'record', summary: 'kept', ms: 0.3 },
];

export const longQuery =
  'histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket{service="checkout", route!="/health"}[5m])))';

interface Made {
  chart?: Partial<ChartSpec> & Pick<ChartSpec, 'type' | 'unit'>;
  result: MetricResult;
  promql?: string;
  kind?: 'instant' | 'range';
}

/** Invents the answer that a question asks for by its words: the words are the name of a state of the page. */
export function inventAnswer(body: AskBody, id: string, nowSeconds: number): Answer {
  const base = blank(body, id, nowSeconds);
  const { question } = body;
  const found = Object.entries(inventors).find(([word]) => question.toLowerCase().includes(word));
  return (found?.[1] ?? latency)(base, nowSeconds);
}

type Inventor = (base: Answer, now: number) => Answer;

const inventors: Record<string, Inventor> = {
  unreachable: (base, now) => ({
    ...base,
    ...planned(base, now, 'sum(up)', 'count'),
    status: 'failed',
    reason: 'source_timeout',
    headline: [{ text: 'Prometheus did not answer within 30 s. Try again, or narrow the range.' }],
  }),
  'when did it rise': (base, now) => {
    const answer = latency(base, now);
    const moment = { id: 'm1', value: 1_795_170_420, at: 1_795_170_420, unit: 'timestamp', text: '10:27 UTC' };
    return {
      ...answer,
      claims: [...answer.claims, { ...moment, evidenceId: answer.claims[0]!.evidenceId, derivation: 'change point' }],
      headline: [{ text: 'It rose at ' }, { text: moment.text, claimId: moment.id }, { text: '.' }],
    };
  },
  'top of memory': bars,
  stacked: (base, now) =>
    withData(base, now, stackedData(now), 'Together the services handle **1.24 k/s**, most of it by search.'),
  heatmap: (base, now) =>
    withData(base, now, heatmapData(now), 'Most requests take **50 ms – 100 ms**; the slow tail grew at the end.'),
  'every pod': (base, now) =>
    withData(base, now, manySeries(now, 100, 241), 'The 100 pods use **0.12 – 1.9 cores** each.'),
  'list all': tables,
  'how many': stats,
  stale: (base, now) => {
    const answer = latency(base, now);
    const evaluatedAt = new Date((now - 246) * 1000).toISOString();
    return { ...answer, evidence: answer.evidence.map((one) => ({ ...one, staleSeconds: 246, evaluatedAt })) };
  },
  warnings: (base, now) => {
    const answer = latency(base, now);
    return {
      ...answer,
      evidence: answer.evidence.map((one) => ({ ...one, warnings: ['results truncated due to limit'] })),
    };
  },
  unsure: (base, now) => {
    const answer = latency(base, now);
    return { ...answer, plan: { ...answer.plan!, confidence: 0.34 } };
  },
  'delete everything': (base) => ({
    ...base,
    status: 'refused',
    reason: 'malicious',
    headline: [
      { text: 'Locum only reads. It does not delete series, and it does not call the admin endpoints of a source.' },
    ],
  }),
  weather: (base) => ({
    ...base,
    status: 'declined',
    reason: 'out_of_scope',
    headline: [{ text: 'Nothing that this source measures tells the weather.' }],
    details: [[{ text: 'The nearest thing known is node_hwmon_temp_celsius, the temperature of the machines.' }]],
    suggestions: ['temperature of the hottest machine', 'which machine is warmest today'],
    intent: { measure: 'temperature', groupBy: [], filters: [] },
  }),
  'no such pod': (base, now) => ({
    ...base,
    ...planned(base, now, 'sum(rate(http_requests_total{pod="cart-9"}[5m]))', 'per_second'),
    status: 'no_data',
    reason: 'unknown_label_value',
    headline: [{ text: 'No series has pod “cart-9”. The nearest pods are cart-0, cart-1 and cart-2.' }],
    suggestions: ['request rate of pod cart-0', 'request rate of pod cart-1'],
  }),
  hostile: (base, now) => {
    const answer = latency(base, now);
    const evil = '<img src=x onerror=globalThis.pwned=1><b>bold</b>';
    return {
      ...answer,
      headline: [{ text: `${evil} is slow` }],
      chart: { ...answer.chart!, title: evil, seriesNames: [evil, `javascript:alert(1)`, '[x](http://evil.example)'] },
      source: { ...answer.source!, exploreUrl: 'javascript:globalThis.pwned=1' },
    };
  },
};

function latency(base: Answer, now: number): Answer {
  const times = timesUntil(now, 61, 60);
  const routes = ['/cart/checkout', '/cart/items', '/orders/{id}'];
  const levels = [0.41, 0.22, 0.13];
  const series = routes.map((route, index) => ({
    labels: { route },
    values: course({
      points: 61,
      level: levels[index]!,
      seed: index + 3,
      gap: index === 1,
      step: index === 0 ? 1.7 : 1,
    }),
  }));
  return withData(
    base,
    now,
    {
      chart: {
        type: 'line',
        title: 'Request duration, 95th percentile',
        unit: 'seconds',
        seriesNames: routes,
        thresholds: [{ value: 0.75, label: 'objective' }],
      },
      result: { type: 'matrix', times, series, totalSeries: 3 },
      promql: longQuery,
    },
    'The 95th percentile of checkout requests is **697 ms**, up **71 %** within the hour.',
    [
      'It rose at 10:43 and peaked at **742 ms** on /cart/checkout; the other routes did not change.',
      'Average **481 ms**, lowest **352 ms**.',
    ],
  );
}

function stackedData(now: number): Made {
  const names = ['search', 'cart', 'checkout', 'auth', 'payments'];
  const series = names.map((service, index) => ({
    labels: { service },
    values: course({ points: 121, level: 620 / (index + 1), seed: 20 + index }),
  }));
  return {
    chart: { type: 'area', title: 'Requests by service', unit: 'per_second', seriesNames: names },
    result: { type: 'matrix', times: timesUntil(now, 121, 60), series, totalSeries: 5 },
    promql: 'sum by (service) (rate(http_requests_total[5m]))',
  };
}

function manySeries(now: number, count: number, points: number): Made {
  const names = Array.from(
    { length: count },
    (_, index) => `shop-${['auth', 'cart', 'search', 'payments'][index % 4]}-${index}`,
  );
  const series = names.map((pod, index) => ({
    labels: { pod },
    values: course({ points, level: 0.2 + 1.5 / (1 + index / 7), seed: 100 + index, gap: index % 9 === 0 }),
  }));
  return {
    chart: { type: 'line', title: 'CPU by pod', unit: 'cores', seriesNames: names },
    result: { type: 'matrix', times: timesUntil(now, points, 30), series, totalSeries: count },
    promql: 'sum by (pod) (rate(container_cpu_usage_seconds_total[5m]))',
  };
}

function heatmapData(now: number): Made {
  const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, Number.MAX_VALUE];
  const times = timesUntil(now, 60, 60);
  const weights = [2, 9, 40, 90, 130, 70, 22, 6, 2, 1];
  const counts = weights.map((weight, row) =>
    course({ points: 60, level: weight, seed: row + 50, step: row > 5 ? 3 : 0.8 }).map((count) =>
      Math.round(count ?? 0),
    ),
  );
  return {
    chart: { type: 'heatmap', title: 'Request durations', unit: 'seconds' },
    result: { type: 'matrix', times, series: [], heatmap: { bounds, counts }, totalSeries: 10 },
    promql: 'sum by (le) (increase(http_request_duration_seconds_bucket[1m]))',
  };
}

function instant(now: number, names: string[], values: number[], chart: Made['chart'] & object): Made {
  const series = names.map((name, index) => ({ labels: { instance: name }, values: [values[index]!] }));
  return {
    chart: { ...chart, seriesNames: names },
    result: { type: 'vector', times: [now], series, totalSeries: names.length },
    promql: `topk(${names.length}, process_resident_memory_bytes)`,
    kind: 'instant',
  };
}

function bars(base: Answer, now: number): Answer {
  const names = ['search-0', 'cart-1', 'cart-0', 'payments-0', 'checkout-2', 'checkout-0', 'auth-0'];
  const data = instant(now, names, [1.9e9, 1.1e9, 9.4e8, 6.1e8, 5.2e8, 4.9e8, 2.2e8], {
    type: 'bar',
    title: 'Resident memory',
    unit: 'bytes',
  });
  return withData(base, now, data, 'search-0 uses the most memory, **1.77 GiB**, 72 % more than the next.');
}

function stats(base: Answer, now: number): Answer {
  const data = instant(now, ['targets up'], [14], { type: 'stat', title: 'Targets up', unit: 'count' });
  return withData(base, now, data, '**14** of 15 targets are up.', ['cart-2 has been down for **6 m**.']);
}

function tables(base: Answer, now: number): Answer {
  const names = Array.from(
    { length: 240 },
    (_, index) => `job=node instance=10.0.${Math.floor(index / 16)}.${index % 16}:9100`,
  );
  const values = names.map((_, index) => 0.2 + ((index * 37) % 240) / 300);
  return withData(
    base,
    now,
    instant(now, names, values, { type: 'table', title: 'Memory used', unit: 'ratio' }),
    '**240** machines report their memory.',
  );
}

function withData(base: Answer, now: number, made: Made, headline: string, details: string[] = []): Answer {
  const evidence = evidenceOf(base, now, made);
  const claims: Answer['claims'] = [];
  const read = (text: string) =>
    text.split('**').map((piece, index) => {
      if (index % 2 === 0) return { text: piece };
      const id = `c${claims.length + 1}`;
      claims.push({
        id,
        value: Number.parseFloat(piece),
        unit: made.chart?.unit ?? '',
        text: piece,
        evidenceId: evidence.id,
        derivation: 'last value',
        at: now,
      });
      return { text: piece, claimId: id };
    });
  return {
    ...base,
    ...planned(base, now, made.promql ?? 'up', made.chart?.unit ?? 'count', made.kind),
    headline: read(headline),
    details: details.map(read),
    claims,
    evidence: [evidence],
    ...(made.chart
      ? {
          chart: {
            title: 'Request duration, 95th percentile',
            evidenceId: evidence.id,
            seriesNames: [],
            thresholds: [],
            ...made.chart,
          },
        }
      : {}),
    explanation: 'the 95th percentile of the request duration of checkout, for each route, over the last 5 minutes.',
    alternatives: [
      {
        promql: 'sum(rate(http_request_duration_seconds_sum[5m])) / sum(rate(http_request_duration_seconds_count[5m]))',
        reading: 'The average duration instead of the 95th percentile',
        reason: '“Slow” can also mean the average.',
        kind: 'range',
      },
      {
        promql: 'max(probe_duration_seconds)',
        reading: 'The duration of the probes',
        reason: 'blackbox measures it from outside.',
        kind: 'range',
      },
    ],
    followUps: ['and for auth?', 'compared to yesterday', 'which instance is slowest?'],
  };
}

function evidenceOf(base: Answer, now: number, made: Made): Evidence {
  const startSeconds = made.result.times[0] ?? now;
  const digest = createHash('sha256').update(JSON.stringify(made.result.series.length)).digest('hex');
  return {
    id: `${base.id}-e1`,
    kind: 'metric_result',
    sourceId: 's1',
    sourceName: 'Shop',
    sourceRevision: '2.42.0',
    request: {
      promql: made.promql ?? 'up',
      kind: made.kind ?? 'range',
      startSeconds,
      endSeconds: now,
      stepSeconds: 60,
    },
    evaluatedAt: new Date(now * 1000).toISOString(),
    warnings: [],
    result: made.result,
    digest,
  };
}

function planned(
  base: Answer,
  now: number,
  promql: string,
  unit: string,
  kind: 'instant' | 'range' = 'range',
): Pick<Answer, 'plan' | 'cost'> {
  const own = base.plan?.promql;
  return {
    plan: {
      ...{
        promql: own ?? promql,
        kind,
        startSeconds: now - 3600,
        endSeconds: now,
        stepSeconds: 60,
        windowSeconds: 300,
        unit,
      },
      reading: 'the 95th percentile of the request duration of checkout over the last hour',
      confidence: 0.91,
      planner: own ? 'user' : 'built-in',
    },
    cost: { series: 84, samples: 5040, budgetSamples: 10_000_000, withinBudget: true, reason: '84 series × 60 points' },
  };
}

function blank(body: AskBody, id: string, now: number): Answer {
  return {
    id,
    question: body.question,
    ...(body.previousQuestionId
      ? { previousQuestionId: body.previousQuestionId, readAs: `${body.question}, of checkout` }
      : {}),
    status: 'answered',
    ...{
      headline: [],
      details: [],
      claims: [],
      evidence: [],
      findings: [],
      alternatives: [],
      suggestions: [],
      followUps: [],
    },
    ...(body.promql
      ? {
          plan: {
            promql: body.promql,
            kind: 'range',
            endSeconds: now,
            unit: 'seconds',
            reading: 'your query',
            confidence: 1,
            planner: 'user',
          },
        }
      : {}),
    source: { id: 's1', name: 'Shop', exploreUrl: 'http://127.0.0.1:9090/graph' },
    cached: false,
    steps: stepsDone,
    askedAt: new Date(now * 1000).toISOString(),
    ms: 46.4,
  };
}
