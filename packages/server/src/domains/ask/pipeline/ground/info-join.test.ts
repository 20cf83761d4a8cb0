import { describe, expect, it } from 'vitest';
import { createHarbourState, HARBOUR_KNOWLEDGE, HARBOUR_NOW } from '../../../../../test/harbour-catalog.ts';
import { buildSnapshot, loadLexicon } from '../../../catalog/index.ts';
import { understand } from '../understand/understand.ts';
import { findCandidates } from './candidates.ts';
import { createGround } from './ground.ts';
import type { InfoJoin } from './info-join.ts';

type Labels = Readonly<Record<string, readonly string[]>>;

const TUG = { namespace: ['sea'], pod: ['tug-0', 'tug-1'] };
const BUILD = { version: ['3.1.0', '3.2.0'] };

/** How the hull weight is joined for a question, in a harbour that has these metrics as well. */
function joinOf(question: string, metrics: Readonly<Record<string, Labels>>): InfoJoin | undefined {
  const state = createHarbourState();
  const added = Object.entries(metrics).map(([name, labels]) => ({
    name,
    seriesCount: 2,
    labels: new Map(
      Object.entries(labels).map(([label, values]) => [
        label,
        { values, distinct: values.length, complete: true, onAllSeries: true },
      ]),
    ),
    isNativeHistogram: false,
    readAt: HARBOUR_NOW,
    lastSeenAt: HARBOUR_NOW,
  }));
  const readings = new Map(state.readings);
  for (const reading of added) readings.set(reading.name, reading);
  const ground = createGround(buildSnapshot({ ...state, readings }), HARBOUR_KNOWLEDGE, loadLexicon());
  const { bindings } = findCandidates(understand(question, HARBOUR_NOW), ground);
  return bindings.find(({ measure }) => measure.metrics.includes('hull_weight_tons'))?.measure.joined;
}

describe('finding what tells the version of a measure', () => {
  it('joins by namespace and pod where the instances differ', () => {
    const joined = joinOf('hull weight of tug by version', {
      hull_weight_tons: { ...TUG, job: ['scales'], instance: ['scales-0:9000'] },
      tug_build_info: { ...TUG, ...BUILD, job: ['tug'], instance: ['tug-0:80', 'tug-1:80'] },
    });
    expect(joined).toMatchObject({ metric: 'tug_build_info', labels: ['version'], on: ['namespace', 'pod'] });
  });

  it('takes no version of the program that only tells of other things', () => {
    const scales = { job: ['scales'], instance: ['scales-0:9000'] };
    const joined = joinOf('hull weight by version', {
      hull_weight_tons: { ...TUG, ...scales },
      scales_build_info: { ...scales, ...BUILD },
    });
    expect(joined).toBeUndefined();
  });

  it('takes no version of an exporter', () => {
    const scales = { job: ['scales'], instance: ['scales-0:9000'] };
    const joined = joinOf('hull weight by version', {
      hull_weight_tons: scales,
      scales_exporter_build_info: { ...scales, ...BUILD },
    });
    expect(joined).toBeUndefined();
  });

  it('takes what a program runs on only where that is said', () => {
    const tug = { job: ['tug'], instance: ['tug-0:80', 'tug-1:80'] };
    const metrics = { hull_weight_tons: tug, ruby_info: { ...tug, version: ['3.2.2', '3.3.0'] } };
    expect(joinOf('hull weight of tug by version', metrics)).toBeUndefined();
    expect(joinOf('hull weight of tug by ruby version', metrics)).toMatchObject({ metric: 'ruby_info' });
  });
});
