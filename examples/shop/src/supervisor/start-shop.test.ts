import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultCommand } from '../cli/fault-command.ts';
import { readExposition } from '../test/exposition-text.ts';
import { faultEffect } from '../world/behaviour.ts';
import { findAdminAddress } from './admin-address.ts';
import type { JobName } from './prometheus-config.ts';
import { type Shop, startShop } from './start-shop.ts';

let shop: Shop;
const folder = mkdtempSync(join(tmpdir(), 'shop-test-'));
const adminFile = join(folder, 'admin.url');

beforeAll(async () => {
  shop = await startShop({ adminFile, seed: 'test' });
});
afterAll(async () => {
  await shop.stop();
  rmSync(folder, { recursive: true, force: true });
});

function addressOf(job: JobName): string {
  const address = shop.targets.find((target) => target.job === job)?.address;
  if (address === undefined) throw new Error(`no target ${job}`);
  return address;
}

async function scrape(job: JobName): Promise<string> {
  return (await fetch(`http://${addressOf(job)}/metrics`)).text();
}

/** Sum of the samples whose line starts with the name and contains every part. */
async function total(job: JobName, name: string, ...parts: string[]): Promise<number> {
  const lines = (await scrape(job)).split('\n').filter((line) => new RegExp(`^${name}[{ ]`).test(line));
  const chosen = lines.filter((line) => parts.every((part) => line.includes(part)));
  return chosen.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error('the condition did not come true within 20 s');
    await wait(100);
  }
}

function post(job: JobName, path: string, fields: object): Promise<Response> {
  return fetch(`http://${addressOf(job)}${path}`, { method: 'POST', body: JSON.stringify(fields) });
}

describe('metrics of the running shop', () => {
  const styles: [JobName, string][] = [
    ['checkout', 'http_requests_total{method,route,service,status}'],
    ['auth', 'grpc_server_handled_total{grpc_code,grpc_method,grpc_service,grpc_type}'],
    ['cart', 'cart_http_requests_total{app,code,handler}'],
    ['payments', 'http_server_requests_seconds_bucket{application,exception,le,method,outcome,status,uri}'],
    ['search', 'search_query_duration_seconds{index,quantile}'],
    ['shop-supervisor', 'supervisor_program_restarts_total{program,reason}'],
  ];
  it.each(styles)('%s counts the customers in its own style, %s', async (job, shape) => {
    await until(async () => {
      const families = readExposition(await scrape(job));
      return [...families.values()].some((family) => family.shapes.has(shape));
    });
  });

  it('reports memory and CPU of every service apart from the others', async () => {
    const jobs = ['checkout', 'auth', 'cart', 'payments', 'search'] as const;
    const cpu = await Promise.all(jobs.map((job) => total(job, 'process_cpu_seconds_total')));
    expect(new Set(cpu).size).toBe(jobs.length);
    for (const job of jobs) expect(await total(job, 'process_resident_memory_bytes')).toBeLessThan(80e6);
  });
});

