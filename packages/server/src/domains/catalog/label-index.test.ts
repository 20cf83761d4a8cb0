import { describe, expect, it } from 'vitest';
import { createLabelIndex } from './label-index.ts';

const metric = (name: string, labels: Record<string, readonly string[]>) => ({
  name,
  labels: new Map(
    Object.entries(labels).map(([label, values]) => [label, { values, complete: true, distinct: values.length }]),
  ),
});

describe('finding where a label value occurs', () => {
  const find = createLabelIndex([
    metric('a', { job: ['till'], route: ['/api/checkout/:id'] }),
    metric('b', { job: ['till'], service: ['Till'] }),
    metric('c', { instance: ['redis-cart-0:6379'] }),
  ]);

  it('ignores case, and puts the place with the most metrics first', () => {
    expect(find('TILL')).toEqual([
      { label: 'job', value: 'till', metrics: ['a', 'b'] },
      { label: 'service', value: 'Till', metrics: ['b'] },
    ]);
  });

  it('falls back to values that contain all the words', () => {
    expect(find('redis cart').map(({ value }) => value)).toEqual(['redis-cart-0:6379']);
    expect(find('checkout').map(({ value }) => value)).toEqual(['/api/checkout/:id']);
    expect(find('redis checkout')).toEqual([]);
  });

  it('answers nothing for nothing', () => {
    expect(find('')).toEqual([]);
    expect(find(' .. ')).toEqual([]);
  });

  it('is bounded, keeping the labels with few values', () => {
    const many = Array.from({ length: 100 }, (_, index) => `pod-${index}`);
    const limits = { maxPlaces: 3, maxValueLength: 20, maxAnswers: 50 };
    const bounded = createLabelIndex([metric('a', { pod: many, env: ['prod', 'x'.repeat(30)] })], limits);
    expect(bounded('prod')).toHaveLength(1);
    expect(bounded('pod-99')).toEqual([]);
    expect(bounded('x'.repeat(30))).toEqual([]);
  });
});
