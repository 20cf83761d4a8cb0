import { build } from '@locum/promql';
import { isOutcomeLabel, isPartLabel } from '../ground/outcome-labels.ts';
import type { MatcherSpec } from '../ground/outcomes.ts';
import { speaksOfShare } from '../understand/share-words.ts';
import { lift } from './lift.ts';
import { liftContext, plainReading, type ReadContext, type Reading } from './reading.ts';

/** "error rate", "share of declined": the part with the wished outcome over the whole. Nothing when no share is asked. */
export function partOfWhole(context: ReadContext): Reading | undefined {
  const { measure, filters, groups, outcome } = context.binding;
  if (!context.wantsFraction || measure.unit === 'ratio' || measure.unit === 'percent') return undefined;
  const inner: ReadContext =
    context.grouping.kind === 'natural' ? { ...context, grouping: { kind: 'by', labels: [] } } : context;
  // "share of requests that the new version answers"
  const isPart = (label: string) => isPartLabel(label) || measure.joined?.labels.includes(label);
  const ofOutcome = filters.filter(({ label }) => outcome !== undefined && label === outcome.label);
  const own = outcome
    ? ofOutcome.length > 0 && !outcome.op.startsWith('=')
      ? ofOutcome
      : [outcome, ...ofOutcome]
    : filters.filter(({ label }) => isPart(label) && !groups.includes(label));
  if (own.length === 0) return shareOfAll(context, inner) ?? shareOfTotal(context);
  const rest = filters.filter((filter) => !own.includes(filter));
  const part = lift(measure.expr, liftContext(inner, [...rest, ...own]));
  const whole = lift(measure.expr, liftContext(inner, rest));
  return plainReading(build.binary('/', part, whole), 'ratio', `share of ${measure.title} with ${writeMatchers(own)}`);
}

export function writeMatchers(matchers: readonly MatcherSpec[]): string {
  return matchers.map(({ label, op, value }) => `${label}${op}"${value}"`).join(', ');
}

/** A measure that is one outcome by its own matchers: the same without them is the whole. */
function shareOfAll(context: ReadContext, inner: ReadContext): Reading | undefined {
  const { measure, filters } = context.binding;
  const { expr } = measure;
  if (expr.type !== 'VectorSelector') return undefined;
  // Beside outcomes, `type="used"` picks a part.
  const others = expr.matchers.filter(({ label }) => !isOutcomeLabel(label) && !label.includes('type'));
  if (others.length === expr.matchers.length) return undefined;
  const part = lift(expr, liftContext(inner, filters));
  const whole = lift({ ...expr, matchers: others }, liftContext(inner, filters));
  return plainReading(build.binary('/', part, whole), 'ratio', `share of ${measure.title}`);
}

/** "share of traffic per route": each group over the total. */
function shareOfTotal(context: ReadContext): Reading | undefined {
  const { question } = context.understanding;
  if (!speaksOfShare(question) && !/\bpart\b/.test(question)) return undefined;
  if (context.grouping.kind === 'natural' || context.grouping.labels.length === 0) return undefined;
  const { measure } = context.binding;
  // Seconds a second are a share of time by themselves.
  const isTimeShare =
    measure.unit === 'seconds' &&
    (/\b(?:of|its|their) (?:the )?(?:wall[- ]clock )?time\b/.test(question) || isInPercent(question));
  if (measure.combine !== 'sum' || isTimeShare) return undefined;
  const part = lift(measure.expr, liftContext(context));
  const whole = lift(measure.expr, liftContext({ ...context, grouping: { kind: 'by', labels: [] } }));
  const matching = { kind: 'on' as const, labels: [], group: 'left' as const, include: [] };
  return plainReading(build.binary('/', part, whole, { matching }), 'ratio', `share of ${measure.title}`);
}

/** "cpu usage in percent" is its unit, where "percent of all cpu" is a part of a whole. */
function isInPercent(question: string): boolean {
  return (
    /\b(?:in|as) (?:percent|%)/.test(question) &&
    !/\b(?:share|fraction|proportion|portion|part)\b|(?:%|percent\w*) of\b|\bof (?:all|the (?:total|whole))\b/.test(
      question,
    )
  );
}
