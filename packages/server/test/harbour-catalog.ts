import {
  buildSnapshot,
  type CatalogSnapshot,
  type CatalogState,
  type KnowledgeFile,
} from '../src/domains/catalog/index.ts';

/** "Now" of the harbour, in Unix seconds: a Monday, 14:13:20 UTC. */
export const HARBOUR_NOW = 1_790_000_000;

type Labels = Readonly<Record<string, readonly string[]>>;

/** A metric as it is made up. */
export interface Made {
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  readonly labels: Labels;
  /** A histogram of one series, without buckets. */
  readonly native?: true;
}

/** What a service's series name it by, in three ways as real installations do. */
export const of = (...services: readonly string[]): Labels => ({
  service: services,
  job: services,
  instance: services.flatMap((service) => [`${service}-0:8080`, `${service}-1:8080`]),
});

const METRICS: Readonly<Record<string, Made>> = {
  http_requests_total: {
    type: 'counter',
    help: 'Requests answered.',
    labels: {
      ...of('booking', 'tickets', 'tide-api'),
      route: ['/api/seats', '/api/voyages', '/healthz'],
      method: ['GET', 'POST'],
      code: ['200', '404', '500'],
    },
  },
  boarding_duration_seconds: {
    type: 'histogram',
    help: 'Time from the gate to the seat.',
    labels: { ...of('booking', 'tickets'), gate: ['east', 'west'], le: ['0.1', '0.25', '1', '+Inf'] },
  },
  docking_duration_seconds: {
    type: 'histogram',
    help: 'Time to moor.',
    labels: { ...of('booking'), pier: ['north', 'south'] },
    native: true,
  },
  crane_lift_seconds: {
    type: 'summary',
    help: 'Time of one lift.',
    labels: { ...of('crane'), quantile: ['0.5', '0.99'] },
  },
  parcels_waiting: {
    type: 'gauge',
    help: 'Parcels on the quay.',
    labels: { ...of('booking'), quay: ['inner', 'outer'] },
  },
  berth_slots_used: { type: 'gauge', help: 'Slots taken.', labels: { pier: ['north', 'south'] } },
  berth_slots_max: { type: 'gauge', help: 'Slots there are.', labels: { pier: ['north', 'south'] } },
  tide_cache_hits_total: { type: 'counter', help: 'Charts found.', labels: of('tide-api') },
  tide_cache_misses_total: { type: 'counter', help: 'Charts not found.', labels: of('tide-api') },
  manifest_lookups_total: {
    type: 'counter',
    help: 'Manifests.',
    labels: { ...of('tickets'), result: ['hit', 'miss'] },
  },
  tolls_total: {
    type: 'counter',
    help: 'Tolls asked.',
    labels: { ...of('tickets'), outcome: ['success', 'declined', 'expired'], lane: ['fast', 'slow'] },
  },
  tolls_revenue_euros_total: { type: 'counter', help: 'Paid.', labels: { ...of('tickets'), lane: ['fast', 'slow'] } },
  hold_free_bytes: { type: 'gauge', help: 'Room left.', labels: { vessel: ['aurora', 'borealis'] } },
  hold_size_bytes: { type: 'gauge', help: 'Room.', labels: { vessel: ['aurora', 'borealis'] } },
  fuel_litres: { type: 'gauge', help: 'Fuel.', labels: { vessel: ['aurora', 'borealis'] } },
  licence_expiry_timestamp_seconds: { type: 'gauge', help: 'End.', labels: { vessel: ['aurora', 'borealis'] } },
  engine_temperature_celsius: { type: 'gauge', help: 'Heat.', labels: { vessel: ['aurora', 'borealis'] } },
  radar_outages_total: { type: 'counter', help: 'Outages.', labels: { vessel: ['aurora', 'borealis'] } },
  beacon_sent_bytes_total: { type: 'counter', help: 'Sent.', labels: of('tide-api') },
  tickets_build_info: {
    type: 'gauge',
    help: 'Build.',
    labels: { ...of('tickets'), version: ['1.4.0', '1.5.0-rc1'], revision: ['4e1f0ab', '9c27d35'] },
  },
  process_resident_memory_bytes: { type: 'gauge', help: 'Memory.', labels: of('booking', 'tickets') },
  stamping_seconds: { type: 'histogram', help: 'Time to stamp.', labels: of('tickets'), native: true },
  punching_seconds: {
    type: 'summary',
    help: 'Time to punch.',
    labels: { ...of('tickets'), quantile: ['0.5', '0.99'] },
  },
  http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time to answer.',
    labels: { ...of('booking', 'tickets'), method: ['GET', 'POST'], le: ['0.1', '0.3', '0.5', '1.2', '2', '+Inf'] },
  },
  scale_weighing_seconds: {
    type: 'histogram',
    help: 'Time on the scale.',
    labels: { quay: ['inner', 'outer'], le: ['1', '5', '+Inf'] },
  },
  scale_weighing_seconds_max: { type: 'gauge', help: 'Longest of late.', labels: { quay: ['inner', 'outer'] } },
  pilot_wait_seconds: {
    type: 'summary',
    help: 'Wait for a pilot.',
    labels: { pier: ['north', 'south'], quantile: ['0', '0.5', '0.9', '1'] },
  },
  mooring_searches_total: { type: 'counter', help: 'Moorings looked for.', labels: of('tide-api') },
  mooring_searches_empty_total: { type: 'counter', help: 'Without a mooring.', labels: of('tide-api') },
  crew_members: { type: 'gauge', help: 'People.', labels: { vessel: ['aurora', 'borealis'], rank: ['mate', 'cook'] } },
  inspection_timestamp_seconds: { type: 'gauge', help: 'Last one.', labels: { vessel: ['aurora', 'borealis'] } },
  floodgate_open: { type: 'gauge', help: 'Open or not.', labels: { floodgate: ['dock', 'sea'] } },
  gangway_lowered: { type: 'gauge', help: 'Down or not.', labels: { vessel: ['aurora', 'borealis'] } },
  ALERTS: {
    type: 'gauge',
    help: 'Alerts.',
    labels: {
      alertname: ['BoardingSlow', 'TideHigh'],
      alertstate: ['firing', 'pending'],
      severity: ['page', 'ticket'],
    },
  },
  namedprocess_namegroup_num_threads: {
    type: 'gauge',
    help: 'Threads.',
    labels: { groupname: ['radard', 'crane'], instance: ['bridge:9256'] },
  },
  up: { type: 'gauge', help: 'Scraped.', labels: of('booking', 'tickets', 'tide-api', 'crane') },
};

