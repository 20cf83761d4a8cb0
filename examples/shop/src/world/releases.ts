import { createHash } from 'node:crypto';

export const serviceNames = ['checkout', 'auth', 'cart', 'payments', 'search'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What a build was made of: a semantic version and a 40-digit commit SHA. */
export interface Release {
  version: string;
  commit: string;
}

/** `withdrawn` was deployed in the past and rolled back, `next` is what the fault `auth-deploy` brings. */
export type ReleaseStage = 'current' | 'withdrawn' | 'next';

const versions: Record<ServiceName, Record<ReleaseStage, string>> = {
  checkout: { withdrawn: '2.17.9', current: '2.18.0', next: '2.18.1' },
  auth: { withdrawn: '3.5.0', current: '3.4.2', next: '3.5.1' },
  cart: { withdrawn: '1.9.4', current: '1.9.3', next: '1.9.5' },
  payments: { withdrawn: '5.0.7', current: '5.0.6', next: '5.1.0' },
  search: { withdrawn: '0.31.0', current: '0.30.4', next: '0.31.1' },
};

export function releaseOf(service: ServiceName, stage: ReleaseStage, seed: string): Release {
  const version = versions[service][stage];
  return { version, commit: createHash('sha1').update(`${seed}/${service}/${version}`).digest('hex') };
}

export function findServiceName(text: string): ServiceName | null {
  return serviceNames.find((name) => name === text) ?? null;
}
