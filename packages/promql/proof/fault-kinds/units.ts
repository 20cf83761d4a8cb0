import { build, selectors } from '../../src/index.ts';
import { factsOf, pickOne } from '../fault-tools.ts';
import type { FaultKind } from './kind.ts';

const { binary, number, selector, sumBy } = build;

/** Quantities on the wrong scale. */
export const UNITS: readonly FaultKind[] = [
  {
    name: 'bytes and seconds added or compared',
    expected: ['unit-mismatch'],
    plant(expr, tools) {
      const bytes = selectors(expr).find(
        (one) => /_bytes(_total)?$/.test(one.name ?? '') && factsOf(one, tools)?.role === 'value',
      );
      const names = [...tools.catalog.metricNames()].filter(
        (name) => /_seconds$/.test(name) && !/time(stamp)?_seconds$/.test(name),
      );
      const other = pickOne(names, tools.random);
      if (bytes?.name === undefined || other === undefined || tools.catalog.metric(other)?.type !== 'gauge')
        return undefined;
      return binary(tools.random.pick(['+', '-', '>']), bytes, selector(other));
    },
  },
  {
    name: 'ratio against a percentage',
    expected: ['threshold-scale'],
    plant(expr, tools) {
      const sized = selectors(expr).filter((one) => /_(bytes|seconds)$/.test(one.name ?? ''));
      const one = pickOne(sized, tools.random);
      if (one === undefined || factsOf(one, tools)?.type !== 'gauge' || /time(stamp)?_seconds$/.test(one.name ?? ''))
        return undefined;
      const share = binary('/', one, { ...one, name: one.name, offsetMs: 3_600_000 });
      return binary('>', share, number(tools.random.pick([80, 90, 95])));
    },
  },
  {
    name: 'complement of a ratio in percent',
    expected: ['unit-mismatch'],
    plant(expr, tools) {
      const sized = selectors(expr).filter((one) => /_bytes$/.test(one.name ?? ''));
      const one = pickOne(sized, tools.random);
      if (one === undefined || factsOf(one, tools)?.role !== 'value') return undefined;
      return binary('-', number(100), binary('/', one, { ...one, offsetMs: 3_600_000 }));
    },
  },
  {
    name: 'sum of percentages or ratios',
    expected: ['sum-of-ratio'],
    plant(expr, tools) {
      const shares = selectors(expr).filter((one) => /_(percent|ratio)$/.test(one.name ?? ''));
      const one = pickOne(shares, tools.random);
      return one && sumBy(tools.random.chance(0.5) ? ['instance'] : [], one);
    },
  },
];