/** The snapshot that a discovery of the harbour's Prometheus would yield. */
export function createHarbour(): CatalogSnapshot {
  return buildSnapshot(createHarbourState());
}

/** What that discovery finds; `more`: metrics that only one test needs. */
export function createHarbourState(more: Readonly<Record<string, Made>> = {}): CatalogState {
  const metrics = { ...METRICS, ...more };
  const series = Object.entries(metrics).flatMap(([name, made]) => seriesOf(name, made));
  return {
    takenAt: HARBOUR_NOW,
    serverVersion: '2.42.0',
    readings: new Map(series.map((reading) => [reading.name, reading])),
    metadata: new Map(Object.entries(metrics).map(([name, { type, help }]) => [name, [{ type, help, unit: '' }]])),
    rules: [],
    panels: [],
    scrapeIntervals: new Map([['', 15]]),
  };
}

function seriesOf(name: string, { type, labels, native }: Made) {
  const { le: _le, quantile: _quantile, ...plain } = labels;
  if (native) return [readingOf(name, labels, true)];
  if (type === 'histogram')
    return [readingOf(`${name}_bucket`, labels), readingOf(`${name}_sum`, plain), readingOf(`${name}_count`, plain)];
  if (type === 'summary')
    return [readingOf(name, labels), readingOf(`${name}_sum`, plain), readingOf(`${name}_count`, plain)];
  return [readingOf(name, labels)];
}

