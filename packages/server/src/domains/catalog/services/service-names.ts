/** Suffixes that say "a service" and nothing else: `checkout-svc` is checkout. */
const EMPTY_SUFFIX = /[-_.](svc|service|srv|deployment|deploy|app)$/;

/** Suffixes that say how a service is reached or watched, when the bare name exists too: `kafka-exporter` watches kafka. */
const SOFT_SUFFIX = /[-_.](grpc|http|https|metrics|exporter|server)$/;

/** Helper containers of a pod, which are nobody's service. */
const SIDECARS = new Set(['POD', 'istio-proxy', 'linkerd-proxy', 'config-reloader', 'pause', 'istio-init']);

/**
 * The key under which spellings of one service meet: lower case, dashes, the OpenTelemetry job form `namespace/name` cut to
 * the name, empty suffixes dropped, and soft suffixes dropped when `known` has the bare name.
 */
export function canonicalServiceName(value: string, known: ReadonlySet<string> = new Set()): string {
  const name = value
    .slice(value.lastIndexOf('/') + 1)
    .toLowerCase()
    .replaceAll('_', '-');
  const bare = name.replace(EMPTY_SUFFIX, '');
  const key = bare === '' ? name : bare;
  const base = key.replace(SOFT_SUFFIX, '');
  return base !== key && base !== '' && known.has(base) ? base : key;
}

/** Whether a label value can be a service's name: no address, number, generated id, or helper container. */
export function isServiceValue(value: string): boolean {
  if (value === '' || value.length > 100 || SIDECARS.has(value)) return false;
  return /[a-z]/i.test(value) && !/[:\s{}%]/.test(value) && !/^[0-9a-f]{12,}$/i.test(value);
}

/**
 * The workload of a pod's name: `auth-6c9d5b7f4-hx7kq` (ReplicaSet), `kafka-0` (StatefulSet), `node-agent-x7k2p` (DaemonSet);
 * null when the name has no generated part. Kubernetes draws the generated letters from `bcdfghjklmnpqrstvwxz2456789`.
 */
export function workloadOfPod(pod: string): string | null {
  const match =
    /^(.+)-[0-9a-f]{5,10}-[a-z0-9]{5}$/.exec(pod) ??
    /^(.+)-[bcdf-hj-np-tv-z2456789]{6,10}-[a-z0-9]{5}$/.exec(pod) ??
    /^(.+)-\d{1,4}$/.exec(pod) ??
    /^(.+)-[bcdf-hj-np-tv-z2456789]{5}$/.exec(pod);
  return match?.[1] ?? null;
}
