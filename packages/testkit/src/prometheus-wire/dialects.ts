import type { Labels } from './selector.ts';

export type DialectName = 'prometheus-3' | 'mimir' | 'victoriametrics';

/** A native histogram as the query API writes it: buckets are [boundary rule, lower, upper, count]. */
export type WireHistogram = {
  count: string;
  sum: string;
  buckets: readonly (readonly [number, string, string, string])[];
};

export type WireSeries = { labels: Labels; value: string } | { labels: Labels; histogram: WireHistogram };

export type Metadata = Record<string, readonly { type: string; help: string; unit: string }[]>;

export type Dialect = {
  /** Where the API hangs below the server's address. */
  basePath: string;
  acceptsQuotedNames: boolean;
  /** Requests without `X-Scope-OrgID` are turned away. */
  needsTenant: boolean;
  buildInfo: object;
  metadata: Metadata;
  series: readonly WireSeries[];
  /** Fields beside `status` and `data` in the reply to a query. */
  queryExtras(seriesCount: number): object;
  /** A query that cannot be read. */
  parseError(query: string): { status: number; body: object };
  /** Replies that do not depend on parameters, by path below `basePath`. Absent: 404. */
  fixed: Readonly<Record<string, unknown>>;
};

const COMMON_SERIES: readonly WireSeries[] = [
  { labels: { __name__: 'up', job: 'till', instance: '10.0.0.1:8080' }, value: '1' },
  { labels: { __name__: 'up', job: 'till', instance: '10.0.0.2:8080' }, value: '0' },
  {
    labels: { __name__: 'till_receipts_total', job: 'till', instance: '10.0.0.1:8080', method: 'card' },
    value: '1204',
  },
  { labels: { __name__: 'till_receipts_total', job: 'till', instance: '10.0.0.1:8080', method: 'cash' }, value: '77' },
  { labels: { __name__: 'till_print_seconds_bucket', job: 'till', instance: '10.0.0.1:8080', le: '0.5' }, value: '90' },
  {
    labels: { __name__: 'till_print_seconds_bucket', job: 'till', instance: '10.0.0.1:8080', le: '+Inf' },
    value: '100',
  },
  { labels: { __name__: 'till_print_seconds_count', job: 'till', instance: '10.0.0.1:8080' }, value: '100' },
  { labels: { __name__: 'till_print_seconds_sum', job: 'till', instance: '10.0.0.1:8080' }, value: '41.5' },
  // Division by zero is on the wire as text.
  { labels: { __name__: 'till_paper_ratio', job: 'till', instance: '10.0.0.2:8080' }, value: 'NaN' },
];

const COMMON_METADATA: Metadata = {
  till_receipts_total: [{ type: 'counter', help: 'Receipts printed.', unit: '' }],
  till_print_seconds: [{ type: 'histogram', help: 'Time to print a receipt.', unit: 'seconds' }],
  till_paper_ratio: [{ type: 'gauge', help: 'Paper left on the roll.', unit: '' }],
};

const RULES = {
  groups: [
    {
      name: 'till',
      file: '/etc/rules/till.yml',
      interval: 30,
      limit: 0,
      rules: [
        {
          name: 'till:receipts:rate5m',
          query: 'sum(rate(till_receipts_total[5m]))',
          health: 'ok',
          type: 'recording',
          labels: {},
          evaluationTime: 0.0002,
          lastEvaluation: '2026-01-01T00:00:00Z',
        },
        {
          name: 'TillDown',
          query: 'up == 0',
          duration: 60,
          keepFiringFor: 0,
          labels: { severity: 'page' },
          annotations: {},
          alerts: [],
          health: 'ok',
          type: 'alerting',
          state: 'inactive',
          evaluationTime: 0.0001,
          lastEvaluation: '2026-01-01T00:00:00Z',
        },
      ],
    },
  ],
};

const TARGETS = {
  activeTargets: [
    {
      discoveredLabels: { __address__: '10.0.0.1:8080', job: 'till' },
      labels: { instance: '10.0.0.1:8080', job: 'till' },
      scrapePool: 'till',
      scrapeUrl: 'http://10.0.0.1:8080/metrics',
      globalUrl: 'http://10.0.0.1:8080/metrics',
      lastError: '',
      lastScrape: '2026-01-01T00:00:00Z',
      lastScrapeDuration: 0.004,
      health: 'up',
      scrapeInterval: '15s',
      scrapeTimeout: '10s',
    },
  ],
  droppedTargets: [],
  droppedTargetCounts: { till: 0 },
};

