import { Registry } from 'prom-client';
import { expect, it, vi } from 'vitest';
import { createInstruments } from '../metrics/definition.ts';
import { startProgram } from './program.ts';
import { supervisorMetrics } from './supervisor-metrics.ts';

// A program that crashes on its first start only: a later one is given the port of the first.
const crashesOnce = `
  const { parentPort, workerData } = require('node:worker_threads');
  parentPort.on('message', (message) => message.type === 'stop' && parentPort.postMessage({ type: 'stopped' }));
  parentPort.postMessage({ type: 'ready', address: '127.0.0.1:4711' });
  if (workerData.port === 0) setTimeout(() => { throw new Error('out of luck'); }, 50);
`;

function deps() {
  const create = createInstruments(new Registry());
  return { restarts: create.counter(supervisorMetrics.restarts), up: create.gauge(supervisorMetrics.up) };
}

it('starts a crashed program again on its port and counts the restart', async () => {
  const silence = vi.spyOn(console, 'error').mockReturnValue();
  const metrics = deps();
  const program = await startProgram({ name: 'cart', seed: 'a', addresses: {}, program: crashesOnce, ...metrics });
  const counts = async () => {
    const restarts = (await metrics.restarts.get()).values.find(({ labels }) => labels.reason === 'crash')?.value;
    return { restarts, up: (await metrics.up.get()).values[0]?.value };
  };
  expect(await counts()).toEqual({ restarts: 0, up: 1 });
  await vi.waitFor(async () => expect((await counts()).up).toBe(0), 5000);
  await vi.waitFor(async () => expect(await counts()).toEqual({ restarts: 1, up: 1 }), 5000);
  expect(program.address).toBe('127.0.0.1:4711');
  await program.stop();
  silence.mockRestore();
});

it('reports why a program cannot start', async () => {
  const program = "throw new Error('no such port')";
  await expect(startProgram({ name: 'cart', seed: 'a', addresses: {}, program, ...deps() })).rejects.toThrow(
    'no such port',
  );
});
