import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, AskBody, ErrorCode, HistoryEntry, Route } from '@locum/contracts';
import * as contracts from '@locum/contracts';
import { inventAnswer, longQuery } from './answers.ts';
import { services, statusOf } from './catalog.ts';
import { shopSource, type World } from './world.ts';

/** What a schema makes of its input. */
type Parsed<Schema> = Schema extends { parse(value: unknown): infer Value } ? Value : unknown;

interface Input<R extends Route> {
  params: Parsed<R['params']>;
  query: Parsed<R['query']>;
  body: Parsed<R['body']>;
  stream: ServerResponse | null;
  request: IncomingMessage;
}
// biome-ignore lint/suspicious/noExplicitAny: each handler is typed where it is set; the map holds all of them
export type Handler = (input: Input<any>) => unknown;

/** A reply from the table of errors. */
export class RefusedError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, hint?: string) {
    super(code);
    this.code = code;
    this.hint = hint;
  }
}

export function createHandlers(world: World): Map<Route, Handler> {
  const handlers = new Map<Route, Handler>();
  const on = <R extends Route>(
    route: R,
    handler: (input: Input<R>) => Parsed<R['reply']> | Promise<Parsed<R['reply']>>,
  ) => handlers.set(route, handler as Handler);
  const me = () => ({
    id: 'u1',
    name: 'Owner',
    role: world.role,
    organisation: { id: 'o1', name: 'Corner shop' },
    mode: 'local' as const,
  });

  on(contracts.getMe, me);
  on(contracts.redeemLink, ({ body }) => {
    if (body.token !== world.linkToken) throw new RefusedError('link_spent');
    world.isSignedIn = true;
    return me();
  });
  on(contracts.signOut, () => {
    world.isSignedIn = false;
    return { signedOut: true as const };
  });
  on(contracts.listSources, () => ({ sources: world.sources }));
  on(contracts.testSource, ({ body }) =>
    body.settings.url.includes('9090')
      ? { ok: true, message: 'Prometheus 2.42.0 answers, with 312 metrics.', version: '2.42.0', metricCount: 312 }
      : {
          ok: false,
          message: 'Nothing listens at this address (connection refused). Check the port, and that Prometheus runs.',
        },
  );
  on(contracts.createSource, ({ body }) => {
    if (!body.settings.url.includes('9090')) throw new RefusedError('source_unreachable', 'connect ECONNREFUSED');
    const source = { ...shopSource, name: body.name, url: body.settings.url };
    world.sources = [...world.sources, source];
    return source;
  });
  on(contracts.deleteSource, ({ params }) => {
    world.sources = world.sources.filter((source) => source.id !== params.id);
    return { deleted: true as const };
  });
  on(contracts.getHealth, () => ({
    status: 'up' as const,
    details: {
      version: '0.1.0',
      components: {
        database: { state: 'up' as const },
        models: { state: 'off' as const, message: 'none configured' },
        sources: { state: 'degraded' as const, message: 'Shop answers slowly.' },
      },
    },
    at: new Date().toISOString(),
  }));
  addCatalog(world, on);
  addAsk(world, on, handlers);
  return handlers;
}

type On = <R extends Route>(
  route: R,
  handler: (input: Input<R>) => Parsed<R['reply']> | Promise<Parsed<R['reply']>>,
) => unknown;

function addCatalog(world: World, on: On): void {
  on(contracts.listMetrics, ({ query }) => {
    const found = world.metrics.filter(
      ({ name, help, services }) =>
        (!query.search || `${name} ${help}`.toLowerCase().includes(query.search.toLowerCase())) &&
        (!query.service || services.includes(query.service)),
    );
    const from = Number(query.cursor ?? 0);
    const next = from + query.limit;
    return {
      metrics: found.slice(from, next),
      ...(next < found.length ? { nextCursor: String(next) } : {}),
      total: found.length,
      status: world.catalog,
    };
  });
  on(contracts.listServices, ({ query }) => {
    const found =
      world.metrics.length === 0 ? [] : services.filter(({ name }) => !query.search || name.includes(query.search));
    return { services: found, total: found.length, status: world.catalog };
  });
  on(contracts.triggerDiscovery, () => {
    world.catalog = statusOf('ready', world.metrics.length, 0);
    return world.catalog;
  });
  on(contracts.completeQuestion, ({ query }) => {
    if (query.text === '') return { completions: world.examples.map((text) => ({ text, kind: 'question' as const })) };
    const word = /\S*$/.exec(query.text)?.[0].toLowerCase() ?? '';
    const found = [
      ...services
        .filter(({ name }) => name.startsWith(word))
        .map(({ name, metricCount }) => ({ text: name, kind: 'service' as const, detail: `${metricCount} metrics` })),
      ...world.metrics
        .filter(({ name }) => name.startsWith(word))
        .map(({ name, help }) => ({ text: name, kind: 'metric' as const, detail: help })),
    ];
    return { completions: found.slice(0, query.limit) };
  });
}

