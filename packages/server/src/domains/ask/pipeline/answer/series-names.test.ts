import { describe, expect, it } from 'vitest';
import { nameSeries } from './series-names.ts';

const named = (...all: Record<string, string>[]) => nameSeries(all.map((labels) => ({ labels })));

describe('the names of series', () => {
  it('are the values in which they differ', () => {
    expect(named({ service: 'cart', code: '200' }, { service: 'auth', code: '200' })).toEqual(['cart', 'auth']);
  });

  it('come from a label that all of them have rather than from ones that only some have', () => {
    const all = named(
      { job: 'auth', instance: 'auth-0', namespace: 'shop' },
      { job: 'cart', instance: 'cart-0', app: 'cart' },
      { job: 'search', instance: 'search-0', team: 'discovery' },
      { job: 'payments', instance: 'payments-0' },
    );
    expect(all).toEqual(['auth', 'cart', 'search', 'payments']);
  });

  it('leave job and instance out where another label says it', () => {
    const all = named(
      { job: 'kubelet', instance: '10.0.0.1:10250', pod: 'cart-1' },
      { job: 'kubelet', instance: '10.0.0.2:10250', pod: 'cart-2' },
    );
    expect(all).toEqual(['cart-1', 'cart-2']);
  });

  it('stay different when a label tells some series apart only', () => {
    expect(named({ service: 'cart' }, { service: 'cart', code: '500' })).toEqual(['no code', '500']);
  });
});
