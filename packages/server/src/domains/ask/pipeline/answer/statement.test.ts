import { parse } from '@locum/promql';
import { describe, expect, it } from 'vitest';
import { findStatement, isHeld } from './statement.ts';

const find = (holds: string, promql: string) => {
  const parsed = parse(promql);
  if (!parsed.ok) throw new Error(promql);
  return findStatement(holds, parsed.expr);
};

describe('what makes the words of a state true', () => {
  it.each(['up', 'min by (job) (up{job="a"} offset 2h)', 'max_over_time(up[1d])'])(
    'is not the 1 of %s where the words hold at 0',
    (promql) => {
      const statement = find('== 0', promql);
      expect(statement).toEqual({ op: '==', value: 0, of: 'up' });
      expect(statement !== null && [0, 1].map((value) => isHeld(statement, value))).toEqual([true, false]);
    },
  );

  it.each([
    ['== 1', 'up'],
    ['> 0', 'node_memory_oom'],
    ['== 0', 'up == 0'],
    ['== 0', 'count(up)'],
    ['== 0', '1 - up'],
    ['soon', 'up'],
  ])('is nothing more than the value for %s of %s', (holds, promql) => {
    expect(find(holds, promql)).toBeNull();
  });
});
