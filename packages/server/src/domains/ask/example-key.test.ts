import { expect, it } from 'vitest';
import { exampleKey, isNearKey } from './example-key.ts';

const isSame = (one: string, other: string) => isNearKey(exampleKey(one), exampleKey(other));

it.each([
  ['busiest service', 'What is the busiest service, please?'],
  ['error rate of orders', 'show me the error rates of orders'],
  ['latency of orders by route', 'latency of  ORDERS by route!'],
  ['replication lag of orders', 'replicaton lag of orders'],
  ['replication lag of orders', 'repilcation lag of orders'],
])('%j and %j are one question', (one, other) => {
  expect(isSame(one, other)).toBe(true);
});

it.each([
  ['p95 latency of orders', 'p99 latency of orders'],
  ['latency of orders', 'latency of billing'],
  ['orders above 80 %', 'orders below 80 %'],
  ['orders above 80 %', 'orders above 90 %'],
  ['errors of orders by route', 'errors of orders by pod'],
  ['errors of orders', 'errors of orders by route'],
  ['errors of orders', 'errors not of orders'],
  ['orders per cart', 'carts per order'],
  ['errors of cart-1', 'errors of cart-2'],
  ['errors today', 'errors yesterday'],
])('%j and %j are two', (one, other) => {
  expect(isSame(one, other)).toBe(false);
});