const SERIES_BY_NAME = [
  { name: 'till_receipts_total', value: 2 },
  { name: 'till_print_seconds_bucket', value: 2 },
];

/** The dialects, each built by hand from the vendor's API documentation (named beside it), none recorded from a running server. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  // source: prometheus.io/docs/prometheus/3.5/querying/api: native histograms, infos, UTF-8 names.
  'prometheus-3': {
    basePath: '',
    acceptsQuotedNames: true,
    needsTenant: false,
    buildInfo: {
      version: '3.5.0',
      revision: '0000000000000000000000000000000000000000',
      branch: 'HEAD',
      buildUser: '',
      buildDate: '20250714-00:00:00',
      goVersion: 'go1.24.5',
    },
    metadata: {
      ...COMMON_METADATA,
      'till.queue.depth': [{ type: 'gauge', help: 'Customers waiting.', unit: '' }],
      till_scan_seconds: [{ type: 'histogram', help: 'Time to scan an article.', unit: 'seconds' }],
    },
    series: [
      ...COMMON_SERIES,
      { labels: { __name__: 'till.queue.depth', job: 'till', 'service.name': 'till' }, value: '4' },
      {
        labels: { __name__: 'till_scan_seconds', job: 'till', instance: '10.0.0.1:8080' },
        histogram: {
          count: '10',
          sum: '2.5',
          buckets: [
            [0, '0.125', '0.25', '6'],
            [0, '0.25', '0.5', '4'],
          ],
        },
      },
    ],
    queryExtras: () => ({}),
    parseError: (query) => ({
      status: 400,
      body: {
        status: 'error',
        errorType: 'bad_data',
        error: `invalid parameter "query": 1:1: parse error: unexpected input in ${JSON.stringify(query)}`,
      },
    }),
    fixed: {
      '/rules': RULES,
      '/targets': TARGETS,
      '/status/tsdb': {
        headStats: { numSeries: 11, numLabelPairs: 14, chunkCount: 44, minTime: 1767222000000, maxTime: 1767225600000 },
        seriesCountByMetricName: SERIES_BY_NAME,
        labelValueCountByLabelName: [{ name: '__name__', value: 7 }],
        memoryInBytesByLabelName: [{ name: '__name__', value: 160 }],
        seriesCountByLabelValuePair: [{ name: 'job=till', value: 11 }],
      },
    },
  },
  // source: grafana.com/docs/mimir/latest/references/http-api: tenant header, /prometheus prefix; targets and TSDB status do not exist.
  mimir: {
    basePath: '/prometheus',
    acceptsQuotedNames: false,
    needsTenant: true,
    buildInfo: {
      application: 'Grafana Mimir',
      version: '2.16.0',
      revision: '0000000',
      branch: 'HEAD',
      goVersion: 'go1.24.1',
      features: {
        ruler_config_api: 'true',
        alertmanager_config_api: 'true',
        query_sharding: 'true',
        federated_rules: 'false',
      },
    },
    metadata: COMMON_METADATA,
    series: COMMON_SERIES,
    queryExtras: () => ({}),
    parseError: (query) => ({
      status: 400,
      body: {
        status: 'error',
        errorType: 'bad_data',
        error: `invalid parameter "query": 1:1: parse error: unexpected input in ${JSON.stringify(query)}`,
      },
    }),
    fixed: { '/rules': RULES },
  },
  // source: docs.victoriametrics.com/victoriametrics/#prometheus-querying-api-usage: fixed compatibility version, stats beside the data.
  victoriametrics: {
    basePath: '',
    acceptsQuotedNames: false,
    needsTenant: false,
    buildInfo: { version: '2.24.0' },
    metadata: {},
    series: COMMON_SERIES,
    queryExtras: (seriesCount) => ({ stats: { seriesFetched: String(seriesCount), executionTimeMsec: 1 } }),
    parseError: (query) => ({
      status: 422,
      body: {
        status: 'error',
        errorType: '422',
        error: `error when executing query=${JSON.stringify(query)}: cannot parse it`,
      },
    }),
    fixed: {
      '/rules': { groups: [] },
      '/targets': { activeTargets: [], droppedTargets: [] },
      '/status/tsdb': {
        totalSeries: 9,
        totalLabelValuePairs: 30,
        seriesCountByMetricName: SERIES_BY_NAME,
        seriesCountByLabelName: [{ name: 'job', value: 9 }],
        seriesCountByFocusLabelValue: [],
        seriesCountByLabelValuePair: [{ name: 'job=till', value: 9 }],
        labelValueCountByLabelName: [{ name: '__name__', value: 6 }],
      },
    },
  },
};
