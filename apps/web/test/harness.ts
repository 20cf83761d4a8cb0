import { launchChromium } from '@locum/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { builtApp } from './built-app.ts';
import { type ContractServer, startContractServer } from './contract/contract-server.ts';
import { resetWorld, type World } from './contract/world.ts';

export interface Harness {
  /** What the server says; put back before each test. */
  world: World;
  url: string;
  open(path?: string, options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
}

/**
 * The built application in Chromium against the contract server, for the tests of one file. A fault of the page or a
 * breach of the content security policy fails the test in which it happens.
 */
export function createHarness(): Harness {
  let server: ContractServer;
  let chromium: Awaited<ReturnType<typeof launchChromium>>;
  let faults: string[] = [];
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
    await Promise.all(chromium.browser.contexts().map((context) => context.close()));
    expect(faults).toEqual([]);
  });
  return {
    get world() {
      return server.world;
    },
    get url() {
      return server.url;
    },
    async open(path = '/', options = {}) {
      const context = await chromium.browser.newContext({
        baseURL: server.url,
        viewport: { width: 1280, height: 860 },
        ...options,
      });
      context.setDefaultTimeout(8000);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => {
        // Failed replies are part of many states; everything else that the browser complains of is a fault.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          faults.push(message.text());
      });
      await page.goto(path);
      return page;
    },
  };
}
