import { describe, expect, it } from 'vitest';
import { understand } from '../understand/understand.ts';
import { findCandidates } from './candidates.ts';
import { createLargerHarbourGround } from './test/harbour-ground.ts';

const NOW = 1_790_000_000;
const vessel = ['aurora', 'borealis'];
const ground = createLargerHarbourGround([
  { name: 'cargo_returned_total', type: 'counter', labels: { vessel } },
  { name: 'cargo_returned_items_total', type: 'counter', labels: { vessel, reason: ['damp', 'late'] } },
]);
const best = (question: string) => findCandidates(understand(question, NOW), ground).bindings[0];

describe('things of a mean', () => {
  const withMean = createLargerHarbourGround(
    [{ name: 'pumps_running', type: 'gauge', labels: { instance: ['p1:80', 'p2:80'], job: ['pumps'] } }],
    [
      { say: ['share of pumps running', 'pumps running'], measure: 'avg(pumps_running)', unit: 'ratio', keys: ['job'] },
      { say: ['time pumps ran'], measure: 'avg_over_time(pumps_running[1h])', unit: 'ratio', keys: ['instance'] },
    ],
  );
  it('are not told by it', () => {
    const asked = 'which instances of the pumps ran pumps less than 90% of the time';
    expect(findCandidates(understand(asked, NOW), withMean).bindings[0]?.measure.title).toBe('time pumps ran');
  });
});

describe('what a measure can tell', () => {
  it('is the reason where that is asked', () => {
    expect(best('cargo returned and why')?.measure.family).toBe('cargo_returned_items_total');
    expect(best('cargo returned with the reasons')?.measure.family).toBe('cargo_returned_items_total');
    expect(best('cargo returned')?.measure.family).toBe('cargo_returned_total');
  });

  it('is an alert named by a part of its name', () => {
    expect(best('is the tide alert firing')).toMatchObject({
      filters: [{ label: 'alertname', op: '=', value: 'TideHigh' }],
      unboundMentions: [],
    });
  });

  it('is no alert that none is named after', () => {
    expect(best('is the booking alert firing')).toMatchObject({ filters: [], unboundMentions: [{ text: 'booking' }] });
  });

  it.each([
    ['hold over 90 % used', 'hold usage'],
    ['berth slots over 90 % used', 'berth slots usage'],
    ['berth slots free', 'berth slots free'],
    ['berth slots over 90 % free', 'berth slots free'],
  ])('is what is used or what is free, as "%s" says', (question, title) => {
    expect(best(question)?.measure.title).toBe(title);
  });

  it('is a code named in passing, but not a word that only resembles one', () => {
    const code = { label: 'code', op: '=', value: '404' };
    expect(best('requests of booking? we think there were 404s')?.filters).toContainEqual(code);
    expect(best('requests of booking? we think there were 4040')?.filters).not.toContainEqual(code);
  });
});
