import { describe, expect, it } from 'vitest';
import { type Interruptible, runAtOnce, runInSlices } from './index.ts';

function* countTo(most: number, seen: number[] = []): Interruptible<number> {
  for (let step = 1; step <= most; step += 1) {
    seen.push(step);
    yield;
  }
  return most;
}

describe('interruptible work', () => {
  it('comes to the same at once and in slices', async () => {
    expect(runAtOnce(countTo(5))).toBe(5);
    expect(await runInSlices(countTo(5))).toBe(5);
  });

  it('lets the event loop turn between slices', async () => {
    const seen: number[] = [];
    let stepsAtTurn: number | undefined;
    const finished = runInSlices(countTo(3, seen), { sliceMs: 0 });
    setImmediate(() => setImmediate(() => (stepsAtTurn = seen.length)));
    await finished;
    expect(stepsAtTurn).toBeLessThan(3);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('passes on what the work throws', async () => {
    function* fail(): Interruptible<never> {
      yield;
      throw new Error('no ground');
    }
    await expect(runInSlices(fail())).rejects.toThrow('no ground');
  });

  it('ends when it is aborted, and does no more of the work', async () => {
    const seen: number[] = [];
    const ending = new AbortController();
    const finished = runInSlices(countTo(100, seen), { sliceMs: 0, signal: ending.signal });
    ending.abort();
    await expect(finished).rejects.toThrow();
    expect(seen).toEqual([]);
  });
});
