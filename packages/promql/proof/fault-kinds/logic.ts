import { build } from '../../src/index.ts';
import { isVector, pickOne, plainSelectors } from '../fault-tools.ts';
import type { FaultKind } from './kind.ts';

const { binary, call, number, string, subquery, aggregate } = build;

/** Conditions and arguments that give nothing. */
export const LOGIC: readonly FaultKind[] = [
  {
    name: 'the same thing on both sides',
    expected: ['identical-operands'],
    plant(expr, tools) {
      return isVector(expr) && expr.type !== 'Binary'
        ? binary(tools.random.pick(['-', '>', '/']), expr, expr)
        : undefined;
    },
  },
  {
    name: 'conditions that exclude each other',
    expected: ['never-true'],
    plant(expr) {
      if (!isVector(expr) || expr.type === 'Binary') return undefined;
      return binary('and', binary('>', expr, number(90)), binary('<', expr, number(10)));
    },
  },
  {
    name: 'absent or count compared with 0',
    expected: ['never-true'],
    plant(expr, tools) {
      const site = pickOne(plainSelectors(expr), tools.random);
      if (site === undefined) return undefined;
      const subject = tools.random.chance(0.5) ? call('absent', site.node) : aggregate('count', site.node);
      return binary(tools.random.pick(['==', '<']), subject, number(0));
    },
  },
  {
    name: 'topk of nothing',
    expected: ['invalid-parameter'],
    plant: (expr, tools) =>
      isVector(expr)
        ? aggregate(tools.random.pick(['topk', 'bottomk']), expr, undefined, number(tools.random.pick([0, -1, 0.5])))
        : undefined,
  },
  {
    name: 'label_replace with a broken pattern or missing group',
    expected: ['invalid-parameter'],
    plant(expr, tools) {
      if (!isVector(expr)) return undefined;
      const [replacement, pattern] = tools.random.pick([
        ['$1', '(.*'],
        ['$2', '(.*)'],
        ['$1', '.*'],
        ['$1', 'a**'],
      ] as const);
      return call('label_replace', expr, string('target'), string(replacement), string('instance'), string(pattern));
    },
  },
  {
    name: 'clamp with swapped limits',
    expected: ['invalid-parameter'],
    plant: (expr) => (isVector(expr) ? call('clamp', expr, number(100), number(0)) : undefined),
  },
  {
    name: 'function the server does not have',
    expected: ['unsupported'],
    serverVersion: '2.42.0',
    plant(expr, tools) {
      if (!isVector(expr)) return undefined;
      const func = tools.random.pick(['mad_over_time', 'first_over_time', 'ts_of_max_over_time', 'info', 'limitk']);
      if (func === 'limitk') return aggregate('limitk', expr, undefined, number(3));
      return func === 'info' ? call('info', expr) : call(func, subquery(expr, 300_000, 60_000));
    },
  },
];
