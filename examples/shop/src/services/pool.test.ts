import { expect, it } from 'vitest';
import { createPool } from './pool.ts';

it('lets in as many as it has connections and the rest in order as they are released', async () => {
  const pool = createPool(2);
  const finish: (() => void)[] = [];
  const order: number[] = [];
  const work = (id: number) =>
    pool.use(() => {
      order.push(id);
      return new Promise<void>((resolve) => finish.push(resolve));
    });
  const all = [1, 2, 3, 4].map(work);
  await Promise.resolve();
  expect([pool.inUse(), pool.waiting(), order]).toEqual([2, 2, [1, 2]]);
  while (order.length < 4 || finish.length > 0) {
    finish.shift()?.();
    await new Promise(setImmediate);
  }
  await Promise.all(all);
  expect([pool.inUse(), pool.waiting(), order]).toEqual([0, 0, [1, 2, 3, 4]]);
});

it('frees the connection of work that fails', async () => {
  const pool = createPool(1);
  await expect(pool.use(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(pool.inUse()).toBe(0);
});
