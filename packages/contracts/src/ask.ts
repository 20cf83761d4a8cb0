import { z } from 'zod';
import { defineRoute } from './route.ts';

/** The stages of the pipeline, in order. Each emits one step that the user sees live. */
export const stageName = z.enum(['understand', 'ground', 'plan', 'check', 'cost', 'execute', 'answer', 'record']);
export type StageName = z.infer<typeof stageName>;

export const step = z.object({ name: stageName, summary: z.string(), ms: z.number() });
export type Step = z.infer<typeof step>;

/** What the question asks for, before any metric is chosen. Durations in seconds. */
export const intent = z.object({
  measure: z.string().describe('The words that name what is measured'),
  aggregation: z.string().optional().describe('rate, increase, average, percentile, ratio, count, …'),
  percentile: z.number().min(0).max(1).optional(),
  groupBy: z.array(z.string()).default([]),
  top: z.object({ direction: z.enum(['top', 'bottom']), count: z.number().int() }).optional(),
  filters: z.array(z.object({ label: z.string(), value: z.string() })).default([]),
  windowSeconds: z.number().optional(),
  rangeSeconds: z.number().optional(),
  compareOffsetSeconds: z.number().optional(),
  threshold: z.object({ operator: z.string(), value: z.number() }).optional(),
  forecastSeconds: z.number().optional(),
  unit: z.string().optional(),
});
export type Intent = z.infer<typeof intent>;

/** A query to run and why it reads the question so. Times in Unix seconds. */
export const queryPlan = z.object({
  promql: z.string(),
  kind: z.enum(['instant', 'range']),
  startSeconds: z.number().optional(),
  endSeconds: z.number(),
  stepSeconds: z.number().optional(),
  windowSeconds: z.number().optional(),
  unit: z.string().describe('Unit of the result: seconds, bytes, ratio, percent, per_second, count, …'),
  reading: z.string().describe('One sentence: how the question was read'),
  confidence: z.number().min(0).max(1),
  planner: z.enum(['built-in', 'model', 'user', 'example']),
});
export type QueryPlan = z.infer<typeof queryPlan>;

export const labels = z.record(z.string(), z.string());
export type Labels = z.infer<typeof labels>;

/** A bounded query result, column by column: `values[i][j]` is series i at `times[j]` (Unix seconds); null is a gap. */
export const metricResult = z.object({
  type: z.enum(['vector', 'matrix', 'scalar']),
  times: z.array(z.number()),
  series: z.array(z.object({ labels, values: z.array(z.number().nullable()) })),
  heatmap: z.object({ bounds: z.array(z.number()), counts: z.array(z.array(z.number().nullable())) }).optional(),
  totalSeries: z.number().int().describe('Before bounding'),
});
export type MetricResult = z.infer<typeof metricResult>;

/** What a number rests on. Re-running `request` on `source` gives it again. */
export const evidence = z.object({
  id: z.string(),
  kind: z.literal('metric_result'),
  sourceId: z.string(),
  sourceName: z.string(),
  sourceRevision: z.string().optional().describe('Version the source reported'),
  request: queryPlan.pick({ promql: true, kind: true, startSeconds: true, endSeconds: true, stepSeconds: true }),
  evaluatedAt: z.iso.datetime().describe('When the source gave it: before `askedAt` of an answer that is cached'),
  staleSeconds: z.number().optional().describe('Age, when the source was down and an earlier result is shown'),
  warnings: z.array(z.string()),
  result: metricResult,
  digest: z.string().describe('SHA-256 of the result, hex'),
});
export type Evidence = z.infer<typeof evidence>;

/** One number of the answer: where it comes from and how it was derived. */
export const claim = z.object({
  id: z.string(),
  value: z.number(),
  unit: z.string(),
  text: z.string().describe('As shown, with unit and scale'),
  evidenceId: z.string(),
  derivation: z.string().describe('last, mean, min, max, change, share, count, …'),
  at: z.number().optional().describe('Unix seconds'),
  labels: labels.optional(),
});
export type Claim = z.infer<typeof claim>;

