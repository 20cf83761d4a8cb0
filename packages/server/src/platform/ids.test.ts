import { expect, it } from 'vitest';
import { createId, isId } from './ids.ts';

it('ids are version 7 UUIDs that sort by the time of their creation', () => {
  const ids = [1, 2_000, 1_790_000_000_000, 1_790_000_000_001].map((time) => createId(time));
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('ids made in the same millisecond differ', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => createId(5))).size).toBe(10_000);
});

it.each(['', 'abc', "'; drop table users", createId().toUpperCase(), `${createId()} `])('%j is no id', (text) => {
  expect(isId(text)).toBe(false);
});
