import type { CatalogState } from '../../packages/server/src/domains/catalog/index.ts';

type Reading = CatalogState['readings'] extends ReadonlyMap<string, infer R> ? R : never;

const SERVICES = 60;
const THINGS =
  'order payment basket session invoice shipment refund coupon product price stock review account token email message job batch import export report page image upload download search index cache queue lock worker thread connection pool socket stream chunk block file volume disk backup replica shard lease tunnel gateway route policy rule quota limit plan tenant user device sensor probe'.split(
    ' ',
  );
const KINDS = [
  { suffix: 'requests_total', type: 'counter', labels: ['route', 'code'] },
  { suffix: 'errors_total', type: 'counter', labels: ['reason'] },
  { suffix: 'duration_seconds_bucket', type: 'histogram', labels: ['le', 'route'] },
  { suffix: 'bytes', type: 'gauge', labels: ['region'] },
  { suffix: 'in_flight', type: 'gauge', labels: [] },
  { suffix: 'age_seconds', type: 'gauge', labels: ['queue'] },
] as const;
const VALUES: Readonly<Record<string, readonly string[]>> = {
  route: ['/list', '/detail', '/create', '/update'],
  code: ['200', '404', '500'],
  reason: ['timeout', 'refused', 'invalid'],
  le: ['0.05', '0.1', '0.5', '1', '5', '+Inf'],
  region: ['north', 'south'],
  queue: ['fast', 'slow'],
};

/** A made-up installation with this many metric names, about ten series each. */
export function createSyntheticCatalog(metricCount: number, now: number): CatalogState {
  const readings = new Map<string, Reading>();
  for (let index = 0; readings.size < metricCount; index += 1) {
    const kind = KINDS[index % KINDS.length] ?? KINDS[0];
    const thing = THINGS[Math.floor(index / KINDS.length) % THINGS.length] ?? '';
    const group = Math.floor(index / (KINDS.length * THINGS.length));
    const name = `${group === 0 ? '' : `${THINGS[(group * 7) % THINGS.length]}${group}_`}${thing}_${kind.suffix}`;
    const services = [0, 1, 2].map((offset) => `service-${(index * 7 + offset) % SERVICES}`);
    const labels = new Map([
      ['service', labelOf(services)],
      ['instance', labelOf(services.map((service) => `${service}:8080`))],
      ...kind.labels.map((label) => [label, labelOf(VALUES[label] ?? [])] as const),
    ]);
    readings.set(name, { name, seriesCount: 10, labels, isNativeHistogram: false, readAt: now, lastSeenAt: now });
  }
  return {
    takenAt: now,
    serverVersion: '2.42.0',
    readings,
    metadata: new Map(),
    rules: [],
    panels: [],
    scrapeIntervals: new Map([['', 15]]),
  };
}

/** The same with what makes a catalog heavy to store and to search: HELP texts, some thousand words in all, and rules. */
export function describeCatalog(state: CatalogState): CatalogState {
  const names = [...state.readings.keys()];
  const helpOf = (name: string, index: number) =>
    `The ${name.replaceAll('_', ' ')} of the ${makeWord(index)} ${makeWord(index * 31)} since its start.`;
  return {
    ...state,
    metadata: new Map(
      names.map((name, index) => [name, [{ type: typeOf(name), help: helpOf(name, index), unit: '' }]]),
    ),
    rules: names.slice(0, names.length / 20).map((name) => ({
      kind: 'alerting',
      name: `${name}_is_high`,
      query: `sum by (service) (rate(${name}[5m])) > 10`,
      group: 'synthetic',
    })),
  };
}

/** One of 4,096 that nobody says. */
function makeWord(index: number): string {
  const syllables = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va'.split(' ');
  return [1, 16, 256].map((place) => syllables[Math.floor(index / place) % syllables.length]).join('');
}

function typeOf(name: string): string {
  return KINDS.find(({ suffix }) => name.endsWith(suffix))?.type ?? 'gauge';
}

/** The same a minute later: so many of its metrics have a series more, of a service that there was not. */
export function changeCatalog(state: CatalogState, changedCount: number): CatalogState {
  const now = state.takenAt + 60;
  const readings = new Map<string, Reading>();
  for (const [name, reading] of state.readings) {
    const seen = { ...reading, lastSeenAt: now };
    if (readings.size >= changedCount) readings.set(name, seen);
    else {
      const labels = new Map(reading.labels).set('service', labelOf(['service-new']));
      readings.set(name, { ...seen, readAt: now, seriesCount: reading.seriesCount + 1, labels });
    }
  }
  return { ...state, takenAt: now, readings };
}

/** Questions about it, about a third each of rates, latencies and gauges. */
export function syntheticQuestions(count: number): string[] {
  const forms = [
    (thing: string, service: string) => `${thing} requests per second of ${service}`,
    (thing: string, service: string) => `p95 ${thing} duration of ${service} by route`,
    (thing: string) => `which service has the most ${thing} errors`,
    (thing: string, service: string) => `${thing} error rate of ${service} in percent`,
    (thing: string) => `top 5 services by ${thing} bytes`,
    (thing: string, service: string) => `is the ${thing} age of ${service} above 10 minutes`,
    (thing: string, service: string) => `${thing} in flight of ${service} compared to an hour ago`,
    (thing: string) => `plot ${thing} duration over the last 6 hours`,
  ];
  return Array.from({ length: count }, (_, index) => {
    const form = forms[index % forms.length];
    const thing = THINGS[(index * 13) % THINGS.length] ?? '';
    return form?.(thing, `service-${(index * 11) % SERVICES}`) ?? '';
  });
}

function labelOf(values: readonly string[]) {
  return { values: [...values].sort(), distinct: values.length, complete: true, onAllSeries: true };
}
