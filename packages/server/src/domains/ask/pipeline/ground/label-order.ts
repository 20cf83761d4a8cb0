/** Labels that name whose series they are, the most telling first. */
export const SERVICE_LABELS = [
  ...['service', 'service_name', 'app', 'application', 'job', 'container', 'deployment', 'statefulset', 'daemonset'],
  ...['consumergroup', 'topic', 'namespace', 'exported_namespace', 'pod', 'instance'],
];

/** Labels in whose values a thing's name may be hidden. */
export const NAME_LABELS = [
  ...['job', 'service', 'app', 'container', 'deployment', 'pod', 'instance', 'host', 'path', 'uri', 'route'],
  ...['ingress', 'exported_service', 'target'],
];

/** Labels by whose values something is left out, the likeliest first. */
export const EXCLUDED_BY = [
  ...['uri', 'route', 'path', 'handler', 'endpoint', 'url', 'grpc_method', 'method', 'status', 'code', 'result'],
  ...['grpc_type', 'type', 'kind', 'outcome', 'phase', 'reason', 'cmd', 'command'],
  ...['device', 'mountpoint', 'fstype', 'mode', 'state', 'datname', 'namespace', 'container', 'pod', 'job'],
  ...['instance', 'topic', 'groupname', 'name'],
];

export function isServiceLabel(label: string): boolean {
  return SERVICE_LABELS.includes(label);
}

/** Labels by which a program tells its own name. */
export function namesItself(label: string): boolean {
  return /^(?:service|service_name|app|application|job|container)$/.test(label);
}

/** Place in `SERVICE_LABELS`, counted from 1; 0 for labels of the measure's own, which go first. */
export function serviceRank(label: string): number {
  return SERVICE_LABELS.indexOf(label) + 1;
}
