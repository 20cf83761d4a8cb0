import { build, type Expr } from '@locum/promql';
import type { Ground } from '../ground/ground.ts';
import { foldValue } from '../ground/values.ts';
import type { Understanding } from '../understand/understand.ts';

/** A question about the telemetry itself, which no measure carries. */
export interface SpecialForm {
  readonly expr: Expr;
  readonly words: string;
}

const ANY_SERIES = build.selector(undefined, [build.matcher('__name__', '=~', '.+')]);

/** Absence and cardinality: "did X vanish", "which metrics have the most series". */
export function findSpecialForm(understanding: Understanding, ground: Ground): SpecialForm | undefined {
  return absence(understanding, ground) ?? metricList(understanding, ground) ?? cardinality(understanding, ground);
}

const VANISHED =
  /\b(?:vanish\w*|disappear\w*|absent|gone missing|stopped (?:reporting|sending|exposing|scraping)|no longer (?:report\w*|scrap\w*|there|present|expos\w*|in)|missing (?:from|in)|gone from|still (?:there|present|reporting|being scraped|scraped|exist\w*)|completely gone|not (?:reporting|there) (?:any ?more|at all))\b/;

function absence(understanding: Understanding, ground: Ground): SpecialForm | undefined {
  const { question } = understanding;
  if (!VANISHED.test(question)) return undefined;
  const metric = question.match(/[a-z_:][a-z0-9_:]{4,}/g)?.find((word) => ground.snapshot.metric(word) !== undefined);
  if (metric) return { expr: build.call('absent', build.selector(metric)), words: `whether ${metric} is absent` };
  const named =
    /\b(?:the |our |any )?["']?([a-z0-9][\w.:-]*)["']? (?:scrape )?(?:jobs?|targets?|service|exporter|metrics|application|app|instance)\b/.exec(
      question,
    ) ??
    /\b(?:job|target|service|exporter|instance) ["']?([a-z0-9][\w.:-]*)/.exec(question) ??
    /\b(?:did|has|is|have|are) (?:the |our )?([a-z0-9][\w.:-]*)/.exec(question);
  const name = named?.[1];
  if (!name || name === 'the') return undefined;
  const label = /\binstance\b/.test(question) || /:\d+$/.test(name) ? 'instance' : 'job';
  const known = ground.snapshot
    .metric('up')
    ?.labels.get(label)
    ?.values.find((value) => foldValue(value) === foldValue(name));
  return {
    expr: build.call('absent', build.selector('up', [build.matcher(label, '=', known ?? name)])),
    words: `whether ${label} ${known ?? name} is absent from the scrape targets`,
  };
}

const METRIC_LIST =
  /\b(?:what|which|list|show|any|all)\b.*\bmetrics\b.*\b(?:have|has|exist\w*|available|expos\w*|about|for|of|from|there|do|does|offer|emit\w*|report\w*|publish\w*)\b|\bmetrics (?:about|for|of|from)\b/;

/** "what metrics do you have about kafka": the names that carry the word, or that the service exposes. */
function metricList(understanding: Understanding, ground: Ground): SpecialForm | undefined {
  const { question } = understanding;
  if (!METRIC_LIST.test(question) || SERIES.test(question) || /\bhow many\b|\bnumber of\b|\bpending\b/.test(question))
    return undefined;
  const words = ground.vocabulary
    .tokens(question)
    .filter(
      (token) => !token.generic && !/^(?:metric|expos|avail|free|offer|emit|report|publish|exist)/.test(token.stem),
    );
  const named = words
    .map((token) => ground.snapshot.services.find((service) => foldValue(service.name) === foldValue(token.text)))
    .find((service) => service !== undefined);
  const [identity] = named?.identifiedBy ?? [];
  const texts = words
    .map((token) => token.text.toLowerCase())
    .filter(
      (text) =>
        /^[a-z0-9_]+$/.test(text) &&
        [...ground.snapshot.metricNames()].some((name) => name.toLowerCase().includes(text)),
    );
  const [first] = texts;
  const matchers = identity
    ? [build.matcher(identity.label, '=', identity.value)]
    : first
      ? [build.matcher('__name__', '=~', `.*${first}.*`)]
      : undefined;
  if (!matchers) return undefined;
  const expr = build.aggregate('group', build.selector(undefined, matchers), { kind: 'by', labels: ['__name__'] });
  return { expr, words: identity ? `metrics that ${named?.name} exposes` : `metrics with "${first}" in their name` };
}

const SERIES = /\b(?:time ?series|series|cardinality)\b/;

function cardinality(understanding: Understanding, ground: Ground): SpecialForm | undefined {
  const { question, shape } = understanding;
  if (
    !SERIES.test(question) ||
    /\b(?:head|in memory|created|removed|churn|added|ingest\w*|samples|scrape)\b/.test(question)
  )
    return undefined;
  const metric = question
    .match(/[a-z_:][a-z0-9_:]{3,}/g)
    ?.find((word) => word.includes('_') && (ground.snapshot.metric(word) ?? ground.snapshot.families.get(word)));
  const filters = understanding.matchers.map((matcher) => build.matcher(matcher.label, matcher.op, matcher.value));
  const job =
    /\b(?:does|do|of|from|by|for|has) (?:the |our )?([a-z0-9][\w-]*) (?:job|service|exporter)\b|\bjob ([a-z0-9][\w-]*)/.exec(
      question,
    );
  const jobName = job?.[1] ?? job?.[2];
  const known =
    jobName === undefined
      ? undefined
      : ground.snapshot
          .metric('up')
          ?.labels.get('job')
          ?.values.find((value) => foldValue(value) === foldValue(jobName));
  if (known) filters.push(build.matcher('job', '=', known));
  const selector = metric
    ? build.selector(metric, filters)
    : filters.length > 0
      ? build.selector(undefined, filters)
      : ANY_SERIES;
  const byName = /\bmetric(?:s| names?)?\b/.test(question) && !metric;
  const labels = byName
    ? ['__name__']
    : shape.groupings
        .flatMap((phrase) => groupLabel(phrase))
        .concat(
          shape.groupings.length === 0 &&
            /\b(?:which|top \d+|the) (?:job|target|instance|namespace)|\b(?:job|target|instance|namespace)s? (?:with|having|that)\b/.test(
              question,
            )
            ? groupLabel((/\b(?:job|target|instance|namespace)s?\b/.exec(question)?.[0] ?? '').replace(/s$/, ''))
            : [],
        );
  const grouped = build.aggregate(
    'count',
    selector,
    labels.length > 0 ? { kind: 'by', labels: [...new Set(labels)] } : undefined,
  );
  if (labels.length === 0) return { expr: grouped, words: 'number of series' };
  const ranking =
    shape.ranking ?? (understanding.superlative ? { ...understanding.superlative, count: byName ? 10 : 1 } : undefined);
  const threshold = understanding.threshold;
  const restricted = threshold ? build.binary(threshold.operator, grouped, build.number(threshold.value)) : grouped;
  const expr =
    ranking && !threshold
      ? build.aggregate(
          ranking.direction === 'top' ? 'topk' : 'bottomk',
          restricted,
          undefined,
          build.number(ranking.count),
        )
      : byName && !threshold
        ? build.aggregate('topk', restricted, undefined, build.number(10))
        : restricted;
  return { expr, words: `number of series by ${labels.join(', ')}` };
}

function groupLabel(phrase: string): string[] {
  if (/^metric/.test(phrase)) return ['__name__'];
  if (/^(?:job|instance|namespace|service|pod|node|container|app)s?$/.test(phrase)) return [phrase.replace(/s$/, '')];
  return phrase === 'target' || phrase === 'targets' ? ['instance'] : [];
}
