import { answer } from '@locum/contracts';
import { afterEach, expect, it, vi } from 'vitest';
import { printAnswer } from './print-answer.ts';

afterEach(() => vi.restoreAllMocks());

function printedFirst(fields: object, evidenceFields: object): string {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const evidence = {
    ...{ id: 'e1', kind: 'metric_result', sourceId: 's', sourceName: 'Shop', warnings: [], digest: 'd' },
    request: { promql: 'up', kind: 'instant', endSeconds: 0 },
    result: { type: 'vector', times: [], series: [], totalSeries: 0 },
    evaluatedAt: '2026-11-20T10:00:00.000Z',
    ...evidenceFields,
  };
  const given = answer.parse({
    ...{
      id: 'a',
      question: 'up',
      status: 'answered',
      headline: [{ text: 'Target up is 6.' }],
      details: [],
      claims: [],
    },
    ...{ findings: [], alternatives: [], suggestions: [], followUps: [], cached: false, steps: [], ms: 1 },
    ...{ askedAt: '2026-11-20T10:04:06.000Z', source: { id: 's', name: 'Shop' }, evidence: [evidence] },
    ...fields,
  });
  printAnswer(given, { explain: false });
  return String(log.mock.calls.at(-1)?.[0]).split('\n\n')[0] ?? '';
}

it('says how old the figures are before the sentence that speaks of now', () => {
  expect(printedFirst({}, { staleSeconds: 246 })).toBe('4 m 6 s ago (Shop does not answer now):\nTarget up is 6.');
  const kept = { cached: true, askedAt: '2026-11-20T10:00:12.000Z' };
  expect(printedFirst(kept, {})).toBe('12 s ago (from the cache):\nTarget up is 6.');
});

it('says nothing of figures from just now', () => {
  expect(printedFirst({ askedAt: '2026-11-20T10:00:00.000Z' }, {})).toBe('Target up is 6.');
});
