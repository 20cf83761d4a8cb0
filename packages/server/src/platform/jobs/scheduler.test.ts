import { describe, expect, it } from 'vitest';
import { createLogger } from '../log.ts';
import { createScheduler } from './index.ts';

const log = createLogger({ level: 'silent' });

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('the scheduler', () => {
  it('runs a job again after each interval, and goes on after a failure', async () => {
    const scheduler = createScheduler({ log });
    let runs = 0;
    scheduler.schedule({
      name: 'fails',
      intervalMs: 1,
      runAtStart: true,
      run: async () => {
        runs++;
        throw new Error('this time');
      },
    });
    await until(() => runs >= 3);
    await scheduler.stop();
  });

  it('never runs a job twice at once', async () => {
    const scheduler = createScheduler({ log });
    let now = 0;
    let most = 0;
    let runs = 0;
    scheduler.schedule({
      name: 'slow',
      intervalMs: 1,
      runAtStart: true,
      run: async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 10));
        now--;
        runs++;
      },
    });
    await until(() => runs >= 3);
    await scheduler.stop();
    expect(most).toBe(1);
  });

  it('aborts what runs when it stops, waits for it, and starts nothing more', async () => {
    const scheduler = createScheduler({ log });
    const seen: string[] = [];
    scheduler.schedule({
      name: 'long',
      intervalMs: 1,
      runAtStart: true,
      run: async (signal) => {
        seen.push('started');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        seen.push('ended');
      },
    });
    await until(() => seen.length === 1);
    await scheduler.stop();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(seen).toEqual(['started', 'ended']);
  });
});
