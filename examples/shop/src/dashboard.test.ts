import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startShop } from './supervisor/start-shop.ts';

it('the dashboard asks only for metrics that the shop exposes or records', async () => {
  const url = new URL('../dashboards/shop.json', import.meta.url);
  const dashboard: { panels: { title: string; targets: { expr: string }[] }[] } = JSON.parse(readFileSync(url, 'utf8'));
  const shop = await startShop({ adminFile: null });
  const texts = shop.targets.map(async ({ address }) => (await fetch(`http://${address}/metrics`)).text());
  const exposed = (await Promise.all(texts)).join('\n');
  await shop.stop();
  const known = `${exposed}\n${shop.ruleFile}`;
  for (const { title, targets } of dashboard.panels) {
    for (const { expr } of targets) {
      const names = [...expr.matchAll(/([a-z_]+(?::[a-z0-9_]+)*)(?=[{[])/g)].map(([, name = '']) => name);
      expect(names.length, title).toBeGreaterThan(0);
      for (const name of names) expect(known, title).toContain(name.replace(/_bucket$/, ''));
    }
  }
});
