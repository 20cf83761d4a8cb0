import { describe, expect, it } from 'vitest';
import { HARBOUR_NOW } from '../../../../../test/harbour-catalog.ts';
import { createLargerHarbourGround } from '../ground/test/harbour-ground.ts';
import { planQuestion } from './built-in-planner.ts';

const ground = createLargerHarbourGround(
  [
    {
      name: 'dock_almanac_info',
      type: 'gauge',
      labels: { dock: ['d1', 'd2', 'd3'], almanac_version: ['v7.1.2-sea', 'v7.2.0-sea'] },
    },
  ],
  [
    {
      say: ['almanac versions', 'almanac version of docks'],
      measure: 'dock_almanac_info',
      unit: 'count',
      keys: ['almanac_version'],
    },
  ],
);

describe('versions that an info metric tells', () => {
  it.each([
    ['counted', 'how many docks per almanac version', 'count by (almanac_version) (dock_almanac_info)'],
    [
      'counted by what they are called for short',
      'do all docks use the same almanac? docks per version',
      'sum by (almanac_version) (dock_almanac_info)',
    ],
    ['told of each thing', 'almanac version of each dock', 'sum by (dock, almanac_version) (dock_almanac_info)'],
    [
      'of those that still have one',
      'which docks are still on almanac 7.1',
      'dock_almanac_info{almanac_version="v7.1.2-sea"} > 0',
    ],
    [
      'of those that have not got one yet',
      'docks whose almanac is not on 7.2 yet',
      'dock_almanac_info{almanac_version!="v7.2.0-sea"}',
    ],
  ])('are %s', (_, question, promql) => {
    expect(planQuestion(question, ground, HARBOUR_NOW)).toMatchObject({ outcome: 'planned', promql });
  });
});