/** Text in pieces; a piece with a claim shows that claim's number. */
export const segment = z.object({ text: z.string(), claimId: z.string().optional() });
export type Segment = z.infer<typeof segment>;

export const chartSpec = z.object({
  type: z.enum(['line', 'area', 'bar', 'stat', 'heatmap', 'table']),
  title: z.string(),
  unit: z.string(),
  evidenceId: z.string(),
  seriesNames: z.array(z.string()).describe('One per series of the evidence, in its order'),
  thresholds: z.array(z.object({ value: z.number(), label: z.string() })).default([]),
});
export type ChartSpec = z.infer<typeof chartSpec>;

export const finding = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  repaired: z.boolean().optional(),
});
export type Finding = z.infer<typeof finding>;

export const costEstimate = z.object({
  series: z.number(),
  samples: z.number(),
  budgetSamples: z.number(),
  withinBudget: z.boolean(),
  reason: z.string(),
});
export type CostEstimate = z.infer<typeof costEstimate>;

export const alternative = z.object({
  promql: z.string(),
  reading: z.string(),
  reason: z.string(),
  kind: z.enum(['instant', 'range']),
});
export type Alternative = z.infer<typeof alternative>;

/**
 * The outcome of a question. `answered` has data; `no_data` ran and found none (and says which of the reasons);
 * `declined` could not be grounded; `refused` must not be done; `failed` met an error of the source.
 */
export const answer = z.object({
  id: z.string().describe('Also the id of the run and of the history entry'),
  question: z.string(),
  previousQuestionId: z.string().optional().describe('The answer that this question follows up'),
  readAs: z.string().optional().describe('A follow-up written out with the question before it'),
  status: z.enum(['answered', 'no_data', 'declined', 'refused', 'failed']),
  headline: z.array(segment),
  details: z.array(z.array(segment)),
  reason: z
    .string()
    .optional()
    .describe(
      'Machine-readable: unknown_metric, unknown_label_value, empty_window, source_down, malicious, out_of_scope, …',
    ),
  claims: z.array(claim),
  evidence: z.array(evidence),
  chart: chartSpec.optional(),
  intent: intent.optional(),
  plan: queryPlan.optional(),
  explanation: z.string().optional().describe('The query in plain English'),
  findings: z.array(finding),
  cost: costEstimate.optional(),
  alternatives: z.array(alternative),
  suggestions: z.array(z.string()).describe('When declined: questions that can be answered instead'),
  followUps: z.array(z.string()),
  source: z.object({ id: z.string(), name: z.string(), exploreUrl: z.string().optional() }).optional(),
  cached: z.boolean(),
  steps: z.array(step),
  askedAt: z.iso.datetime(),
  ms: z.number(),
});
export type Answer = z.infer<typeof answer>;

/** Relative to now unless absolute Unix seconds are given. */
export const timeRange = z.union(
  [
    z.strictObject({
      lastSeconds: z
        .number()
        .int()
        .min(1)
        .max(366 * 86_400),
    }),
    z.strictObject({ startSeconds: z.number(), endSeconds: z.number() }),
  ],
  'must be {"lastSeconds": …}, at most 366 days, or {"startSeconds": …, "endSeconds": …} in Unix seconds',
);
export type TimeRange = z.infer<typeof timeRange>;

export const askBody = z.strictObject({
  question: z.string().describe('Plain language, at most 2,000 characters'),
  sourceId: z.string().max(100).optional(),
  range: timeRange.optional(),
  previousQuestionId: z.string().max(100).optional(),
  promql: z
    .string()
    .max(20_000)
    .optional()
    .describe('Run this query instead of planning one: an edited or alternative query'),
  kind: z.enum(['instant', 'range']).optional().describe('How to run `promql`; default instant, range with a `range`'),
  anew: z.boolean().optional().describe('Ask the source now, also where an answer of the last half minute is cached'),
});
export type AskBody = z.infer<typeof askBody>;

