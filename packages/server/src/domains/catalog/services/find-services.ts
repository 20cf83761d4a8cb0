import type { Interruptible } from '../../../platform/interruptible/index.ts';
import type { ServiceIdentity } from '../snapshot.ts';
import { POD_LABELS, SERVICE_LABELS } from './service-labels.ts';
import { canonicalServiceName, isServiceValue, workloadOfPod } from './service-names.ts';

/** What the relation of services and metrics is derived from: label values by metric family. */
export interface LabelledFamily {
  readonly name: string;
  readonly labels: ReadonlyMap<string, { readonly values: readonly string[] }>;
  /** The one namespace that all of its series are in; undefined when they are in several or some name none. */
  readonly namespace: string | undefined;
}

export interface ServiceRelation {
  /** By number of metrics, the largest first. */
  readonly services: readonly ServiceIdentity[];
  readonly servicesByFamily: ReadonlyMap<string, readonly string[]>;
}

interface Draft {
  readonly key: string;
  /** Raw value → number of families that carry it. */
  readonly spellings: Map<string, number>;
  /** Label → raw values. */
  readonly identities: Map<string, Set<string>>;
  readonly families: Set<string>;
  readonly namespaces: Set<string>;
  readonly podPatterns: Map<string, Set<string>>;
}

/**
 * Finds services by every convention at once (`service`, `app`, `job`, workload labels, …) and unites the spellings of one
 * service (`checkout-svc`, `job="checkout"`). An exporter's job is a service too: people ask about `node` and `postgres`.
 */
export function* findServices(families: Iterable<LabelledFamily>): Interruptible<ServiceRelation> {
  const all = [...families];
  const known = yield* collectKeys(all);
  const drafts = new Map<string, Draft>();
  for (const family of all) {
    yield;
    addFamily(family, known, drafts);
  }
  for (const family of all) {
    yield;
    addPods(family, known, drafts);
  }
  const named = [...drafts.values()].map((draft) => ({ draft, name: pickSpelling(draft) }));
  const servicesByFamily = new Map<string, string[]>();
  for (const { draft, name } of named) {
    yield;
    for (const family of draft.families) {
      const names = servicesByFamily.get(family);
      if (names === undefined) servicesByFamily.set(family, [name]);
      else names.push(name);
    }
  }
  for (const names of servicesByFamily.values()) names.sort();
  const services: ServiceIdentity[] = [];
  for (const { draft, name } of named) {
    yield;
    services.push(toIdentity(draft, name));
  }
  services.sort((left, right) => right.metrics.length - left.metrics.length || (left.name < right.name ? -1 : 1));
  return { services, servicesByFamily };
}

/** The keys that exist without stripping a suffix which only sometimes is one: they decide whether it is. */
function* collectKeys(families: readonly LabelledFamily[]): Interruptible<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (const { labels } of families) {
    yield;
    for (const label of SERVICE_LABELS) {
      for (const value of labels.get(label)?.values ?? []) {
        if (isServiceValue(value)) keys.add(canonicalServiceName(value));
      }
    }
  }
  return keys;
}

function addFamily(
  { name, labels, namespace }: LabelledFamily,
  known: ReadonlySet<string>,
  drafts: Map<string, Draft>,
): void {
  for (const label of SERVICE_LABELS) {
    for (const value of labels.get(label)?.values ?? []) {
      if (!isServiceValue(value)) continue;
      const draft = getDraft(drafts, canonicalServiceName(value, known));
      draft.families.add(name);
      draft.spellings.set(value, (draft.spellings.get(value) ?? 0) + 1);
      getSet(draft.identities, label).add(value);
      // Metrics about many services, and those of a collector's job, carry the namespace of something else.
      const isItsOwn = label !== 'job' && labels.get(label)?.values.length === 1;
      if (namespace !== undefined && isItsOwn) draft.namespaces.add(namespace);
    }
  }
}

/** Metrics that name only the pod belong to the service whose workload the pod is of. */
function addPods(
  { name, labels }: LabelledFamily,
  known: ReadonlySet<string>,
  drafts: ReadonlyMap<string, Draft>,
): void {
  for (const label of POD_LABELS) {
    for (const pod of labels.get(label)?.values ?? []) {
      const workload = workloadOfPod(pod);
      const draft = workload === null ? undefined : drafts.get(canonicalServiceName(workload, known));
      if (workload === null || draft === undefined) continue;
      draft.families.add(name);
      getSet(draft.podPatterns, label).add(`${workload}-.+`);
    }
  }
}

/** The spelling people use: the bare name where somebody writes it so, else the most frequent. */
function pickSpelling({ key, spellings }: Draft): string {
  if (spellings.has(key)) return key;
  const [best] = [...spellings].sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1));
  return best?.[0].split('/').at(-1) ?? key;
}

function toIdentity(draft: Draft, name: string): ServiceIdentity {
  const [namespace] = draft.namespaces;
  return {
    name,
    ...(draft.namespaces.size === 1 && namespace !== undefined ? { namespace } : {}),
    identifiedBy: SERVICE_LABELS.flatMap((label) =>
      [...(draft.identities.get(label) ?? [])].sort().map((value) => ({ label, value })),
    ),
    podPatterns: [...draft.podPatterns].flatMap(([label, patterns]) =>
      [...patterns].sort().map((pattern) => ({ label, pattern })),
    ),
    metrics: [...draft.families].sort(),
  };
}

function getDraft(drafts: Map<string, Draft>, key: string): Draft {
  let draft = drafts.get(key);
  if (draft === undefined) {
    draft = {
      key,
      spellings: new Map(),
      identities: new Map(),
      families: new Set(),
      namespaces: new Set(),
      podPatterns: new Map(),
    };
    drafts.set(key, draft);
  }
  return draft;
}

function getSet(sets: Map<string, Set<string>>, key: string): Set<string> {
  let set = sets.get(key);
  if (set === undefined) {
    set = new Set();
    sets.set(key, set);
  }
  return set;
}
