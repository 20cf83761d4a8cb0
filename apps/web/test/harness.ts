import { launchChromium } from '@locum/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { builtApp } from './built-app.ts';
import { type ContractServer, startContractServer } from './contract/contract-server.ts';
import { resetWorld, type World } from './contract/world.ts';

const VIEWPORT = { width: 1280, height: 860 };

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

export interface Harness {
  /** What the server says; put back before each test. */
  world: World;
  url: string;
  open(path?: string, options?: ContextOptions): Promise<Page>;
}

/**
 * The built application in Chromium against the contract server, for the tests of one file. A fault of the page or a
 * breach of the content security policy fails the test in which it happens.
 */
export function createHarness(): Harness {
  let server: ContractServer;
  let chromium: Awaited<ReturnType<typeof launchChromium>>;
  let faults: string[] = [];
  // By their options, and kept from test to test with their page: a new page costs a process that compiles the application anew.
  const kept = new Map<string, BrowserContext>();
  const inUse = new Set<BrowserContext>();
  beforeAll(async () => {
    [server, chromium] = await Promise.all([builtApp().then(startContractServer), launchChromium()]);
  });
  afterAll(async () => {
    await chromium.stop();
    await server.close();
  });
  beforeEach(() => {
    resetWorld(server.world);
    faults = [];
  });
  afterEach(async () => {
    inUse.clear();
    const isKept = new Set(kept.values());
    await Promise.all(
      chromium.browser
        .contexts()
        .map((context) => (isKept.has(context) ? Promise.all(context.pages().map(leave)) : context.close())),
    );
    expect(faults).toEqual([]);
  });

  /** An empty page; in a context of its own for a second reader in the same test. */
  async function findPage(options: ContextOptions): Promise<Page> {
    const name = JSON.stringify(options);
    const known = kept.get(name);
    const isFree = known !== undefined && !inUse.has(known);
    const context = isFree
      ? known
      : await chromium.browser.newContext({ baseURL: server.url, viewport: VIEWPORT, ...options });
    inUse.add(context);
    if (known === undefined) kept.set(name, context);
    const [page] = context.pages();
    if (page !== undefined) return page;
    context.setDefaultTimeout(8000);
    return watch(await context.newPage());
  }

  function watch(page: Page): Page {
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      // Failed replies are part of many states; everything else that the browser complains of is a fault.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        faults.push(message.text());
    });
    return page;
  }

  return {
    get world() {
      return server.world;
    },
    get url() {
      return server.url;
    },
    async open(path = '/', options = {}) {
      const page = await findPage(options);
      await forget(page, server.url);
      await page.setViewportSize(options.viewport ?? VIEWPORT);
      await page.goto(path);
      return page;
    },
  };
}

/** Ends the application in a page, and takes the mouse from where the next one would find it. */
async function leave(page: Page): Promise<void> {
  await page.goto('about:blank');
  await page.mouse.move(0, 0);
}

/** What earlier tests stored, but for the files of the application. */
async function forget(page: Page, origin: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await devtools.detach();
}
