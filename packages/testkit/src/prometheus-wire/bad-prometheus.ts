import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveOnLoopback } from './http-server.ts';

/** How a telemetry source misbehaves. */
export type Misbehaviour =
  /** Answers like a healthy, empty server: no metrics at all. */
  | { kind: 'empty' }
  /** As `empty`, but only after a while. */
  | { kind: 'slow'; delayMs: number }
  /** Accepts the request and never answers. */
  | { kind: 'hang' }
  | { kind: 'status'; status: number; retryAfterSeconds?: number; body?: string }
  /** Status 200 and bytes that are not JSON. */
  | { kind: 'garbage' }
  /** Status 200 and a log-in page, as a proxy in front gives. */
  | { kind: 'html' }
  /** Promises a whole reply, sends the beginning of one and drops the connection. */
  | { kind: 'disappear' }
  /** Drops the connection without a byte. */
  | { kind: 'hang-up' }
  /** A correct reply of about `sizeBytes`, produced as fast as the reader takes it. */
  | { kind: 'huge'; sizeBytes: number }
  /** JSON of the caller's choice with status 200. */
  | { kind: 'reply'; body: unknown };

export type BadPrometheus = {
  url: string;
  /** Path with parameters of each request, in order. */
  requests: readonly string[];
  /** Bytes sent as body so far by `huge` replies. */
  sentBytes(): number;
  /** From now on; a function decides request by request. Initially `empty`. */
  behave(next: Misbehaviour | ((path: string) => Misbehaviour)): void;
  stop(): Promise<void>;
};

/** A Prometheus that does to its client what real ones do on a bad day. */
export async function startBadPrometheus(): Promise<BadPrometheus> {
  const requests: string[] = [];
  const counter = { sentBytes: 0 };
  let decide: (path: string) => Misbehaviour = () => ({ kind: 'empty' });
  const { url, stop } = await serveOnLoopback((request, response) => {
    const path = request.url ?? '/';
    requests.push(path);
    request.resume();
    misbehave(decide(path), request, response, counter).catch(() => response.destroy());
  });
  return {
    url,
    requests,
    sentBytes: () => counter.sentBytes,
    behave: (next) => {
      decide = typeof next === 'function' ? next : () => next;
    },
    stop,
  };
}

async function misbehave(
  how: Misbehaviour,
  request: IncomingMessage,
  response: ServerResponse,
  counter: { sentBytes: number },
): Promise<void> {
  switch (how.kind) {
    case 'hang':
      return;
    case 'hang-up':
      response.socket?.destroy();
      return;
    case 'slow':
      await sleep(how.delayMs);
      return sendJson(response, answerEmpty(request.url ?? ''));
    case 'empty':
      return sendJson(response, answerEmpty(request.url ?? ''));
    case 'reply':
      return sendJson(response, how.body);
    case 'status': {
      const headers = how.retryAfterSeconds === undefined ? {} : { 'retry-after': String(how.retryAfterSeconds) };
      response.writeHead(how.status, headers).end(how.body ?? '');
      return;
    }
    case 'garbage':
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x00, 0x5d]));
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title><form>');
      return;
    case 'disappear':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000_000 });
      await new Promise((resolve) =>
        response.write('{"status":"success","data":{"resultType":"vector","result":[', resolve),
      );
      response.socket?.destroy();
      return;
    case 'huge':
      return sendHuge(response, how.sizeBytes, counter);
  }
}

function sendJson(response: ServerResponse, body: unknown): void {
  if (!response.destroyed) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function answerEmpty(path: string): object {
  const data = () => {
    if (/\/query(\?|$)/.test(path)) return { resultType: 'vector', result: [] };
    if (/\/query_range(\?|$)/.test(path)) return { resultType: 'matrix', result: [] };
    if (/\/metadata(\?|$)/.test(path)) return {};
    if (/\/rules(\?|$)/.test(path)) return { groups: [] };
    if (/\/alerts(\?|$)/.test(path)) return { alerts: [] };
    if (/\/targets(\?|$)/.test(path)) return { activeTargets: [], droppedTargets: [] };
    if (/\/status\/buildinfo(\?|$)/.test(path))
      return { version: '2.42.0', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' };
    if (/\/status\/tsdb(\?|$)/.test(path))
      return {
        headStats: { numSeries: 0, numLabelPairs: 0, chunkCount: 0, minTime: 0, maxTime: 0 },
        seriesCountByMetricName: [],
        labelValueCountByLabelName: [],
        memoryInBytesByLabelName: [],
        seriesCountByLabelValuePair: [],
      };
    return [];
  };
  return { status: 'success', data: data() };
}

const SERIES = '{"metric":{"__name__":"flood","n":"00000000"},"value":[1700000000,"1"]}';

async function sendHuge(response: ServerResponse, sizeBytes: number, counter: { sentBytes: number }): Promise<void> {
  const block = Buffer.from(`${Array(1000).fill(SERIES).join(',')}`);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"status":"success","data":{"resultType":"vector","result":[');
  for (let sent = 0; sent < sizeBytes && !response.destroyed; sent += block.length) {
    if (sent > 0) response.write(',');
    counter.sentBytes += block.length;
    if (!response.write(block)) await waitForDrain(response);
  }
  response.end(']}}');
}

/** The reader may go away instead of reading on. */
function waitForDrain(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      response.off('drain', finish).off('close', finish);
      resolve();
    };
    response.on('drain', finish).on('close', finish);
  });
}
