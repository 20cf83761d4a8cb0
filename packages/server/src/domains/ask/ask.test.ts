import type { Answer } from '@locum/contracts';
import type { PrometheusServer } from '@locum/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AskStage, createAskStage } from '../../../test/ask-stage.ts';
import { createTestDatabase, engines } from '../../../test/database.ts';
import { startRecordedShop } from '../../../test/recorded-shop.ts';
import type { Database } from '../../platform/db/index.ts';

let prometheus: PrometheusServer;
beforeAll(async () => {
  prometheus = await startRecordedShop();
});
afterAll(() => prometheus.stop());

describe.each(engines)('asking on %s', (engine) => {
  let database: Database;
  let stage: AskStage;
  beforeAll(async () => {
    database = await createTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    stage = await createAskStage(database, prometheus.url);
  });
  afterEach(() => stage.close());

  const post = (payload: object, url = '/api/v1/query', headers = stage.headers) =>
    stage.app.inject({ method: 'POST', url, headers, payload });
  const get = (url: string, headers = stage.headers) => stage.app.inject({ method: 'GET', url, headers });
  const ask = async (payload: object): Promise<Answer> => {
    const reply = await post(payload);
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json();
  };

  // proves: ASK-01
  it('answers with a number, its query and the evidence it rests on', async () => {
    const answer = await ask({ question: 'request rate of checkout' });
    expect(answer).toMatchObject({ status: 'answered', cached: false, plan: { planner: 'built-in' } });
    expect(textOf(answer)).toContain('20/s');
    const claim = answer.claims[0];
    expect(claim?.value).toBeCloseTo(20, 1);
    expect(answer.evidence.map(({ id }) => id)).toContain(claim?.evidenceId);
    expect(answer.steps.map(({ name }) => name)).toEqual([
      ...['understand', 'ground', 'plan', 'check', 'cost', 'execute', 'answer', 'record'],
    ]);
  });

  // proves: ASK-11
  it('serves the same question from the cache, under an id and a history entry of its own', async () => {
    const first = await ask({ question: 'memory of cart' });
    const second = await ask({ question: 'memory of cart' });
    expect(second).toMatchObject({ cached: true, headline: first.headline });
    expect(second.id).not.toBe(first.id);
    const again: Answer = (await get(`/api/v1/history/${second.id}`)).json();
    expect(again).toMatchObject({ id: second.id, cached: true, evidence: first.evidence });
  });

  it('asks the source again when told to, and otherwise says since when it knows', async () => {
    const question = { question: 'memory of cart' };
    const first = await ask(question);
    stage.clock.nowMs += 5000;
    const [kept, differently] = [await ask(question), await ask({ question: 'the memory of cart' })];
    expect(kept.evidence[0]?.evaluatedAt).toBe(first.evidence[0]?.evaluatedAt);
    // Another question, whose query was just run.
    expect(differently).toMatchObject({ cached: false, plan: { promql: first.plan?.promql } });
    expect(differently.evidence[0]?.evaluatedAt).toBe(first.evidence[0]?.evaluatedAt);
    const anew = await ask({ ...question, anew: true });
    expect([anew.cached, anew.evidence[0]?.evaluatedAt]).toEqual([false, anew.askedAt]);
  });

  it('offers, for a question that it declines, questions that it answers', async () => {
    for (const question of [
      'error rate of unicorns',
      'how full is the dead letter queue of cart',
      'temperature of the moon',
    ]) {
      const { status, suggestions } = await ask({ question });
      expect([status, suggestions.length > 0], question).toEqual(['declined', true]);
      for (const suggestion of suggestions)
        expect(await ask({ question: suggestion }), suggestion).toMatchObject({ status: 'answered' });
    }
  });

  // proves: ASK-16
  it('keeps every question in the history, newest first, searchable and in pages', async () => {
    for (const question of ['memory of cart', 'request rate of auth', 'memory of auth']) {
      await ask({ question });
      stage.clock.nowMs += 1000;
    }
    const page = (await get('/api/v1/history?limit=2')).json();
    expect(page.entries.map(({ question }: { question: string }) => question)).toEqual([
      'memory of auth',
      'request rate of auth',
    ]);
    const rest = (await get(`/api/v1/history?limit=2&cursor=${page.nextCursor}`)).json();
    expect(rest.entries.map(({ question }: { question: string }) => question)).toEqual(['memory of cart']);
    expect(rest.nextCursor).toBeUndefined();
    const found = (await get('/api/v1/history?search=RATE%20of')).json();
    expect(found.entries).toHaveLength(1);
    expect((await get('/api/v1/history?search=100%25')).json().entries).toEqual([]);
    expect((await get('/api/v1/history?cursor=nonsense')).statusCode).toBe(400);
  });

  // proves: ASK-16, API-07
  it('hides questions from other organisations as if they did not exist', async () => {
    const { id } = await ask({ question: 'memory of cart' });
    expect((await get(`/api/v1/history/${id}`, stage.strangers)).statusCode).toBe(404);
    expect((await post({ verdict: 'accepted' }, `/api/v1/history/${id}/feedback`, stage.strangers)).statusCode).toBe(
      404,
    );
    expect((await get('/api/v1/history', stage.strangers)).json()).toEqual({ entries: [] });
    expect((await get('/api/v1/history/not-an-id')).statusCode).toBe(404);
  });

  // proves: ASK-04
  it('understands a follow-up from the question before it', async () => {
    const first = await ask({ question: 'p95 latency of checkout' });
    const second = await ask({ question: 'and for auth?', previousQuestionId: first.id });
    expect(second).toMatchObject({ status: 'answered', readAs: 'p95 latency of auth', previousQuestionId: first.id });
    const third = await ask({ question: 'p99 instead', previousQuestionId: second.id });
    expect(third.readAs).toBe('p99 latency of auth');
    expect(third.plan?.promql).toContain('0.99');
  });

  // proves: ASK-13
  it('uses a corrected query for the next question of the same meaning, in this organisation only', async () => {
    const first = await ask({ question: 'busiest service' });
    const corrected = 'topk(1, sum by (service) (rate(http_requests_total[10m])))';
    const feedback = await post({ verdict: 'edited', promql: corrected }, `/api/v1/history/${first.id}/feedback`);
    expect(feedback.json()).toMatchObject({ feedback: { verdict: 'edited', promql: corrected } });
    const second = await ask({ question: 'What is the busiest service, please?' });
    expect(second.plan).toMatchObject({ promql: corrected, planner: 'example' });
    expect(textOf(second)).toContain('cart');
    const replay = (await post({}, '/api/v1/query/replay')).json();
    expect(replay).toMatchObject({ failed: 0, examples: [{ question: 'busiest service', origin: 'edited' }] });
    await post({ verdict: 'wrong' }, `/api/v1/history/${second.id}/feedback`);
    for (const question of ['busiest service', 'What is the busiest service, please?'])
      expect((await ask({ question })).plan?.planner).not.toBe('example');
    expect(textOf(second)).toContain('40/s');
  });

  // proves: ASK-12
  it('takes accepted queries as regression cases that fail once the planner differs', async () => {
    const first = await ask({ question: 'request rate of checkout' });
    expect((await post({ verdict: 'accepted' }, `/api/v1/history/${first.id}/feedback`)).statusCode).toBe(200);
    const replay = (await post({}, '/api/v1/query/replay')).json();
    expect(replay).toMatchObject({ failed: 0, examples: [{ verdict: 'same', origin: 'accepted' }] });
  });

  it('rejects feedback that teaches nothing, with what to send', async () => {
    const { id } = await ask({ question: 'write me a poem about autumn' });
    const url = `/api/v1/history/${id}/feedback`;
    for (const payload of [{ verdict: 'accepted' }, { verdict: 'edited' }, { verdict: 'edited', promql: 'sum(' }]) {
      const reply = await post(payload, url);
      expect(reply.statusCode).toBe(400);
      expect(reply.json().error.hint).not.toBe('');
    }
  });

  it('runs a person’s own query as written', async () => {
    const answer = await ask({ question: 'my query', promql: 'sum(up)' });
    expect(answer).toMatchObject({ status: 'answered', plan: { promql: 'sum(up)', planner: 'user' } });
    const invalid = await post({ question: 'my query', promql: 'sum(up' });
    expect(invalid.json().error).toMatchObject({ code: 'query_invalid' });
    expect(invalid.json().error.hint).toMatch(/character 7/);
  });

  it('says what kind there is, where kinds are counted', async () => {
    const { headline } = await ask({ question: 'queues', promql: 'count by (queue) (queue_depth)' });
    expect(headline.map(({ text }) => text).join('')).toMatch(/: email \(1\)\.$/);
  });

  // proves: API-01
  it('streams the stages and then the answer, and the run can be read again', async () => {
    const headers = { ...stage.headers, accept: 'text/event-stream' };
    const reply = await post({ question: 'error rate of checkout' }, '/api/v1/query', headers);
    const events = readEvents(reply.body);
    expect(events.map(({ name }) => name)).toEqual(['run', ...Array(8).fill('step'), 'answer']);
    const { id: runId } = z.object({ id: z.string() }).parse(events[0]?.data);
    const again = readEvents((await get(`/api/v1/runs/${runId}/events`, headers)).body);
    expect(again).toEqual(events);
    expect((await get(`/api/v1/history/${runId}`)).json()).toMatchObject({ id: runId, status: 'answered' });
  });

  it('answers and keeps a question whose reader is gone before it closes', async () => {
    const { runId } = await stage.ask.start(stage.principal, { question: 'memory of auth' });
    await stage.ask.close();
    const { entries } = await stage.ask.history(stage.principal, { limit: 10 });
    expect(entries).toMatchObject([{ id: runId, status: 'answered' }]);
  });

  it('makes a run of a question asked without a stream too', async () => {
    const { id } = await ask({ question: 'memory of auth' });
    const headers = { ...stage.headers, accept: 'text/event-stream' };
    const events = readEvents((await get(`/api/v1/runs/${id}/events`, headers)).body);
    expect(events.at(-1)).toMatchObject({ name: 'answer', data: { id } });
  });

  it('says what to do when there is no question, no source or no such source', async () => {
    expect((await post({ question: ' \u200b ' })).json().error.code).toBe('question_empty');
    expect((await post({ question: 'x'.repeat(100_000) })).json().error.code).toBe('question_too_long');
    expect((await post({ question: 'memory of cart' }, '/api/v1/query', stage.strangers)).json().error.code).toBe(
      'no_source',
    );
    expect((await post({ question: 'memory of cart', sourceId: 'nope' })).statusCode).toBe(404);
    expect((await post({ question: 'and cart?', previousQuestionId: 'nope' })).statusCode).toBe(404);
    expect((await post({}, '/api/v1/query')).statusCode).toBe(400);
    expect((await post({ question: 'x' }, '/api/v1/query', { host: 'localhost' } as never)).statusCode).toBe(401);
  });

  // proves: API-05
  it('explains and checks a query without running it', async () => {
    const explained = (await post({ promql: 'sum(rate(http_requests_total[5m]))' }, '/api/v1/query/explain')).json();
    expect(explained.explanation).toContain('http_requests_total');
    const checked = (await post({ promql: 'sum(http_requests_total)' }, '/api/v1/query/check')).json();
    expect(checked.findings.map(({ code }: { code: string }) => code)).toContain('missing-rate');
    const broken = (await post({ promql: 'sum(' }, '/api/v1/query/check')).json();
    expect(broken).toMatchObject({ valid: false, findings: [{ code: 'syntax', severity: 'error' }] });
  });
});

function textOf({ headline }: Answer): string {
  return headline.map(({ text }) => text).join('');
}

function readEvents(body: string): { name: string; data: unknown }[] {
  return body
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => JSON.parse(line.slice(5)));
}
