import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { scrapeLabels } from '../supervisor/prometheus-config.ts';
import { startShop } from '../supervisor/start-shop.ts';
import { readExposition } from '../test/exposition-text.ts';
import { writeHistory } from './write-history.ts';

const folder = mkdtempSync(join(tmpdir(), 'shop-history-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, options: { seed?: string; until?: Date } = {}): string {
  const out = join(folder, name);
  writeHistory({ until: new Date('2026-05-06T12:00:00Z'), hours: 2, stepSeconds: 60, ...options, out });
  return readFileSync(out, 'utf8');
}

it('writes the same bytes for the same options and others for another seed', () => {
  expect(written('first.om', { seed: 'a' })).toBe(written('second.om', { seed: 'a' }));
  expect(written('third.om', { seed: 'b' })).not.toBe(written('first.om', { seed: 'a' }));
});

it('ends at the moment asked for and with the end-of-file mark', () => {
  const until = new Date('2026-05-06T12:00:00Z');
  const lines = written('end.om', { until }).trimEnd().split('\n');
  expect(lines.at(-1)).toBe('# EOF');
  const times = lines.filter((line) => !line.startsWith('#')).map((line) => Number(line.slice(line.lastIndexOf(' '))));
  expect(times.reduce((latest, time) => Math.max(latest, time))).toBe(until.getTime() / 1000);
});

it('refuses a span or step that gives no history', () => {
  const out = join(folder, 'none.om');
  expect(() => writeHistory({ until: new Date(), hours: 0, stepSeconds: 60, out })).toThrow(RangeError);
  expect(() => writeHistory({ until: new Date(), hours: 1, stepSeconds: 0, out })).toThrow(RangeError);
});

it('has only series that the running shop exposes too, with the same HELP, TYPE and labels', async () => {
  const past = readExposition(written('shape.om'));
  const shop = await startShop({ adminFile: null });
  await wait(5000);
  const differences: string[] = [];
  const present = new Map<string, ReturnType<typeof readExposition>>();
  for (const { job, address } of shop.targets) {
    present.set(job, readExposition(await (await fetch(`http://${address}/metrics`)).text()));
  }
  await shop.stop();
  // A service does not expose what the scrape itself adds.
  expect(past.get('up')?.shapes).toEqual(
    new Set(Object.keys(scrapeLabels).flatMap((job) => scraped(job, new Set(['up{}'])))),
  );
  past.delete('up');
  for (const [family, { help, type, shapes }] of past) {
    const name = type === 'counter' ? `${family}_total` : family;
    const live = [...present].filter(([, families]) => families.has(name));
    if (live.length === 0) differences.push(`${name} is not exposed`);
    for (const [, families] of live) {
      const now = families.get(name);
      if (now && (now.help !== help || now.type !== type)) differences.push(`${name}: ${now.type} ${now.help}`);
    }
    const known = new Set(live.flatMap(([job, families]) => scraped(job, families.get(name)?.shapes ?? new Set())));
    for (const shape of shapes) if (known.size > 0 && !known.has(shape)) differences.push(shape);
  }
  expect(differences).toEqual([]);
});

/** Shapes with the labels that a scrape of the job adds. */
function scraped(job: string, shapes: ReadonlySet<string>): string[] {
  const added = ['job', ...Object.keys(Object.entries(scrapeLabels).find(([name]) => name === job)?.[1] ?? {})];
  return [...shapes].map((shape) => {
    const [name = '', labels = ''] = shape.slice(0, -1).split('{');
    const all = [...labels.split(',').filter((label) => label !== ''), ...added].sort();
    return `${name}{${all.join(',')}}`;
  });
}