function readingOf(name: string, labels: Labels, isNativeHistogram = false) {
  const facts = Object.entries(labels).map(
    ([label, values]) =>
      [label, { values: [...values].sort(), distinct: values.length, complete: true, onAllSeries: true }] as const,
  );
  return {
    name,
    seriesCount: 8,
    labels: new Map(facts),
    isNativeHistogram,
    readAt: HARBOUR_NOW,
    lastSeenAt: HARBOUR_NOW,
  };
}

const file = (name: string, rest: Partial<KnowledgeFile>): KnowledgeFile => ({
  name,
  title: name,
  source: ['made up'],
  about: [],
  labels: {},
  values: {},
  types: {},
  outcomes: [],
  measures: [],
  ...rest,
});

/** What somebody wrote down about the harbour, and about a lighthouse of which nothing is here. */
export const HARBOUR_KNOWLEDGE: readonly KnowledgeFile[] = [
  file('http-gates', {
    about: ['http'],
    labels: { route: ['endpoint', 'route'], code: ['status code', 'status'], method: ['verb'], service: ['service'] },
    measures: [
      { say: ['requests', 'traffic', 'requests per second'], measure: 'http_requests_total', unit: 'count' },
      { say: ['request latency', 'request duration'], measure: 'http_request_duration_seconds', unit: 'seconds' },
    ],
  }),
  file('harbour', {
    about: ['harbour', 'vessel'],
    labels: {
      vessel: ['ship', 'vessel'],
      pier: ['pier', 'jetty'],
      gate: ['gate'],
      quay: ['quay'],
      lane: ['lane'],
      instance: ['instance', 'target'],
      job: ['job'],
      rank: ['rank'],
      floodgate: ['floodgate', 'sluice'],
      alertname: ['alert', 'alert name'],
      severity: ['severity'],
      groupname: ['process', 'process group'],
    },
    values: { vessel: { aurora: ['flagship'] } },
    outcomes: [{ label: 'outcome', success: 'success' }],
    measures: [
      {
        say: ['hold usage', 'how full the hold is', 'hold space used', 'cargo hold full'],
        measure: '1 - hold_free_bytes / hold_size_bytes',
        unit: 'ratio',
        keys: ['vessel'],
      },
      { say: ['fuel', 'fuel left', 'diesel in the tank'], measure: 'fuel_litres', unit: 'litres', keys: ['vessel'] },
      { say: ['licence expiry', 'licences expire'], measure: 'licence_expiry_timestamp_seconds', unit: 'timestamp' },
      { say: ['target down', 'targets down', 'instances down'], measure: 'up', unit: 'bool', holds: '== 0' },
      {
        say: ['last inspection', 'inspected'],
        measure: 'inspection_timestamp_seconds',
        unit: 'timestamp',
        keys: ['vessel'],
      },
      { say: ['gangway lowered'], measure: 'gangway_lowered', unit: 'bool', keys: ['vessel'] },
      {
        say: ['sluice open', 'floodgate open'],
        measure: 'floodgate_open',
        unit: 'bool',
        holds: '== 1',
        keys: ['floodgate'],
      },
      {
        say: ['firing alerts', 'alert firing'],
        measure: 'ALERTS{alertstate="firing"}',
        unit: 'bool',
        holds: '== 1',
        keys: ['alertname'],
      },
      {
        say: ['threads of a process', 'process threads'],
        measure: 'namedprocess_namegroup_num_threads',
        unit: 'count',
        keys: ['groupname'],
      },
      { say: ['radar outages', 'radar went dark'], measure: 'radar_outages_total', unit: 'count' },
    ],
  }),
  file('lighthouse', {
    about: ['lighthouse'],
    measures: [{ say: ['lamp brightness'], measure: 'lighthouse_lamp_lumens', unit: 'count' }],
  }),
];
