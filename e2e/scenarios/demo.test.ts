import { ask, explainQuery, getHealth, giveFeedback, listMetrics, listServices } from '@locum/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocumentedQuestions } from '../stage/documented-questions.ts';
import { type Installation, startDemo } from '../stage/installation.ts';

let demo: Installation;
beforeAll(async () => {
  demo = await startDemo();
}, 120_000);
afterAll(() => demo?.stop());

const askDemo = (question: string, previousQuestionId?: string) =>
  demo.client.call(ask, { body: { question, ...(previousQuestionId ? { previousQuestionId } : {}) } });

describe('the guide to questions', { timeout: 60_000 }, () => {
  // proves: DOC-01, ASK-10
  it.each(readDocumentedQuestions())('is true of "$question" ($section)', async ({ question, after, section }) => {
    const previous = after === undefined ? undefined : (await askDemo(after)).id;
    const { status, evidence, reason } = await askDemo(question, previous);
    const wanted = section.includes('declines') ? 'declined' : section.includes('refuses') ? 'refused' : 'answered';
    expect(status, reason).toBe(wanted);
    expect(evidence.length > 0).toBe(wanted === 'answered');
  });
});

describe('the API of the demo', { timeout: 60_000 }, () => {
  // proves: ASK-01, ASK-05
  it('answers with claims that rest on evidence, and offers other readings with their reason', async () => {
    const answer = await askDemo('error rate of auth');
    expect(answer.status).toBe('answered');
    const ids = new Set(answer.evidence.map(({ id }) => id));
    expect(answer.claims.length).toBeGreaterThan(0);
    for (const { evidenceId } of answer.claims) expect(ids).toContain(evidenceId);
    expect(answer.alternatives.length).toBeGreaterThan(0);
    for (const { reason } of answer.alternatives) expect(reason).not.toBe('');
  });

  // proves: ASK-03
  it('gives the number that the same query gives when sent to Prometheus', async () => {
    const { claims, evidence } = await askDemo('request rate of checkout');
    const { promql, endSeconds } = evidence[0]!.request;
    const query = new URLSearchParams({ query: promql, time: String(endSeconds) });
    const reply = (await (await fetch(`${demo.prometheusUrl}/api/v1/query?${query}`)).json()) as {
      data: { result: { value: [number, string] }[] };
    };
    expect(claims[0]?.value).toBeCloseTo(Number(reply.data.result[0]?.value[1]), 6);
  });

  // proves: API-01
  it('streams its stages to who asks for events', async () => {
    const names: string[] = [];
    for await (const event of demo.client.stream(ask, { body: { question: 'memory of cart' } })) names.push(event.name);
    expect(names[0]).toBe('run');
    expect(names.at(-1)).toBe('answer');
    expect(names).toContain('step');
  });

  // proves: API-02
  it('describes itself on a page and as OpenAPI', async () => {
    expect((await fetch(`${demo.url}/docs`)).status).toBe(200);
    const description = await (await fetch(`${demo.url}/api/v1/openapi.json`)).json();
    expect(description).toMatchObject({ openapi: expect.stringMatching(/^3\.1/), paths: { '/api/v1/query': {} } });
  });

  // proves: API-03
  it('says how it is, as a whole, by component and to Prometheus', async () => {
    expect((await fetch(`${demo.url}/health`)).status).toBe(200);
    const { status, details } = await demo.client.call(getHealth, {});
    expect([status, details?.components.database?.state]).toEqual(['up', 'up']);
    expect(await (await fetch(`${demo.url}/api/v1/health`)).json()).not.toHaveProperty('details');
    expect(await (await fetch(`${demo.url}/metrics`)).text()).toMatch(/^# TYPE locum_\S+/m);
  });

  // proves: API-04
  it('answers nobody who has not signed in, and no page of another origin', async () => {
    const body = JSON.stringify({ question: 'memory of cart' });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${demo.url}/api/v1/query`, { method: 'POST', headers, body })).status).toBe(401);
    const foreign = { ...headers, authorization: `Bearer ${demo.token}`, origin: 'https://attacker.example' };
    expect((await fetch(`${demo.url}/api/v1/query`, { method: 'POST', headers: foreign, body })).status).toBe(403);
  });

  // proves: CAT-01
  it('lists what the shop exposes and who exposes it, whatever label names the service', async () => {
    const { services } = await demo.client.call(listServices, {});
    expect(services.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['auth', 'cart', 'checkout', 'payments', 'search']),
    );
    const { metrics } = await demo.client.call(listMetrics, {
      query: { service: 'cart', search: 'how long requests take' },
    });
    expect(metrics).toContainEqual(
      expect.objectContaining({ name: 'cart_http_request_duration_seconds', unit: 'seconds' }),
    );
  });

  // proves: API-05
  it('explains a query in plain words', async () => {
    const promql = 'sum by (route) (rate(http_requests_total[5m]))';
    const { explanation } = await demo.client.call(explainQuery, { body: { promql } });
    expect(explanation).toContain('http_requests_total');
  });
});

describe('the command line beside the demo', { timeout: 60_000 }, () => {
  // proves: CLI-01, CLI-05
  it.each([
    ['error rate of checkout', 0, /%/],
    ['error rate of frontend', 3, /frontend/],
    ['delete all series of checkout', 4, /only reads/],
  ])('finds the server, answers "%s" and ends with %d', async (question, code, words) => {
    const finished = await demo.locum('ask', question);
    expect(finished).toMatchObject({ code, stderr: '' });
    expect(finished.stdout).toMatch(words);
  });

  // proves: CLI-06
  it('shows the catalog of the server', async () => {
    const { code, stdout } = await demo.locum('catalog', '--services', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ services: expect.any(Array) });
  });

  // proves: ASK-12
  it('replays what people accepted, and fails for none of it while nothing has changed', async () => {
    const { id } = await askDemo('how many carts are active?');
    await demo.client.call(giveFeedback, { params: { id }, body: { verdict: 'accepted' } });
    const { code, stdout } = await demo.locum('ask', '--replay', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ examples: [{ verdict: 'same' }], failed: 0 });
  });
});
