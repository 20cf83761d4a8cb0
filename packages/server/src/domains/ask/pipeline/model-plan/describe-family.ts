import type { LabelFacts } from '@locum/promql';
import type { MetricFamily } from '../../../catalog/index.ts';
import { cleanText } from '../../../models/index.ts';

const MOST_LABELS = 16;
const FEW_VALUES = 6;
const MOST_VALUES = 12;

/**
 * One metric in one line: names, type, unit, HELP, labels and a few of their values. There are no values of samples in it, for
 * the catalog holds none. `wanted` are values that the question names: they go first.
 */
export function describeFamily(family: MetricFamily, wanted: ReadonlySet<string>): string {
  const { name, type, unit, help, labels } = family;
  const series = family.series.map((one) => one.name).filter((one) => one !== name);
  const shown = [...labels].slice(0, MOST_LABELS).map(([label, facts]) => describeLabel(label, facts, wanted));
  const more = labels.size > MOST_LABELS ? ` and ${labels.size - MOST_LABELS} more labels` : '';
  return [
    `${name} (${type.replace('_', ' ')}${unit === undefined ? '' : `, ${unit}`})`,
    ...(series.length === 0 ? [] : [`series: ${series.join(', ')}`]),
    ...(help === '' ? [] : [`help: ${cleanText(help, { maxLength: 160 })}`]),
    `labels: ${shown.join('; ') || 'none'}${more}`,
  ].join(' | ');
}

function describeLabel(label: string, { values, complete, distinct }: LabelFacts, wanted: ReadonlySet<string>): string {
  // A value that cleaning would change cannot be matched as it is shown, so it is not shown.
  const clean = values.filter((value) => value !== '' && value.length <= 60 && cleanText(value) === value);
  const isShort = complete && values.length <= MOST_VALUES;
  const sorted = [...clean].sort((one, other) => Number(wanted.has(other)) - Number(wanted.has(one)));
  const shown = sorted.slice(0, isShort ? MOST_VALUES : FEW_VALUES).map((value) => JSON.stringify(value));
  if (shown.length === 0) return `${label} (${distinct} values)`;
  return isShort && shown.length === values.length
    ? `${label} = ${shown.join(', ')}`
    : `${label} (${distinct} values) such as ${shown.join(', ')}`;
}
