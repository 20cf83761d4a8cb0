import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import type { Ground } from '../ground/ground.ts';
import type { Question } from '../ground/question.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import { composeFamilies, familiesOf } from './across-families.ts';
import { MIN_SCORE } from './alternatives.ts';
import { composeApdex } from './apdex.ts';
import { answerBroad } from './broad-question.ts';
import { compose } from './compose.ts';
import type { Composed } from './composed.ts';
import { coverageNotices, coversOnly, listOf } from './coverage.ts';
import { findBetterWithout } from './gaps/better-without.ts';
import { findGap } from './gaps/find-gap.ts';
import type { Gap } from './gaps/gap.ts';
import { namedServices } from './named-services.ts';
import { decline, type PlanOutcome, planned, planSpecial } from './plan.ts';
import { composeAverageValue, composeQuotient } from './quotient.ts';
import { isUnreadable } from './reading.ts';
import { composeShareOfPair } from './share-of-pair.ts';
import { findSpecialForm } from './special/special-form.ts';
import { writtenQuery } from './special/written-query.ts';
import { firstOfSeveral } from './two-asked.ts';
import { composeTwoMeasures } from './two-measures.ts';

/** The built-in planner: deterministic, offline, no model. `now` is Unix seconds. */
export function planQuestion(
  question: string,
  ground: Ground,
  now: number,
): PlanOutcome & { readonly understanding: Understanding } {
  const understanding = understand(question, now);
  const written = understanding.refusal ? undefined : writtenQuery(question, ground);
  if (written) return { ...('reason' in written ? decline(written, []) : planSpecial(written)), understanding };
  return { understanding, ...planUnderstood(understanding, ground, now) };
}

function planUnderstood(
  understanding: Understanding,
  ground: Ground,
  now: number,
): PlanOutcome & { readonly understanding?: Understanding } {
  const { refusal } = understanding;
  if (refusal) return { outcome: refusal.status, reason: refusal.reason, message: refusal.message, nearest: [] };
  const broad = answerBroad(understanding, ground);
  if (broad) return broad;
  const special = findSpecialForm(understanding, ground);
  if (special) return planSpecial(special);
  const apdex = composeApdex(understanding, ground, now);
  if (apdex) return planApdex(apdex, understanding, ground);
  if (understanding.severalBounds) return decline(ONE_BOUND, []);
  const { question, bindings } = findCandidates(understanding, ground);
  const atNow = withoutPeriod(understanding);
  if (atNow && takesTwoMeasures({ ...question, understanding: atNow }, bindings, ground, now))
    return decline(ONE_MOMENT, bindings);
  const average = composeAverageValue(understanding, ground, now);
  if (average) return planned(average.composed, average.binding, [average.binding], understanding, ground);
  const [best] = bindings;
  if (!best) return decline(NOTHING_MATCHES, bindings);
  const named = planNamed(question, ground, now);
  if (named) return named;
  const two = composeTwoMeasures(best, question, ground, now);
  if (two)
    return {
      ...planned(two.composed, two.binding, [two.binding], two.understanding, ground),
      understanding: two.understanding,
    };
  const first = planFirstOfSeveral(best, understanding, ground, now);
  if (first) return first;
  const share = composeShareOfPair(bindings, understanding, ground, now);
  if (share) return planned(share, best, bindings, understanding, ground);
  const gap = findGap(best, question, ground) ?? findBetterWithout(best, bindings, question, ground);
  const isOpen = gap?.reason === 'unknown_grouping' || best.score < MIN_SCORE;
  const quotient = isOpen ? composeQuotient(bindings, understanding, ground, now) : undefined;
  if (quotient) return planned(quotient, best, bindings, understanding, ground);
  if (gap?.reason === 'cannot_compute') return planNext(gap, bindings, question, ground);
  if (gap) return decline(gap, bindings);
  if (best.score < MIN_SCORE) return decline(NOTHING_FITS, bindings);
  return planBest(bindings, question, ground);
}

/** The question as it would be asked of this moment; nothing where it is asked of one anyway. */
function withoutPeriod(understanding: Understanding): Understanding | undefined {
  const { target, time, ...rest } = understanding;
  const { absolute, horizon, ...moment } = time;
  const isOfMoment = !target && !absolute && !time.forecast && !time.timeUntil && horizon === undefined;
  if (isOfMoment) return undefined;
  // From its words those of time have been taken.
  return { ...rest, core: rest.words, time: { ...moment, forecast: false, timeUntil: false, plot: false } };
}

/** Whether it is answered by two measures that are set against each other. */
function takesTwoMeasures(question: Question, bindings: readonly Binding[], ground: Ground, now: number): boolean {
  const { understanding } = question;
  const [best] = bindings;
  if (!best) return false;
  return (
    composeAverageValue(understanding, ground, now) !== undefined ||
    composeTwoMeasures(best, question, ground, now) !== undefined ||
    composeShareOfPair(bindings, understanding, ground, now) !== undefined
  );
}

