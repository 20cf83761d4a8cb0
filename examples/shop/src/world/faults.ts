/** Every fault that can be switched on, with what it does. */
export const faults = {
  'checkout-errors': 'a third of checkouts and some quotes fail with status 500',
  'payments-latency': 'every payment provider answers six times slower',
  'cart-memory-leak': 'cart keeps 128 KiB of every request, up to 96 MiB',
  'auth-deploy': 'auth restarts with a new version and commit that turns a quarter of the customers away',
} as const;

export type FaultName = keyof typeof faults;

// The keys of a literal object are exactly its declared names.
export const faultNames = Object.keys(faults) as FaultName[];

export function findFaultName(text: string): FaultName | null {
  return faultNames.find((name) => name === text) ?? null;
}
