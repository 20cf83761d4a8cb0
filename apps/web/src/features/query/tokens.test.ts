import fc from 'fast-check';
import { expect, test } from 'vitest';
import { promqlTokens } from './tokens.ts';

const kindsOf = (text: string) =>
  promqlTokens(text)
    .filter((token) => token.text.trim() !== '' && token.kind !== 'operator')
    .map((token) => `${token.kind}:${token.text}`);

test('tells functions, metrics, labels, values and durations apart', () => {
  expect(kindsOf('sum by (job) (rate(shop_orders_total{job="cart"}[5m])) * 1.5')).toEqual([
    'function:sum',
    'keyword:by',
    'label:job',
    'function:rate',
    'metric:shop_orders_total',
    'label:job',
    'string:"cart"',
    'number:5m',
    'number:1.5',
  ]);
});

test('gives back every character of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(
        promqlTokens(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
