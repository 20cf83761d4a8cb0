import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TelemetryProvider } from './provider.ts';

/**
 * A provider under test with a source behind it that holds the small data set below, alive at `time`:
 * `up` (two targets of job "till", the second down), `till_receipts_total` (methods card and cash),
 * and `till_paper_ratio` (one series, NaN).
 */
export interface ConformanceSubject {
  readonly provider: TelemetryProvider;
  /** Unix seconds. */
  readonly time: number;
  close(): Promise<void>;
}

/** What every telemetry provider must do, whatever is behind it. */
export function describeConformance(name: string, start: () => Promise<ConformanceSubject>): void {
  describe(`${name} conforms`, () => {
    let subject: ConformanceSubject;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject.close());

    it('names its version', async () => {
      const { version } = await subject.provider.buildInfo();
      expect(version).toMatch(/^\d+\.\d+/);
    });

    it('answers an instant query with one point a series at the time asked for', async () => {
      const { provider, time } = subject;
      const result = await provider.queryInstant({ promql: 'till_receipts_total', time });
      expect(result.type).toBe('vector');
      expect(result.series.map(({ labels }) => labels.method).sort()).toEqual(['card', 'cash']);
      for (const { points } of result.series) expect(points).toEqual([[time, expect.any(Number)]]);
    });

    it('tells how long the source took and which warnings it gave', async () => {
      const { provider, time } = subject;
      const result = await provider.queryInstant({ promql: 'up', time });
      expect(result).toMatchObject({ warnings: [], infos: [], sourceMs: expect.any(Number) });
      expect(result.sourceMs).toBeGreaterThan(0);
      expect(result.staleSeconds).toBeUndefined();
    });

    it('keeps NaN as a number that is none', async () => {
      const { provider, time } = subject;
      const { series } = await provider.queryInstant({ promql: 'till_paper_ratio', time });
      expect(series[0]?.points[0]?.[1]).toBeNaN();
    });

    it('answers a scalar as one series without labels', async () => {
      const { provider, time } = subject;
      const { type, series } = await provider.queryInstant({ promql: '1', time });
      expect({ type, series }).toEqual({ type: 'scalar', series: [{ labels: {}, points: [[time, 1]] }] });
    });

    it('answers a range query with ascending points inside the range', async () => {
      const { provider, time } = subject;
      const { type, series } = await provider.queryRange({ promql: 'up', start: time - 2, end: time, stepSeconds: 1 });
      expect(type).toBe('matrix');
      const times = series[0]?.points.map(([at]) => at) ?? [];
      expect(times.length).toBeGreaterThan(0);
      expect(times).toEqual([...times].sort((left, right) => left - right));
      expect(times.every((at) => at >= time - 2 && at <= time)).toBe(true);
    });

    it('answers a metric that does not exist with nothing', async () => {
      const { provider, time } = subject;
      expect((await provider.queryInstant({ promql: 'till_unheard_of', time })).series).toEqual([]);
    });

    it('sends a query of any length', async () => {
      const { provider, time } = subject;
      const promql = `till_receipts_total{method!="${'x'.repeat(20_000)}"}`;
      expect((await provider.queryInstant({ promql, time })).series).toHaveLength(2);
    });

    it('rejects a query that the source cannot read, with its reason', async () => {
      const { provider, time } = subject;
      await expect(provider.queryInstant({ promql: 'up{', time })).rejects.toMatchObject({
        code: 'source_query_rejected',
        hint: expect.stringMatching(/pars/),
      });
    });

    it('lists series, label names and label values of a selection', async () => {
      const { provider, time } = subject;
      const selection = { match: ['till_receipts_total'], start: time - 60, end: time };
      const series = await provider.series(selection);
      expect(series.map(({ method }) => method).sort()).toEqual(['card', 'cash']);
      const names = ['__name__', 'instance', 'job', 'method'];
      expect([...(await provider.labelNames(selection))].sort()).toEqual(names);
      expect(await provider.labelValues('method', selection)).toEqual(['card', 'cash']);
      expect(await provider.labelValues('method', { match: ['up'] })).toEqual([]);
    });

    it('offers what it says it can, and throws a source error for what its server lacks', async () => {
      const { provider } = subject;
      const reads = [provider.metadata(), provider.rules(), provider.targets(), provider.statistics()];
      for (const outcome of await Promise.allSettled(reads)) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'source_protocol' });
      }
    });

    it('ends a call whose signal is aborted', async () => {
      const { provider, time } = subject;
      const signal = AbortSignal.abort(new Error('gone'));
      await expect(provider.queryInstant({ promql: 'up', time }, { signal })).rejects.toThrow('gone');
    });
  });
}
