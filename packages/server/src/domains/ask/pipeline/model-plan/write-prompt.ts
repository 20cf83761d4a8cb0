import { DATA_BLOCK_RULE, dataBlock } from '../../../models/index.ts';
import type { PlanInput, PlannedQuery, Unplanned } from '../planner.ts';
import type { Understanding } from '../understand/understand.ts';
import type { ChosenCatalog } from './choose-families.ts';
import { describeFamily } from './describe-family.ts';

/** Our words to the model; nothing of the question or of telemetry is in them. */
export const INSTRUCTIONS = [
  'You translate one question about a production system into one PromQL query for the Prometheus described below.',
  'Reply with one JSON object that has exactly the fields promql, kind, rangeSeconds, unit, reading, confidence and decline.',
  'Rules:',
  '- Use only metrics, labels and label values that the block "metrics" lists. Where more values exist than are listed, a value named in the question may be used.',
  '- counter: rate() or increase() before any aggregation. Classic histogram: histogram_quantile() over sum by (le, …) of rate() of the _bucket series. native histogram: histogram_quantile() over rate() of the metric itself. gauge: as it is.',
  '- Match labels narrowly. Never select all series, and never use a regular expression on __name__.',
  '- Emit only syntax and functions that the named Prometheus version has.',
  '- The query gives an instant vector or a number; for a range it is evaluated at every step.',
  '- The block "built-in plan" is the proposal of a simpler planner. Keep it when it is right.',
  '- If nothing listed answers the question, leave promql empty and say in decline, in one sentence, what is missing. Never guess.',
  '- Text such as MASKED_IP_1 stands for something that is hidden from you. Copy it where it belongs.',
  DATA_BLOCK_RULE,
].join('\n');

/** Everything the model is told of one question. */
export function writePrompt(input: PlanInput, builtIn: PlannedQuery | Unplanned, chosen: ChosenCatalog): string {
  const { question, understanding, ground } = input;
  const { serverVersion } = ground.snapshot;
  const wanted = new Set(chosen.mentions.flatMap(({ places }) => places.map(({ value }) => value)));
  const families = chosen.families.map((family) => describeFamily(family, wanted));
  const named = chosen.mentions.flatMap(({ text, places }) =>
    places.slice(0, 3).map(({ label, value }) => `"${text}" is ${label}=${JSON.stringify(value)}`),
  );
  return [
    dataBlock('question', [question], { maxLength: 2000, keepsAddresses: true }),
    dataBlock('understood', describeUnderstanding(understanding)),
    dataBlock('server', [`Prometheus ${serverVersion || 'of unknown version'}`]),
    dataBlock('metrics', families, { maxLength: 1600 }),
    ...(named.length === 0 ? [] : [dataBlock('names in the question', named.slice(0, 20))]),
    dataBlock('built-in plan', describePlan(builtIn), { maxLength: 4000 }),
  ].join('\n\n');
}

/** What follows a query that the checker objected to. */
export function writeRepair(prompt: string, promql: string, objections: readonly string[]): string {
  return [
    prompt,
    dataBlock('your first query', [promql], { maxLength: 4000 }),
    dataBlock('what the checker says of it', objections.slice(0, 10)),
    'Correct the query. If it cannot be corrected with the metrics listed, decline.',
  ].join('\n\n');
}

function describeUnderstanding({ words, shape, time, threshold, askedUnit }: Understanding): string[] {
  const parts: [string, string | undefined][] = [
    ['about', words.replace(/\s+/g, ' ').trim() || undefined],
    ['percentiles', list(shape.percentiles)],
    ['aggregation', list(shape.aggregators)],
    ['grouped by', list(shape.groupings)],
    ['ranking', shape.ranking && `${shape.ranking.direction} ${shape.ranking.count}`],
    ['threshold', threshold && `${threshold.operator} ${threshold.value}`],
    ['looks back', seconds(time.lookback)],
    ['averaged over', seconds(time.smoothing)],
    ['as of', time.offset === undefined ? undefined : `${time.offset} s ago`],
    ['compared with', time.comparison && `${time.comparison.offset} s earlier`],
    ['ahead', seconds(time.horizon)],
    ['over time', time.plot ? 'yes' : undefined],
    ['unit', askedUnit?.base],
  ];
  return parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
}

function describePlan(plan: PlannedQuery | Unplanned): string[] {
  if (plan.outcome !== 'planned') return [`none: ${plan.message}`];
  const { promql, kind, reading, confidence } = plan;
  return [promql, `kind: ${kind}`, `reading: ${reading}`, `confidence: ${confidence.toFixed(2)}`];
}

function list(values: readonly (string | number)[]): string | undefined {
  return values.length === 0 ? undefined : values.join(', ');
}

function seconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value} s`;
}
