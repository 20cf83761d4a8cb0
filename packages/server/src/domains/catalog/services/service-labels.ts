/**
 * Labels whose value names a service, the most explicit first. Sources: OpenTelemetry semantic conventions (service.name),
 * Kubernetes recommended labels, kube-state-metrics, cAdvisor, Istio standard metrics, and Prometheus's own `job`.
 */
export const SERVICE_LABELS: readonly string[] = [
  'service',
  'service_name',
  'app',
  'application',
  'app_kubernetes_io_name',
  'label_app_kubernetes_io_name',
  'k8s_app',
  'label_app',
  'deployment',
  'statefulset',
  'daemonset',
  'k8s_deployment_name',
  'container',
  'container_name',
  'workload',
  'destination_workload',
  'destination_service_name',
  'source_workload',
  'job',
  'exported_service',
  'exported_app',
  'exported_job',
];

export const NAMESPACE_LABELS: readonly string[] = [
  'namespace',
  'kubernetes_namespace',
  'k8s_namespace_name',
  'service_namespace',
  'exported_namespace',
];

/** Labels whose value is a workload's name with generated parts behind it. */
export const POD_LABELS: readonly string[] = ['pod', 'pod_name', 'kubernetes_pod_name', 'k8s_pod_name', 'exported_pod'];

const serviceLabels = new Set(SERVICE_LABELS);

export function isServiceLabel(label: string): boolean {
  return serviceLabels.has(label);
}
