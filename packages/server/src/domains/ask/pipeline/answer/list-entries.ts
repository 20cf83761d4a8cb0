import type { Evidence, Segment } from '@locum/contracts';
import { nameSeries } from './series-names.ts';
import { plain, type Wording } from './wording.ts';

/** A series in a list: its name and its last value. */
export interface Entry {
  readonly name: string;
  readonly value: number;
  readonly labels: Evidence['result']['series'][number]['labels'];
}

/** How many of a list are named. */
export const MOST_NAMED = 5;

/** What each series was last, in their order; nothing of those without a value. */
export function lastValues({ result }: Evidence): Entry[] {
  const names = nameSeries(result.series);
  return result.series.flatMap(({ labels, values }, index) => {
    const value = values.findLast((one) => one !== null);
    return value === null || value === undefined ? [] : [{ name: names[index] ?? '', value, labels }];
  });
}

/** The same, ranked from one end. */
export function entriesOf(evidence: Evidence, direction: 'top' | 'bottom'): Entry[] {
  const sign = direction === 'top' ? -1 : 1;
  return lastValues(evidence).sort((one, other) => sign * (one.value - other.value));
}

export function nameOf(
  { name, value, labels }: Entry,
  evidence: Evidence,
  wording: Wording,
  withValue: boolean,
): Segment[] {
  const { book, unit } = wording;
  if (!withValue) return [plain(name)];
  const number = book.say({ value, unit, evidenceId: evidence.id, derivation: 'last', labels });
  return [plain(`${name} (`), number, plain(')')];
}

export function more(rest: number, { id }: Evidence, { book }: Wording): Segment[] {
  if (rest <= 0) return [];
  return [
    plain(' and '),
    book.say({ value: rest, unit: 'count', evidenceId: id, derivation: 'count of the rest' }),
    plain(' more'),
  ];
}
