import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type PrometheusServer, startPrometheus } from '@locum/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importHistory, type Shop, startShop, writeHistory } from '../index.ts';
import { query, queryOne } from '../test/prometheus-query.ts';

// One shop with a day behind it, scraped by a real Prometheus as the demo has it.
const folder = mkdtempSync(join(tmpdir(), 'shop-scraped-'));
const begun = new Date();
let shop: Shop;
let prometheus: PrometheusServer;

beforeAll(async () => {
  const file = join(folder, 'history.om');
  writeHistory({ until: begun, hours: 26, stepSeconds: 60, out: file });
  expect(await importHistory({ file, dataFolder: join(folder, 'data') })).toEqual({ outcome: 'imported' });
  shop = await startShop({ adminFile: null });
  writeFileSync(join(folder, shop.ruleFileName), shop.ruleFile);
  prometheus = await startPrometheus({
    // The testkit keeps the configuration in a folder of its own, so the rules are named by their full path.
    config: shop.prometheusConfig(1).replace(shop.ruleFileName, join(folder, shop.ruleFileName)),
    dataDir: join(folder, 'data'),
    flags: ['--enable-feature=native-histograms'],
  });
  await wait(12_000);
});
afterAll(async () => {
  await prometheus?.stop();
  await shop?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const value = (expression: string, at?: Date) => queryOne(prometheus.url, expression, at);
const hoursAgo = (hours: number) => new Date(begun.getTime() - hours * 3_600_000);

it('scrapes all six jobs under stable instance names', async () => {
  const up = await query(prometheus.url, 'up', { by: 'instance' });
  expect(Object.fromEntries(up)).toEqual({
    'checkout-0': 1,
    'auth-0': 1,
    'cart-0': 1,
    'payments-0': 1,
    'search-0': 1,
    'supervisor-0': 1,
  });
});

it('ingests the native histogram of payment providers beside the classic ones', async () => {
  const native = 'payments_provider_request_duration_seconds';
  expect(await value(`histogram_quantile(0.5, sum(${native}))`)).toBeGreaterThan(0.03);
  expect(await value(`histogram_quantile(0.5, sum(${native}))`)).toBeLessThan(0.6);
  expect(await value(`count(${native}_bucket)`)).toBeNaN();
  expect(await value('count(http_server_requests_seconds_bucket{uri="/payments/charge",le="+Inf"})')).toBeGreaterThan(
    0,
  );
});

it('evaluates every rule without an error', async () => {
  // The documented reply of Prometheus's rules API.
  const body = (await (await fetch(`${prometheus.url}/api/v1/rules`)).json()) as {
    data: { groups: { rules: { name: string; health: string; lastError?: string }[] }[] };
  };
  const rules = body.data.groups.flatMap((group) => group.rules);
  expect(rules).toHaveLength(9);
  expect(rules.filter((rule) => rule.health === 'err')).toEqual([]);
});

it('continues the past at the same scale', async () => {
  const seen = 'sum(rate(search_queries_total[10s]))';
  const before = await value('sum(rate(search_queries_total[10m]))', begun);
  expect((await value(seen)) / before).toBeGreaterThan(0.4);
  expect((await value(seen)) / before).toBeLessThan(2.5);
  const memory = 'process_resident_memory_bytes{job="auth"}';
  expect((await value(memory)) / (await value(memory, begun))).toBeGreaterThan(0.4);
  expect((await value(memory)) / (await value(memory, begun))).toBeLessThan(2.5);
});

it('shows each past incident when it was and not elsewhere', async () => {
  const errors =
    'sum(rate(http_requests_total{job="checkout",status=~"5.."}[5m])) / sum(rate(http_requests_total{job="checkout"}[5m]))';
  const slowest =
    'histogram_quantile(0.95, sum by (le) (rate(http_server_requests_seconds_bucket{uri="/payments/charge"}[5m])))';
  const failedLogins = 'sum(rate(auth_logins_total{result!="success"}[5m])) / sum(rate(auth_logins_total[5m]))';
  const cartMemory = 'process_resident_memory_bytes{job="cart"}';
  expect(await value(errors, hoursAgo(1))).toBeGreaterThan(0.08);
  expect(await value(errors, hoursAgo(2))).toBeLessThan(0.03);
  expect(await value(slowest, hoursAgo(4.5))).toBeGreaterThan(1);
  expect(await value(slowest, hoursAgo(7))).toBeLessThan(0.8);
  expect(await value(failedLogins, hoursAgo(18.5))).toBeGreaterThan(0.2);
  expect(await value(failedLogins, hoursAgo(17))).toBeLessThan(0.12);
  expect(await value(cartMemory, hoursAgo(9.1))).toBeGreaterThan(90e6);
  expect(await value(cartMemory, hoursAgo(8))).toBeLessThan(40e6);
});

it('has counters that fall at restarts only', async () => {
  const resets = (name: string) =>
    query(prometheus.url, `max by (job) (resets(${name}[26h]))`, { by: 'job', at: begun });
  expect(Object.fromEntries(await resets('process_cpu_seconds_total'))).toEqual({
    checkout: 0,
    auth: 2,
    cart: 1,
    payments: 0,
    search: 0,
  });
  expect(await resets('http_request_duration_seconds_bucket')).toEqual(new Map([['checkout', 0]]));
  expect(await resets('grpc_server_handling_seconds_bucket{grpc_method="Login"}')).toEqual(new Map([['auth', 2]]));
  expect(await resets('cart_http_request_duration_seconds_sum')).toEqual(new Map([['cart', 1]]));
  expect(await resets('http_server_requests_seconds_count')).toEqual(new Map([['payments', 0]]));
  expect(await resets('search_query_duration_seconds_sum')).toEqual(new Map([['search', 0]]));
  const restarts = 'sum by (program) (increase(supervisor_program_restarts_total[25h])) > 0.5';
  expect([...(await query(prometheus.url, restarts, { by: 'program', at: begun })).keys()].sort()).toEqual([
    'auth',
    'cart',
  ]);
});

it('has histograms whose buckets, counts and request counters agree', async () => {
  const buckets = 'http_request_duration_seconds_bucket';
  const disorder = `count(${buckets}{le="0.1"} > ignoring(le) ${buckets}{le="0.25"})`;
  expect(await value(disorder, hoursAgo(6))).toBeNaN();
  const difference = 'sum(http_request_duration_seconds_count) - sum(http_requests_total)';
  expect(Math.abs(await value(difference, hoursAgo(6)))).toBeLessThan(10);
});
