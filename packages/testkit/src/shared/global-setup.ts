import { BROKER_VARIABLE, startBroker } from './broker.ts';

/** vitest's global set-up: offers shared services to the run. Nothing is started until a test asks for it. */
export async function setup(): Promise<() => Promise<void>> {
  const broker = await startBroker();
  process.env[BROKER_VARIABLE] = broker.url;
  return () => broker.stop();
}
