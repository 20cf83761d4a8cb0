import { findAdminAddress } from '../supervisor/admin-address.ts';
import { unknownFault } from '../supervisor/admin-server.ts';
import type { FaultState } from '../supervisor/switchboard.ts';
import { findFaultName } from '../world/faults.ts';
import type { CommandResult } from './command-result.ts';

const usage = 'usage: shop fault <name> on|off|status   or   shop fault list';
const timeoutMs = 10_000;

/** `shop fault …`: asks the running shop's switches. `adminUrl` overrides the address that the shop has published. */
export async function faultCommand(args: readonly string[], adminUrl?: string): Promise<CommandResult> {
  const [name = 'list', action = 'status'] = args;
  if (args.length > 2 || !['on', 'off', 'status'].includes(action)) return { exitCode: 2, output: usage };
  if (name !== 'list' && findFaultName(name) === null) return { exitCode: 2, output: unknownFault(name) };
  const base = adminUrl ?? findAdminAddress();
  if (base === null) return { exitCode: 1, output: 'no shop is running; start one with: shop up' };
  try {
    if (name === 'list') return { exitCode: 0, output: (await listFaults(base)).map(line).join('\n') };
    return { exitCode: 0, output: line(await oneFault(base, name, action)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { exitCode: 1, output: `the shop at ${base} does not answer (${reason}); is it still running?` };
  }
}

async function listFaults(base: string): Promise<FaultState[]> {
  const reply = await fetch(`${base}/faults`, { signal: AbortSignal.timeout(timeoutMs) });
  // The reply of our own admin server: { faults: FaultState[] }.
  return ((await reply.json()) as { faults: FaultState[] }).faults;
}

async function oneFault(base: string, name: string, action: string): Promise<FaultState> {
  const change = { method: 'PUT', body: JSON.stringify({ on: action === 'on' }) };
  const reply = await fetch(`${base}/faults/${name}`, {
    ...(action === 'status' ? {} : change),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  // The reply of our own admin server to a known fault.
  return (await reply.json()) as FaultState;
}

function line({ name, on, service, effect }: FaultState): string {
  return `${name.padEnd(17)} ${on ? 'on ' : 'off'}  ${service}: ${effect}`;
}
