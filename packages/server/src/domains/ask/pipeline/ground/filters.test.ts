import { describe, expect, it } from 'vitest';
import { understand } from '../understand/understand.ts';
import { findCandidates } from './candidates.ts';
import { createLargerHarbourGround } from './test/harbour-ground.ts';

const NOW = 1_790_000_000;
const ground = createLargerHarbourGround([
  {
    name: 'tug_build_info',
    type: 'gauge',
    labels: { vessel: ['aurora', 'borealis'], version: ['v2.8.1', 'v2.8.3', 'v2.9.0-rc.1', 'v2.10.0'] },
  },
]);
const filters = (question: string) => findCandidates(understand(question, NOW), ground).bindings[0]?.filters;
const BOTH = 'v2\\.8\\.1|v2\\.8\\.3';

describe('versions', () => {
  it.each([
    ['tug versions on 2.8', { op: '=~', value: BOTH }],
    ['tug versions on v2.8', { op: '=~', value: BOTH }],
    ['tug versions on 2.8.3', { op: '=', value: 'v2.8.3' }],
    ['tug versions on 2.10', { op: '=', value: 'v2.10.0' }],
    ['tug versions that are a release candidate', { op: '=', value: 'v2.9.0-rc.1' }],
  ])('are found by their beginning: "%s"', (question, matcher) => {
    expect(filters(question)).toEqual([{ label: 'version', ...matcher }]);
  });

  it.each([
    ['tug versions not on 2.8', { op: '!~', value: BOTH }],
    ['tug versions excluding 2.8', { op: '!~', value: BOTH }],
    ['tug versions not running 2.8.1', { op: '!=', value: 'v2.8.1' }],
  ])('are left out by their beginning: "%s"', (question, matcher) => {
    expect(filters(question)).toEqual([{ label: 'version', ...matcher }]);
  });

  it.each(['tug versions on 2.1', 'tug versions on 2', 'tug versions'])('are not found in "%s"', (question) => {
    expect(filters(question)).toEqual([]);
  });
});
