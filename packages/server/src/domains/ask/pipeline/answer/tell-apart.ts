import { metricNames, parse } from '@locum/promql';
import type { PlannedQuery } from '../planner.ts';

type Alternative = PlannedQuery['alternatives'][number];
const MOST_NAMED = 2;

/** Other readings with the words of another, or of the one chosen, get the names of the metrics that they read. */
export function tellApart({ alternatives, reading }: Pick<PlannedQuery, 'alternatives' | 'reading'>): Alternative[] {
  const all = [reading, ...alternatives.map((alternative) => alternative.reading)];
  const isShared = (words: string) => all.filter((one) => one === words).length > 1;
  return alternatives.map((alternative) => {
    const names = isShared(alternative.reading) ? namesIn(alternative.promql) : [];
    return names.length === 0 ? alternative : { ...alternative, reading: `${alternative.reading} (${listed(names)})` };
  });
}

function namesIn(promql: string): string[] {
  const parsed = parse(promql);
  return parsed.ok ? [...new Set(metricNames(parsed.expr))] : [];
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ', …' : ''}`;
}
