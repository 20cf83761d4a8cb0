import type { RunEvent } from '@locum/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, engines } from '../../../test/database.ts';
import { createTestServer, memberOf } from '../../../test/http-server.ts';
import { systemClock } from '../clock.ts';
import type { Database } from '../db/index.ts';
import { createId } from '../ids.ts';
import { createInProcessBus, createRunLog, type RunBus, type RunLog, registerRunRoutes, retention } from './index.ts';

async function collect(events: AsyncIterable<RunEvent>, count = Number.POSITIVE_INFINITY): Promise<RunEvent[]> {
  const collected: RunEvent[] = [];
  for await (const event of events) {
    collected.push(event);
    if (collected.length === count) break;
  }
  return collected;
}

describe.each(engines)('the run log on %s', (engine) => {
  let database: Database;
  let bus: RunBus;
  let runLog: RunLog;
  const principal = memberOf(createId());
  const { signal } = new AbortController();
  beforeAll(async () => {
    database = await createTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(() => {
    bus = createInProcessBus();
    runLog = createRunLog({ database, bus, clock: systemClock });
  });

  it('numbers events from one, in the order in which they were emitted', async () => {
    const run = runLog.start(principal, 'question');
    for (const name of ['understand', 'ground', 'plan']) void run.emit(name, { name });
    await run.end();
    const events = await collect(runLog.follow(principal, run.id, { signal }));
    expect(events.map(({ seq, name, data }) => [seq, name, data])).toEqual([
      [1, 'understand', { name: 'understand' }],
      [2, 'ground', { name: 'ground' }],
      [3, 'plan', { name: 'plan' }],
    ]);
  });

  it('announces nothing before it is stored', async () => {
    const run = runLog.start(principal, 'question');
    const reader = createRunLog({ database, bus: createInProcessBus(), clock: systemClock });
    const storedWhenAnnounced: Promise<RunEvent[]>[] = [];
    bus.subscribe(run.id, ({ events }) => {
      for (const { seq } of events) {
        storedWhenAnnounced.push(collect(reader.follow(principal, run.id, { signal, afterSeq: seq - 1 }), 1));
      }
    });
    await run.emit('understand', {});
    await run.emit('plan', {});
    await run.end();
    expect((await Promise.all(storedWhenAnnounced)).flat().map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('shows a follower events as they happen, and then the end', async () => {
    const run = runLog.start(principal, 'question');
    await run.emit('understand', {});
    const following = collect(runLog.follow(principal, run.id, { signal }));
    await run.emit('plan', {});
    void run.emit('answer', {});
    await run.end();
    expect((await following).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('is followed from a replica that hears no announcements', async () => {
    const run = runLog.start(principal, 'question');
    await run.emit('understand', {});
    const replica = createRunLog({ database, bus: createInProcessBus(), clock: systemClock });
    const following = collect(replica.follow(principal, run.id, { signal }));
    await run.emit('plan', {});
    await run.end();
    expect((await following).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  // proves: API-01
  it('resumes after any event, without a gap and without one twice', async () => {
    const run = runLog.start(principal, 'question');
    for (let number = 1; number <= 5; number++) void run.emit('step', { number });
    await run.end();
    const first = await collect(runLog.follow(principal, run.id, { signal }), 2);
    const rest = await collect(runLog.follow(principal, run.id, { signal, afterSeq: first.at(-1)?.seq ?? 0 }));
    expect([...first, ...rest].map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps any text, NUL and half of an emoji included', async () => {
    const run = runLog.start(principal, 'question');
    const data = { question: 'a\u0000b \ud83d right-to-left \u202e"' };
    void run.emit('understand', data);
    await run.end();
    const [event] = await collect(runLog.follow(principal, run.id, { signal }));
    expect(event?.data).toEqual(data);
  });

  // proves: API-07
  it('hides a run of another organisation like one that does not exist', async () => {
    const run = runLog.start(principal, 'question');
    await run.end();
    for (const id of [run.id, createId(), 'no id']) {
      await expect(collect(runLog.follow(memberOf(createId()), id, { signal }))).rejects.toMatchObject({
        code: 'not_found',
      });
    }
  });

  it('lets go of a follower whose signal aborts', async () => {
    const run = runLog.start(principal, 'question');
    await run.emit('understand', {});
    const leaving = new AbortController();
    const following = collect(runLog.follow(principal, run.id, { signal: leaving.signal }));
    setTimeout(() => leaving.abort(), 20);
    expect(await following).toHaveLength(1);
    await run.end();
  });

  it('ends runs that a dead server left open', async () => {
    const run = runLog.start(principal, 'question');
    await run.emit('understand', {});
    await runLog.endInterrupted(new Date(Date.now() + 1000));
    expect(await collect(runLog.follow(principal, run.id, { signal }))).toHaveLength(1);
  });

  it('says at its end when an event could not be stored', async () => {
    const run = runLog.start(principal, 'question');
    void run.emit('step', { amount: 1n }).catch(() => undefined);
    await expect(run.end()).rejects.toThrow();
  });

  it('is resumed over HTTP with Last-Event-ID', async () => {
    const { app, signIn } = await createTestServer();
    registerRunRoutes(app, runLog);
    const run = runLog.start(principal, 'question');
    for (const name of ['understand', 'plan', 'answer']) void run.emit(name, {});
    await run.end();
    const headers = { ...signIn(principal), 'last-event-id': '1' };
    const reply = await app.inject({ method: 'GET', url: `/api/v1/runs/${run.id}/events`, headers });
    expect(reply.body.match(/^id: \d+$/gm)).toEqual(['id: 2', 'id: 3']);
    await app.close();
  });

  it('forgets runs after the days that the configuration says, and keeps them for ever at 0', async () => {
    const run = runLog.start(principal, 'question');
    await run.emit('understand', {});
    await run.end();
    const inEightDays = new Date(Date.now() + 8 * 86_400_000);
    expect(await retention.sweep(database, { now: inEightDays, keepDays: { runs: 0 } })).toBe(0);
    expect(await retention.sweep(database, { now: inEightDays, keepDays: { runs: 7 } })).toBeGreaterThan(0);
    await expect(collect(runLog.follow(principal, run.id, { signal }))).rejects.toMatchObject({ code: 'not_found' });
  });
});
