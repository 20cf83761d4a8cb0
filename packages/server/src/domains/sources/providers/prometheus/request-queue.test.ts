import { describe, expect, it } from 'vitest';
import { createRequestQueue } from './request-queue.ts';

const never = { deadline: Number.POSITIVE_INFINITY, signal: new AbortController().signal };

function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { wait: () => promise, open: resolve };
}

describe('the request queue', () => {
  it('runs no more at once than it may, and the waiting ones in their order', async () => {
    const queue = createRequestQueue({ concurrency: 2, maxWaiting: 10, now: () => 0 });
    const gate = createGate();
    const started: number[] = [];
    const calls = [1, 2, 3, 4].map((id) =>
      queue.run(async () => {
        started.push(id);
        await gate.wait();
      }, never),
    );
    await Promise.resolve();
    expect(queue.load()).toEqual({ active: 2, waiting: 2 });
    gate.open();
    await Promise.all(calls);
    expect(started).toEqual([1, 2, 3, 4]);
    expect(queue.load()).toEqual({ active: 0, waiting: 0 });
  });

  it('gives the slot back when a call fails', async () => {
    const queue = createRequestQueue({ concurrency: 1, maxWaiting: 1, now: () => 0 });
    await expect(queue.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
    expect(await queue.run(() => Promise.resolve('next'), never)).toBe('next');
  });

  it('lets a waiting call go when its caller does, without starting it', async () => {
    const queue = createRequestQueue({ concurrency: 1, maxWaiting: 5, now: () => 0 });
    const gate = createGate();
    const running = queue.run(gate.wait, never);
    const caller = new AbortController();
    let isStarted = false;
    const waiting = queue.run(
      async () => {
        isStarted = true;
      },
      { ...never, signal: caller.signal },
    );
    caller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    gate.open();
    await running;
    expect(isStarted).toBe(false);
  });

  it('fails the waiting calls that a pause outlasts, and keeps the others', async () => {
    const queue = createRequestQueue({ concurrency: 1, maxWaiting: 5, now: () => 0 });
    const gate = createGate();
    const running = queue.run(gate.wait, never);
    const hurried = queue.run(async () => 'late', { ...never, deadline: 5 });
    const patient = queue.run(async () => 'served', { ...never, deadline: 1_000 });
    queue.pause(10);
    await expect(hurried).rejects.toMatchObject({ code: 'source_overloaded' });
    gate.open();
    await running;
    expect(queue.load().waiting).toBe(1);
    patient.catch(() => undefined);
  });
});
