const INFRASTRUCTURE =
  /exporter|prometheus|alertmanager|grafana|blackbox|cadvisor|kubelet|kube-|node$|nginx|ingress|coredns|etcd/;

/** Programs that watch or carry others. */
export function isInfrastructure(name: string): boolean {
  return INFRASTRUCTURE.test(name);
}
