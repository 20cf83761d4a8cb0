import { print } from '@locum/promql';
import type { Findings } from './findings.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import { isOutcomeLabel } from './outcome-labels.ts';
import { fitWith, type Phrase } from './phrase.ts';
import type { Question } from './question.ts';
import { formPoints } from './score-form.ts';
import { thingPoints } from './score-things.ts';
import { unitPoints } from './score-unit.ts';
import { WEIGHT } from './weights.ts';

/** How likely the question is about the measure, about 0 to 1. */
export function scoreOf(found: Findings): number {
  return (
    WEIGHT.coverage * found.explained.coverage +
    WEIGHT.fit * fitWith(found.phrase, found.filters) +
    originPoints(found) +
    unitPoints(found.question, found.measure, canBeShare(found)) +
    formPoints(found.question, found.measure) +
    thingPoints(found) +
    outcomePoints(found)
  );
}

/** A counter told by outcomes gives their share. */
function canBeShare({ measure, outcome, filters }: Findings): boolean {
  return (
    measure.kind === 'counter' &&
    measure.unit === 'count' &&
    (outcome === 'matched' || filters.some(({ label }) => isOutcomeLabel(label)))
  );
}

/** Whose measure it is. */
function originPoints({ question, measure, mentions, phrase, ground }: Findings): number {
  let points = 0;
  if (measure.origin === 'knowledge') points += WEIGHT.fromKnowledge;
  if (measure.origin === 'derived') points += WEIGHT.derived;
  if (measure.joined) points += WEIGHT.joined;
  if (mentions.owns) points += WEIGHT.ownedByService;
  if (isForeignSubject(question, measure)) points += WEIGHT.foreignSubject;
  const isSetting = phrase.fit < SAID_WHOLE && SETTING.test(measure.metrics[0] ?? '');
  if (isSetting && !SAYS_SETTING.test(question.understanding.question)) points += WEIGHT.settingUnasked;
  if (isRuntime(measure) && !namesInternals(phrase, question, ground)) points += WEIGHT.runtimeUnasked;
  return points;
}

/** Metrics by which language runtimes tell of themselves. */
const RUNTIME = /^(?:nodejs|go|jvm|python|ruby|dotnet|process_runtime)_/;
/** Stems that every kind of measure may have. */
const PLAIN = /^(?:latenc|request|time|duration|lag|delai|activ|usag|error|version)$/;

function isRuntime({ metrics }: Measure): boolean {
  return metrics.length > 0 && metrics.every((metric) => RUNTIME.test(metric));
}

/** Something is said that only the inside of a program has, and not just "average" or "latency". */
function namesInternals({ matched }: Phrase, question: Question, ground: Ground): boolean {
  return [...matched].some((stem) => !ground.isForm(stem) && !PLAIN.test(stem) && !question.nameStems.has(stem));
}

/** What is configured, and not what happens. */
const SAID_WHOLE = 0.8;
const SETTING = /_settings_/;
const SAYS_SETTING =
  /\b(?:settings?|configur\w*|config|set to|limit\w*|max\w*|min\w*|timeout\w*|allowed|default|size of|how many .* (?:may|can))\b/;

/** Subjects that everybody's questions may be about without naming them. */
const COMMON_SUBJECT = /^(?:http|grpc|applications?|node|kube|prometheus|cadvisor|kubelet)/;

function isForeignSubject(question: Question, measure: Measure): boolean {
  if (measure.about.size === 0 || measure.subject === undefined || COMMON_SUBJECT.test(measure.subject)) return false;
  return !question.tokens.some((token) => measure.about.has(token.stem));
}

/** All but the server errors, as a share. */
function isRestOf5xx({ unit, expr, phraseStems }: Measure): boolean {
  const written = print(expr);
  return unit === 'ratio' && phraseStems.has('success') && /"5/.test(written) && !/"[^"]*4[^"]*"/.test(written);
}

/** Whether it can tell the outcome that the question wishes. */
function outcomePoints({ question, measure, outcome }: Findings): number {
  let points = 0;
  if (question.traits.excludes5xx && [...measure.matched].some(isOutcomeLabel) && !isRestOf5xx(measure))
    points += WEIGHT.pinsOutcome;
  if (question.traits.excludes5xx && outcome === 'untold') points += WEIGHT.missesOutcome;
  const wantsFailures = question.wish !== undefined && question.wish !== 'success' && question.wish !== 'no-errors';
  if (wantsFailures && outcome === 'untold' && !measure.holds && !/err|fail/.test(measure.metrics.join()))
    points += WEIGHT.missesOutcome;
  return points;
}
