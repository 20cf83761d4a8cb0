import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommandLine } from './command-line.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'shop-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('shop up', () => {
  it('describes itself in one line, writes its configuration and ends with the program that started it', async () => {
    const shop = spawn(process.execPath, [main, 'up', '--json', '--until-stdin-ends', '--out', folder]);
    const ended = new Promise<number | null>((resolve) => shop.once('exit', resolve));
    const line = await new Promise<string>((resolve) => shop.stdout.once('data', (data) => resolve(String(data))));
    const { targets, adminUrl, config } = JSON.parse(line);
    expect(targets).toHaveLength(6);
    expect((await fetch(`${adminUrl}/faults`)).status).toBe(200);
    expect(readFileSync(config, 'utf8')).toContain(targets[0].address);
    expect(existsSync(join(folder, 'shop-rules.yml'))).toBe(true);
    shop.stdin.end();
    expect(await ended).toBe(0);
    await expect(fetch(`${adminUrl}/faults`)).rejects.toThrow();
  });
});

describe('shop service', () => {
  it('runs one service alone, against others that were started alone', async () => {
    const cart = await start(['service', 'cart']);
    const checkout = await start(['service', 'checkout', '--peer', `cart=${cart.address}`]);
    const quote = { method: 'POST', body: JSON.stringify({ user: 'someone' }) };
    expect(await (await fetch(`http://${checkout.address}/quote`, quote)).json()).toEqual({ shippingEuros: 4.9 });
    const order = { method: 'POST', body: JSON.stringify({ token: 'none' }) };
    expect((await fetch(`http://${checkout.address}/checkout`, order)).status).toBe(503);
    const metrics = await (await fetch(`http://${checkout.address}/metrics`)).text();
    expect(metrics).toContain('upstream_requests_total{upstream="auth",outcome="unreachable",service="checkout"} 1');
    await checkout.stop();
    await cart.stop();
  });

  it('begins with the faults it was given', async () => {
    const auth = await start(['service', 'auth', '--fault', 'auth-deploy']);
    expect(await (await fetch(`http://${auth.address}/health`)).json()).toEqual({ status: 'ok' });
    await auth.stop();
  });

  async function start(args: string[]) {
    const outcome = await runCommandLine(args);
    if (!('stop' in outcome)) throw new Error(outcome.output);
    return { address: outcome.output.replace(/^.*http:\/\/(.*)\/metrics$/, '$1'), stop: outcome.stop };
  }
});

describe('a wrong command line', () => {
  const cases: [string[], string][] = [
    [[], 'usage:'],
    [['service', 'chekout'], 'there is no service "chekout"; there are checkout, auth'],
    [['service', 'cart', '--fault', 'leak'], 'there is no fault "leak"; the shop knows checkout-errors'],
    [['service', 'cart', '--peer', 'auth'], '--peer takes NAME=HOST:PORT'],
    [['service', 'cart', '--port', 'eighty'], '--port takes a whole number'],
    [['traffic'], 'customers need --peer for checkout'],
    [['history'], 'history needs --out FILE'],
    [['up', '--colour'], 'colour'],
    [['fault', 'checkout-errors', 'maybe'], 'usage: shop fault'],
  ];
  it.each(cases)('%j is answered with what would be right', async (args, message) => {
    expect(await runCommandLine(args)).toEqual({ exitCode: 2, output: expect.stringContaining(message) });
  });
});
