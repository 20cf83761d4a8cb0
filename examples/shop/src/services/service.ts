import type { Registry } from 'prom-client';
import type { NativeHistogram } from '../metrics/native-histogram.ts';
import type { FaultName } from '../world/faults.ts';
import type { Random } from '../world/random.ts';
import type { Release, ServiceName } from '../world/releases.ts';
import type { CallPeer } from './call-peer.ts';

/** Body of a request or reply: JSON, trusted because only the shop's own programs talk to each other. */
export type Fields = Record<string, unknown>;

export interface ServiceRequest {
  method: string;
  path: string;
  fields: Fields;
}

export interface ServiceReply {
  status: number;
  fields: Fields;
}

export interface Service {
  handle(request: ServiceRequest): Promise<ServiceReply>;
  nativeHistograms?: readonly NativeHistogram[];
  /** Called when a fault that was on is switched off, to let go of what it held. */
  recover?(fault: FaultName): void;
  close?(): void;
}

export interface ServiceDependencies {
  registry: Registry;
  random: Random;
  release: Release;
  callPeer: CallPeer;
  /** Is the fault on at this moment? */
  hasFault(name: FaultName): boolean;
  sleep(seconds: number): Promise<void>;
  /** Epoch milliseconds. */
  now(): number;
}

export interface ServiceKind {
  name: ServiceName;
  /** Labels on every series the program exposes, its process metrics included. */
  constantLabels: Record<string, string>;
  create(dependencies: ServiceDependencies): Service;
}

export function textField(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

export function numberField(fields: Fields, name: string): number {
  const value = fields[name];
  return typeof value === 'number' ? value : 0;
}