const ONE_MOMENT: Gap = {
  reason: 'cannot_compute',
  message:
    'Two measures can be set against each other now or at one moment of the past, not between two times and not in the future. Ask for it now, or for each of the two by itself.',
};
const ONE_BOUND: Gap = {
  reason: 'cannot_compute',
  message: 'One bound at a time can be asked: "above 10" or "below 20".',
};
const NOTHING_MATCHES: Gap = {
  reason: 'unknown_metric',
  message: 'Nothing in the catalog matches this question.',
};
const NOTHING_FITS: Gap = {
  reason: 'unknown_metric',
  message: 'Nothing in the catalog matches this question well enough to answer it.',
};
/** Services that are named together, each by its own metrics. */
function planNamed(question: Question, ground: Ground, now: number): PlanOutcome | undefined {
  const named = namedServices(question, ground, now);
  const composed = named && composeFamilies(named, named.understanding, ground.snapshot);
  if (!named || !composed || isUnreadable(composed)) return undefined;
  if (named.cannotAdd)
    return decline({ reason: 'cannot_compute', message: named.cannotAdd }, [named.best, ...named.others]);
  const asked = [named.best, ...named.others];
  const isCovered = (_: string, index: number) => !composed.leftOut?.some((binding) => binding === asked[index]);
  const covered = named.covered.filter(isCovered);
  const missing = [...named.missing, ...named.covered.filter((name) => !covered.includes(name))];
  const [first = named.best] = remaining(asked, composed);
  return {
    ...planned(composed, first, [first], named.understanding, ground),
    ...(missing.length > 0 && { notices: [coversOnly(covered, missing)] }),
  };
}

function remaining(asked: readonly Binding[], { leftOut = [] }: Composed): readonly Binding[] {
  return asked.filter((binding) => !leftOut.includes(binding));
}

/** Of several things asked the first, with word of the others. */
function planFirstOfSeveral(best: Binding, asked: Understanding, ground: Ground, now: number): PlanOutcome | undefined {
  const first = firstOfSeveral(best, asked, ground, now);
  const plan = first && planBest(first.bindings, first.question, ground);
  if (!first || plan?.outcome !== 'planned') return undefined;
  const left = first.left.map((question) => `"${question}"`);
  const notice =
    left.length === 1
      ? `One question gets one answer, and this is the first of two: ask ${left[0]} next.`
      : `One question gets one answer, and this is one of ${left.length + 1}: ask ${listOf(left)} one by one.`;
  return { ...plan, notices: [notice, ...(plan.notices ?? [])] };
}

function planApdex(
  { composed, found: { question, bindings } }: NonNullable<ReturnType<typeof composeApdex>>,
  understanding: Understanding,
  ground: Ground,
): PlanOutcome {
  const [best] = bindings;
  if (!best) return decline(NOTHING_MATCHES, bindings);
  const gap = findGap(best, question, ground);
  if (gap) return decline(gap, bindings);
  if (isUnreadable(composed)) return decline({ reason: 'cannot_compute', message: composed.problem }, bindings);
  return planned(composed, best, bindings, understanding, ground);
}

/** How far behind may be what can be computed when the best cannot. */
const SUBSTITUTE_MARGIN = 0.15;

/** The best cannot tell what was asked; another that fits nearly as well may. */
function planNext(gap: Gap, bindings: readonly Binding[], question: Question, ground: Ground): PlanOutcome {
  const [best, ...others] = bindings;
  const able = others
    .slice(0, MOST_TRIED)
    .filter(({ score }) => score >= MIN_SCORE && best !== undefined && score > best.score - SUBSTITUTE_MARGIN)
    .filter((binding) => !findGap(binding, question, ground));
  return able.length > 0 ? planBest(able, question, ground) : decline(gap, bindings);
}

/** How many measures are tried when the best cannot be computed as asked. */
const MOST_TRIED = 3;

function planBest(bindings: readonly Binding[], question: Question, ground: Ground): PlanOutcome {
  const { understanding } = question;
  let problem: string | undefined;
  for (const binding of bindings.slice(0, MOST_TRIED)) {
    const isSecondChoice = problem !== undefined;
    if (isSecondChoice && (binding.score < MIN_SCORE || findGap(binding, question, ground))) continue;
    const families = familiesOf(binding, question, ground);
    const composed = families
      ? composeFamilies(families, understanding, ground.snapshot)
      : compose(binding, understanding, ground.snapshot);
    if (!isUnreadable(composed)) {
      const covered = remaining(families ? [families.best, ...families.others] : [binding], composed);
      return {
        ...planned(composed, binding, bindings, understanding, ground),
        ...coverageNotices(covered, ground.snapshot),
      };
    }
    problem ??= composed.problem;
    if (composed.isFinal) break;
  }
  return decline(
    { reason: 'cannot_compute', message: problem ?? 'This cannot be computed from the metrics here.' },
    bindings,
  );
}
