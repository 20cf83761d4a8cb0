import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '@locum/testkit';
import { builtApp } from './built-app.ts';
import { startContractServer } from './contract/contract-server.ts';
import { resetWorld } from './contract/world.ts';
import { pageStates } from './states.ts';

// Every page in every state, light, dark and 390 px wide, as pictures: npm run screenshots -w apps/web -- [part of a name]
const folder = join(import.meta.dirname, '../screenshots');
const part = process.argv[2] ?? '';
const views = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 860 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 860 } },
  { name: 'phone', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

mkdirSync(folder, { recursive: true });
const server = await startContractServer(await builtApp());
const chromium = await launchChromium();
for (const view of views) {
  for (const state of pageStates.filter(({ name }) => `${name}-${view.name}`.includes(part))) {
    resetWorld(server.world);
    state.prepare?.(server.world);
    const context = await chromium.browser.newContext({ ...view, baseURL: server.url });
    const page = await context.newPage();
    try {
      await page.goto(state.path ?? '/');
      await state.reach?.(page);
      await page.waitForTimeout(250);
    } catch (failure) {
      process.exitCode = 1;
      console.error(
        `${state.name} (${view.name}): ${failure instanceof Error ? failure.message.split('\n')[0] : failure}`,
      );
    }
    await page.screenshot({ path: join(folder, `${state.name}-${view.name}.png`) });
    await context.close();
  }
}
await chromium.stop();
await server.close();
