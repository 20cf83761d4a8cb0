import { build, type Expr } from '@locum/promql';
import type { Binding } from '../../ground/binding.ts';
import { findCandidates } from '../../ground/candidates.ts';
import type { Ground } from '../../ground/ground.ts';
import type { Understanding } from '../../understand/understand.ts';
import { findTarget, type SpecialForm } from './special-form.ts';

export const SERIES = /\b(?:time ?series|series|cardinality)\b/;
/** Series that the server counts itself: of these there are metrics. */
const SERVER_SERIES =
  /\b(?:head|in memory|created|removed|churn|added|ingest\w*|samples|scrape(?! (?:jobs?|targets?|pools?)\b))\b/;
/** How an answer is shown: "as a time series". */
const SHOWN_AS = /\b(?:as|in|like) (?:an? |the )?(?:time ?)?series\b/;
/** "how many distinct values does the route label of the request counter have". */
const DISTINCT_VALUES =
  /\b(?:how many|number of|count of|count the)\b.*\bvalues\b.*?\b(?:the |of )?["']?([a-z_]\w*)["']? label\b|\b(?:how many|number of|count of|count the)\b.*\bvalues\b.*?\blabel ["']?([a-z_]\w*)/;
/** A counter is looked for among so many. */
const LIKELY = 3;
const LABEL_WORDS =
  /\b(?:distinct|different|unique|values?|label|does|have|has|take|counter|gauge|metric|histogram)\b/g;
/** "how many distinct metric names does cart expose". */
const DISTINCT_NAMES =
  /\b(?:how many|number of|count of) (?:\w+ )?(?:distinct|different|unique) metric(?:s| names)\b|\b(?:how many|number of) metric names\b/;
const DEFAULT_LIST = 10;

/** "how many series does the checkout job have", "which metrics have the most series". */
export function cardinality(understanding: Understanding, ground: Ground): SpecialForm | undefined {
  const { question } = understanding;
  if (DISTINCT_NAMES.test(question)) {
    const names = build.aggregate('count', selectorOf(undefined, understanding, ground), {
      kind: 'by',
      labels: ['__name__'],
    });
    return { expr: build.aggregate('count', names), words: 'number of metric names' };
  }
  const values = distinctValues(understanding, ground);
  if (values) return values;
  if (!SERIES.test(question) || SERVER_SERIES.test(question) || SHOWN_AS.test(question)) return undefined;
  const metric = question
    .match(/[a-z_:][a-z0-9_:]{3,}/g)
    ?.find((word) => word.includes('_') && (ground.snapshot.metric(word) ?? ground.snapshot.families.get(word)));
  const byName = /\bmetric(?:s| names?)?\b/.test(question) && !metric;
  const labels = byName ? ['__name__'] : groupLabels(understanding);
  const by = labels.length > 0 ? { kind: 'by' as const, labels } : undefined;
  const counted = build.aggregate('count', selectorOf(metric, understanding, ground), by);
  if (!by) return { expr: counted, words: 'number of series' };
  return { expr: limit(counted, understanding, byName), words: `number of series by ${labels.join(', ')}` };
}

/** "number of distinct values of the route label in checkout's request counter". */
function distinctValues(understanding: Understanding, ground: Ground): SpecialForm | undefined {
  const match = DISTINCT_VALUES.exec(understanding.question);
  const label = match?.[1] ?? match?.[2];
  if (label === undefined) return undefined;
  const words = understanding.words.replace(LABEL_WORDS, (word) => ' '.repeat(word.length));
  const { bindings } = findCandidates({ ...understanding, words }, ground);
  const isCounter = ({ measure }: Binding) =>
    measure.metrics.every((name) => ground.snapshot.metric(name)?.role === 'value');
  const counter = /\bcounter\b/.test(understanding.question) ? bindings.slice(0, LIKELY).find(isCounter) : undefined;
  const best = counter ?? bindings[0];
  const [metric] = best?.measure.metrics ?? [];
  if (!best || metric === undefined || !best.measure.labels.has(label)) return undefined;
  const filters = best.filters.map((filter) => build.matcher(filter.label, filter.op, filter.value));
  const each = build.aggregate('count', build.selector(metric, filters), { kind: 'by', labels: [label] });
  return { expr: build.aggregate('count', each), words: `number of values of ${label} in ${metric}` };
}

const JOB =
  /\b(?:the )?job (?!(?:have|has|expose|export)s?\b)([a-z0-9][\w-]*)|\b(?:does|do|of|from|by|for|has|series|metrics) (?:the |our )?(?!(?:do|does|did|has|have|of)\b)([a-z0-9][\w-]*?)(?:'s?)? (?:jobs?|services?|exporters?|instances?|targets?|pods?|expose|export)\b|\bjob ([a-z0-9][\w-]*)/;

function selectorOf(metric: string | undefined, { question, matchers }: Understanding, ground: Ground): Expr {
  const filters = matchers.map((matcher) => build.matcher(matcher.label, matcher.op, matcher.value));
  const named = JOB.exec(question);
  const jobName = named?.[1] ?? named?.[2] ?? named?.[3];
  const job = jobName === undefined ? undefined : findTarget('job', jobName, ground);
  if (job) filters.push(build.matcher('job', '=', job));
  const all = [build.matcher('__name__', '=~', '.+')];
  return build.selector(metric, filters.length > 0 || metric ? filters : all);
}

const ASKED_TARGET =
  /\b(?:which(?: \w+)?|top \w+|the) (?:scrape )?(?:jobs?|target|instance|namespace)|\b(?:job|target|instance|namespace)s? (?:with|having|that|contribut\w*|expos\w*|produc\w*)\b/;

function groupLabels({ question, shape }: Understanding): string[] {
  const phrases =
    shape.groupings.length === 0 && ASKED_TARGET.test(question)
      ? [/\b(job|target|instance|namespace)s?\b/.exec(question)?.[1] ?? '']
      : shape.groupings;
  return [...new Set(phrases.flatMap(groupLabel))];
}

/** Labels that all series may have; others would group nothing. */
function groupLabel(said: string): string[] {
  const phrase = said.replace(/^scrape /, '');
  if (/^metric/.test(phrase)) return ['__name__'];
  if (/^(?:job|instance|namespace|service|pod|node|container|app)s?$/.test(phrase)) return [phrase.replace(/s$/, '')];
  return /^targets?$/.test(phrase) ? ['instance'] : [];
}

/** All of them are too many to read, unless a threshold picks some. */
function limit(counted: Expr, { shape, superlative, threshold, question }: Understanding, byName: boolean): Expr {
  if (threshold) return build.binary(threshold.operator, counted, build.number(threshold.value));
  if (/\b(?:biggest|largest|most|highest) first\b|\b(?:ranked|sorted)\b/.test(question))
    return build.call('sort_desc', counted);
  const ranking = shape.ranking ?? (superlative && { ...superlative, count: byName ? DEFAULT_LIST : 1 });
  if (ranking) {
    const op = ranking.direction === 'top' ? 'topk' : 'bottomk';
    return build.aggregate(op, counted, undefined, build.number(ranking.count));
  }
  return byName ? build.aggregate('topk', counted, undefined, build.number(DEFAULT_LIST)) : counted;
}