describe('faults', () => {
  // proves: START-08
  it('checkout-errors makes quotes fail until it is switched off', async () => {
    const failuresIn = async (calls: number): Promise<number> => {
      const replies = await Promise.all(Array.from({ length: calls }, () => post('checkout', '/quote', { user: 'x' })));
      return replies.filter((reply) => reply.status === 500).length;
    };
    await shop.faults.set('checkout-errors', true);
    expect(await failuresIn(300)).toBeGreaterThan(300 * faultEffect.quoteErrorShare * 0.3);
    expect(await total('checkout', 'http_requests_total', 'route="/quote"', 'status="500"')).toBeGreaterThan(0);
    await shop.faults.set('checkout-errors', false);
    // Customers who were answered before the switch may still be counted; these calls are made after it.
    expect(await failuresIn(100)).toBeLessThan(3);
  });

  // proves: START-08
  it('payments-latency slows charges down by a multiple', async () => {
    const mean = async (): Promise<number> => {
      const durationsMs = Array.from({ length: 60 }, async () => {
        const startedMs = performance.now();
        await post('payments', '/payments/charge', { amountEuros: 1 });
        return performance.now() - startedMs;
      });
      return (await Promise.all(durationsMs)).reduce((sum, one) => sum + one, 0) / durationsMs.length;
    };
    const normalMs = await mean();
    await shop.faults.set('payments-latency', true);
    expect(await mean()).toBeGreaterThan(normalMs * 2);
    await shop.faults.set('payments-latency', false);
  });

  // proves: START-08
  it('cart-memory-leak grows the memory of cart up to its bound and gives it back', async () => {
    const before = await total('cart', 'process_resident_memory_bytes');
    await shop.faults.set('cart-memory-leak', true);
    const requests = Math.ceil(faultEffect.leakLimitBytes / faultEffect.leakBytesPerRequest) + 50;
    for (let sent = 0; sent < requests; sent += 50) {
      await Promise.all(Array.from({ length: 50 }, () => fetch(`http://${addressOf('cart')}/carts/someone`)));
    }
    const grown = (await total('cart', 'process_resident_memory_bytes')) - before;
    expect(grown).toBeGreaterThan(faultEffect.leakLimitBytes * 0.9);
    expect(grown).toBeLessThan(faultEffect.leakLimitBytes * 1.3);
    await shop.faults.set('cart-memory-leak', false);
    await until(async () => (await total('cart', 'process_resident_memory_bytes')) < before + 20e6);
  });

  // proves: START-08
  it('auth-deploy brings a new commit on the same address, counts the restart and turns customers away', async () => {
    const build = async () => /auth_build_info\{version="(.+)",revision="([0-9a-f]{40})"\}/.exec(await scrape('auth'));
    const [, version, revision] = (await build()) ?? [];
    const restarts = await total('shop-supervisor', 'supervisor_program_restarts_total', 'auth', 'deploy');
    await shop.faults.set('auth-deploy', true);
    const [, newVersion, newRevision] = (await build()) ?? [];
    expect(newVersion).not.toBe(version);
    expect(newRevision).not.toBe(revision);
    expect(await total('shop-supervisor', 'supervisor_program_restarts_total', 'auth', 'deploy')).toBe(restarts + 1);
    await until(async () => (await total('auth', 'auth_logins_total', 'wrong_password')) >= 3);
    await shop.faults.set('auth-deploy', false);
    expect((await build())?.[2]).toBe(revision);
  });
});

describe('switches', () => {
  it('are found by the command line through the published address, which only its owner may read', async () => {
    expect(findAdminAddress(adminFile)).toBe(shop.adminUrl);
    expect(statSync(adminFile).mode & 0o077).toBe(0);
    const on = await faultCommand(['checkout-errors', 'on'], shop.adminUrl);
    expect(on).toMatchObject({ exitCode: 0, output: expect.stringContaining('on ') });
    const status = await faultCommand(['checkout-errors', 'status'], shop.adminUrl);
    expect(status.output).toMatch(/^checkout-errors +on/);
    await faultCommand(['checkout-errors', 'off'], shop.adminUrl);
    expect((await faultCommand(['list'], shop.adminUrl)).output).toMatch(/^checkout-errors +off/m);
  });

  it('name the faults there are when asked for another', async () => {
    const result = await faultCommand(['checkout-eror', 'on'], shop.adminUrl);
    expect(result).toEqual({ exitCode: 2, output: expect.stringContaining('cart-memory-leak') });
    const reply = await fetch(`${shop.adminUrl}/faults/nope`, { method: 'PUT', body: '{"on":true}' });
    expect(reply.status).toBe(404);
    expect(await reply.text()).toContain('payments-latency');
  });

  it('refuse a web page and a body that says nothing', async () => {
    const path = `${shop.adminUrl}/faults/checkout-errors`;
    const page = await fetch(path, { method: 'PUT', body: '{"on":true}', headers: { origin: 'http://evil.test' } });
    expect(page.status).toBe(403);
    expect((await fetch(path, { method: 'PUT', body: 'on' })).status).toBe(400);
  });

  it('say so when no shop answers', async () => {
    const result = await faultCommand(['list'], 'http://127.0.0.1:1');
    expect(result).toEqual({ exitCode: 1, output: expect.stringContaining('does not answer') });
  });
});