function addAsk(world: World, on: On, handlers: Map<Route, Handler>): void {
  handlers.set(contracts.ask, async ({ body, stream }: Input<typeof contracts.ask>) => {
    if (body.question.trim() === '') throw new RefusedError('question_empty');
    world.asked.push(body);
    const answer = contracts.answer.parse(record(world, body));
    if (stream) await streamAnswer(world, answer, stream, 0, world.cutAfter);
    return answer;
  });
  handlers.set(contracts.followRun, async ({ params, stream, request }: Input<typeof contracts.followRun>) => {
    const answer = world.answers.find(({ id }) => id === params.id);
    if (!answer || !stream) throw new RefusedError('not_found');
    await streamAnswer(world, answer, stream, Number(request.headers['last-event-id'] ?? 0), null);
  });
  on(contracts.getAnswer, ({ params }) => {
    const answer = world.answers.find(({ id }) => id === params.id);
    if (!answer) throw new RefusedError('not_found');
    return answer;
  });
  on(contracts.listHistory, ({ query }) => {
    const found = world.history.filter(
      ({ question, headline }) => !query.search || `${question} ${headline}`.includes(query.search),
    );
    const from = Number(query.cursor ?? 0);
    const next = from + query.limit;
    return { entries: found.slice(from, next), ...(next < found.length ? { nextCursor: String(next) } : {}) };
  });
  on(contracts.giveFeedback, ({ params, body }) => {
    world.feedback.push({ id: params.id, ...body });
    const entry = world.history.find(({ id }) => id === params.id);
    if (!entry) throw new RefusedError('not_found');
    entry.feedback = body;
    return entry;
  });
  on(contracts.explainQuery, ({ body }) => ({ explanation: 'the sum of it all.', formatted: body.promql }));
  on(contracts.checkQuery, ({ body }) => {
    const start = body.promql.indexOf('rate(up');
    if (start < 0) return { valid: true, findings: [] };
    const finding = {
      code: 'rate_on_gauge',
      severity: 'error' as const,
      message: 'rate needs a counter; up is a gauge.',
      start,
      end: start + 7,
      repaired: true,
    };
    return { valid: false, findings: [finding], repaired: longQuery };
  });
}

function record(world: World, body: AskBody): Answer {
  const answer = inventAnswer(body, `q${world.answers.length + 1}`, Math.floor(Date.now() / 1000));
  world.answers.push(answer);
  const entry: HistoryEntry = {
    ...{
      id: answer.id,
      question: answer.question,
      status: answer.status,
      askedAt: answer.askedAt,
      ms: answer.ms,
      cached: answer.cached,
    },
    headline: answer.headline.map(({ text }) => text).join(''),
    ...(answer.plan ? { promql: answer.plan.promql } : {}),
    ...(answer.previousQuestionId ? { previousQuestionId: answer.previousQuestionId } : {}),
  };
  world.history.unshift(entry);
  return answer;
}

/** Sends the run as events from `after` on; `cutAfter` breaks the connection as a proxy would. */
async function streamAnswer(
  world: World,
  answer: Answer,
  response: ServerResponse,
  after: number,
  cutAfter: number | null,
): Promise<void> {
  const events = [
    { name: 'run', data: { id: answer.id } },
    ...answer.steps.map((step) => ({ name: 'step', data: step })),
    { name: 'answer', data: answer },
  ].map((event, index) => contracts.runEvent.parse({ seq: index + 1, at: new Date().toISOString(), ...event }));
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  for (const event of events.slice(after)) {
    if (cutAfter !== null && event.seq > cutAfter) {
      // What was sent arrives first: a break drops what the browser has not read.
      await new Promise((resolve) => setTimeout(resolve, 300));
      response.destroy();
      return;
    }
    if (world.stageMs > 0) await new Promise((resolve) => setTimeout(resolve, world.stageMs));
    response.write(`id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  response.end();
}