/**
 * `Accept: application/json` replies with the answer; `text/event-stream` with run events: `run` with `{id}`, by which a
 * cut stream is taken up at `/runs/:id/events`; a `step` for each stage; then `answer` or `error`.
 */
export const ask = defineRoute({
  method: 'POST',
  path: '/api/v1/query',
  summary: 'Ask a question; the reply is an answer with its query and evidence.',
  access: 'member',
  takesIdempotencyKey: true,
  body: askBody,
  reply: answer,
});

const checkBody = z.strictObject({ promql: z.string().max(20_000), sourceId: z.string().max(100).optional() });

export const explainQuery = defineRoute({
  method: 'POST',
  path: '/api/v1/query/explain',
  summary: 'Say in plain English what a query computes.',
  access: 'member',
  body: checkBody,
  reply: z.object({ explanation: z.string(), formatted: z.string() }),
});

export const checkQuery = defineRoute({
  method: 'POST',
  path: '/api/v1/query/check',
  summary: 'Check a query against the catalog; certain repairs are included.',
  access: 'member',
  body: checkBody,
  reply: z.object({
    valid: z.boolean(),
    findings: z.array(finding),
    repaired: z.string().optional(),
    cost: costEstimate.optional(),
  }),
});

export const feedbackVerdict = z.enum(['accepted', 'edited', 'wrong']);
export type FeedbackVerdict = z.infer<typeof feedbackVerdict>;
export const historyEntry = z.object({
  id: z.string(),
  question: z.string(),
  status: answer.shape.status,
  headline: z.string(),
  promql: z.string().optional(),
  sourceId: z.string().optional(),
  previousQuestionId: z.string().optional(),
  askedAt: z.iso.datetime(),
  ms: z.number(),
  cached: z.boolean(),
  feedback: z
    .object({ verdict: feedbackVerdict, promql: z.string().optional(), note: z.string().optional() })
    .optional(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

export const listHistory = defineRoute({
  method: 'GET',
  path: '/api/v1/history',
  summary: 'Questions asked in this organisation, newest first, searchable.',
  access: 'member',
  query: z.strictObject({
    search: z.string().max(200).optional(),
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ entries: z.array(historyEntry), nextCursor: z.string().optional() }),
});

export const getAnswer = defineRoute({
  method: 'GET',
  path: '/api/v1/history/:id',
  summary: 'One past answer in full.',
  access: 'member',
  params: z.object({ id: z.string() }),
  reply: answer,
});

export const giveFeedback = defineRoute({
  method: 'POST',
  path: '/api/v1/history/:id/feedback',
  summary:
    'Accept an answer, hand in a corrected query, or mark it wrong. Accepted and edited queries become examples.',
  access: 'member',
  takesIdempotencyKey: true,
  params: z.object({ id: z.string() }),
  body: z.strictObject({
    verdict: feedbackVerdict,
    promql: z.string().max(20_000).optional(),
    note: z.string().max(2000).optional(),
  }),
  reply: historyEntry,
});

export const replayedExample = z.object({
  question: z.string(),
  promql: z.string().describe('What a person accepted or wrote'),
  origin: z.enum(['accepted', 'edited']),
  verdict: z
    .enum(['same', 'equal', 'learned', 'different', 'broken'])
    .describe(
      'same query planned without the example; equal data; learned: a person corrected it and the planner alone still differs; different data where the planner was right once; broken: the query no longer runs',
    ),
  planned: z.string().optional().describe('What is planned without the example'),
  detail: z.string(),
});
export type ReplayedExample = z.infer<typeof replayedExample>;

/** Regression gate of an organisation: `failed` counts what is different or broken. */
export const replayExamples = defineRoute({
  method: 'POST',
  path: '/api/v1/query/replay',
  summary: 'Ask every accepted and edited question again without its example, and compare the data.',
  access: 'member',
  takesIdempotencyKey: true,
  body: z.strictObject({ sourceId: z.string().max(100).optional() }).default({}),
  reply: z.object({ examples: z.array(replayedExample), failed: z.number().int() }),
});
