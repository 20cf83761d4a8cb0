import { build, type Expr } from '@locum/promql';
import { findCandidates } from '../../ground/candidates.ts';
import type { Ground } from '../../ground/ground.ts';
import { isWithin } from '../../ground/question-words.ts';
import { DURATION, durationSeconds } from '../../understand/durations.ts';
import { anyOf } from '../../understand/pattern.ts';
import type { Understanding } from '../../understand/understand.ts';
import { findTarget, type SpecialForm } from './special-form.ts';

const VANISHED = new RegExp(
  `\\b${anyOf([
    ...['vanish\\w*', 'disappear\\w*', 'absent', 'gone missing', 'completely gone', 'gone from'],
    'stop(?:ped)? (?:reporting|sending|exposing|scraping|exporting|emitting)',
    'no longer (?:report\\w*|scrap\\w*|there|present|exist\\w*|expos\\w*|in)',
    'missing (?:from|in)',
    '(?:nobody|nothing) scrapes',
    'gone (?:completely|altogether|entirely)',
    'drop(?:ped|s)? out of (?:prometheus|monitoring|scraping)',
    '(?:but|and) (?:now )?ha(?:s|ve) none',
    '(?:(?:is|are) there|there (?:is|are)) (?:no|not any) (?:scrape )?(?:targets?|jobs?|instances?)',
    '(?:existed|were there|was there|did we have)\\b.*\\bgone',
    'still (?:there|present|reporting|being scraped|scraped|exist\\w*)',
    'not (?:reporting|there) (?:any ?more|at all)',
    'no such (?:scrape )?(?:targets?|jobs?|instances?|series|metrics?)',
  ])}\\b`,
);

/** How the thing that is gone may be named, the surest first. */
const NAMED: readonly RegExp[] = [
  /\b(?:metrics|data|series) (?:of|for|from) (?:the |our )?["']?([a-z0-9][\w.:-]*)/,
  /\b(?:called|named) ["']?([a-z0-9][\w.:-]*)/,
  /\b(?:the |our |any )?["']?(?!(?:send|report|export|expos|emitt)ing\b)([a-z0-9][\w.:-]*)["']? (?:scrape )?(?:jobs?|targets?|service|exporter|metrics|application|app|instance)\b/,
  /\b(?:job|target|service|exporter|instance) ["']?([a-z0-9][\w.:-]*)/,
  /\b(?:did|has|is|have|are) (?:the |our )?([a-z0-9][\w.:-]*)/,
];

const WHICH_TARGETS =
  /^(?:the |all )?(?:targets?|instances?|endpoints?|jobs?|services?) (?:that|which)\b|\b(?:which|what|any|list|are there|is there an?|did an?) (?:\w+ )?(?:targets?|instances?|endpoints?|jobs?|services?)\b/;
const AGO = new RegExp(`\\b(${DURATION}) ago\\b|\\b(?:in|over|within|during) the (?:last|past) (${DURATION})`);

/** "which targets did we scrape four hours ago that are gone now": those that were there and are not any more. */
function goneSince(question: string): SpecialForm | undefined {
  if (!WHICH_TARGETS.test(question)) return undefined;
  const match = AGO.exec(question);
  const said = match?.[1] ?? match?.[2] ?? (/\byesterday\b/.test(question) ? '1d' : '1h');
  const seconds = durationSeconds(said);
  const before = { ...build.selector('up'), offsetMs: seconds * 1000 };
  // A job is there as long as one of its targets is.
  const ofJobs = /\b(?:jobs?|services?)\b/.test(WHICH_TARGETS.exec(question)?.[0] ?? '');
  const each = (expr: Expr) => (ofJobs ? build.aggregate('count', expr, { kind: 'by', labels: ['job'] }) : expr);
  return {
    expr: build.binary('unless', each(before), each(build.selector('up'))),
    words: 'scrape targets that were there and are not any more',
  };
}

/** What is asked about is what is measured, and not who measures it. */
const OF_METRICS = /\b(?:metrics?|series|counters?|gauges?|histograms?|data|samples)\b/;
const METRICS_VANISHED = new RegExp(
  `\\b${anyOf([
    ...['gone', 'missing', 'stop(?:ped)? coming(?: in)?', 'stopped', 'no longer (?:come|coming)', 'gap in'],
    '(?:get|have|receive|see) no',
    'any ?more',
    'still (?:get|getting|have|having|receiv\\w*|see|seeing|collect\\w*)',
  ])}\\b`,
);
const SENDS =
  /\b(?:at all|sending|exporting|exposing|reporting|emitting|scraping|coming in|prometheus|completely|altogether)\b/;
/** Of what is measured by this metric, a reading says enough. */
const LEAST_SCORE = 0.5;

/** "do we still get container metrics from node-1", "are the recommendation request metrics gone": one metric stands for them. */
function absentMeasure(understanding: Understanding, ground: Ground): SpecialForm | undefined {
  const { core, time } = understanding;
  if (!OF_METRICS.test(core) || !(METRICS_VANISHED.test(core) || VANISHED.test(core))) return undefined;
  // What is left says what is measured, and where.
  const words = [VANISHED, METRICS_VANISHED, OF_METRICS, SENDS].reduce(
    (left, pattern) => left.replace(new RegExp(pattern, 'g'), (said) => ' '.repeat(said.length)),
    understanding.words,
  );
  const { question, bindings } = findCandidates({ ...understanding, words }, ground);
  const [best] = bindings;
  const [metric] = best?.measure.metrics ?? [];
  if (!best || metric === undefined || best.score < LEAST_SCORE || best.unboundMentions.length > 0) return undefined;
  const services = question.mentions.filter(({ service }) => service !== undefined);
  const isNamed = question.tokens.some(
    (token) => best.phrase.includes(token.stem) && !token.context && !isWithin(token, services),
  );
  if (!isNamed) return undefined;
  const selector = build.selector(
    metric,
    best.filters.map(({ label, op, value }) => build.matcher(label, op, value)),
  );
  const gone =
    time.lookback === undefined
      ? build.call('absent', selector)
      : build.call('absent_over_time', build.range(selector, time.lookback * 1000));
  return { expr: gone, words: `whether ${metric} is absent` };
}

/** "did the billing job disappear", "is http_requests_total still there". */
export function absence(understanding: Understanding, ground: Ground): SpecialForm | undefined {
  const { question } = understanding;
  const ofMeasure = WHICH_TARGETS.test(question) ? undefined : absentMeasure(understanding, ground);
  if (ofMeasure) return ofMeasure;
  const isSure = VANISHED.test(question);
  if (!isSure && !(OF_METRICS.test(question) && METRICS_VANISHED.test(question))) return undefined;
  const metric = question.match(/[a-z_:][a-z0-9_:]{4,}/g)?.find((word) => ground.snapshot.metric(word) !== undefined);
  if (metric) return { expr: build.call('absent', build.selector(metric)), words: `whether ${metric} is absent` };
  const gone = goneSince(question);
  if (gone) return gone;
  const name = NAMED.map((pattern) => pattern.exec(question)?.[1]).find((found) => found !== undefined);
  if (!name || /^(?:the|an?|any|some|all|our)$/.test(name)) return undefined;
  const label = /\binstance\b/.test(question) || /:\d+$/.test(name) ? 'instance' : 'job';
  const target = findTarget(label, name, ground);
  if (target === undefined && !isSure) return undefined;
  const value = target ?? name;
  return {
    expr: build.call('absent', build.selector('up', [build.matcher(label, '=', value)])),
    words: `whether ${label} ${value} is absent from the scrape targets`,
  };
}
