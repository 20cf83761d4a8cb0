import type { componentHealth, Health as HealthReport } from '@locum/contracts';
import type { z } from 'zod';
import type { Clock } from '../clock.ts';

export type ComponentHealth = z.infer<typeof componentHealth>;

/** Gathers how the parts of the server are. Each part registers itself; a check that throws or is slow counts as down. */
export interface Health {
  register(component: string, check: () => Promise<ComponentHealth>): void;
  report(): Promise<Required<HealthReport>>;
}

const CHECK_TIMEOUT_MS = 2000;

export function createHealth({ version, clock }: { readonly version: string; readonly clock: Clock }): Health {
  const checks = new Map<string, () => Promise<ComponentHealth>>();
  return {
    register: (component, check) => void checks.set(component, check),
    async report() {
      const entries = await Promise.all(
        [...checks].map(async ([name, check]) => [name, await runCheck(check)] as const),
      );
      const components = Object.fromEntries(entries);
      return {
        status: worstOf(Object.values(components)),
        at: new Date(clock.now()).toISOString(),
        details: { version, components },
      };
    },
  };
}

async function runCheck(check: () => Promise<ComponentHealth>): Promise<ComponentHealth> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<ComponentHealth>((resolve) => {
    const slow = { state: 'down', message: `no answer within ${CHECK_TIMEOUT_MS / 1000} s` } as const;
    timer = setTimeout(() => resolve(slow), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check(), timeout]);
  } catch {
    // The reason is in the log of whoever failed, and may hold what no member should see.
    return { state: 'down', message: 'the check failed' };
  } finally {
    clearTimeout(timer);
  }
}

function worstOf(components: readonly ComponentHealth[]): HealthReport['status'] {
  if (components.some(({ state }) => state === 'down')) return 'down';
  return components.some(({ state }) => state === 'degraded') ? 'degraded' : 'up';
}
