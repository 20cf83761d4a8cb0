import type { PlannedQuery } from '../planner.ts';
import type { Understanding } from '../understand/understand.ts';

const SCALED_BYTES: Readonly<Record<number, string>> = {
  1000: 'kilobytes',
  1e6: 'megabytes',
  1e9: 'gigabytes',
  1e12: 'terabytes',
  1024: 'kibibytes',
  [1024 ** 2]: 'mebibytes',
  [1024 ** 3]: 'gibibytes',
  [1024 ** 4]: 'tebibytes',
};

/** The planner's unit, with the scale that the question asked for named. */
export function unitOfResult({ unit }: PlannedQuery, { askedUnit }: Understanding): string {
  const factor = askedUnit?.factor ?? 1;
  if (unit === 'scaled_bytes') return SCALED_BYTES[factor] ?? 'bytes';
  if (unit === 'bits' && factor !== 1) return `${{ 1e3: 'kilo', 1e6: 'mega', 1e9: 'giga' }[factor] ?? ''}bits`;
  return unit;
}
