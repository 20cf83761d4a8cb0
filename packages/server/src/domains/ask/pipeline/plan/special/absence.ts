import { build, type Expr } from '@locum/promql';
import type { Ground } from '../../ground/ground.ts';
import { DURATION, durationSeconds } from '../../understand/durations.ts';
import { anyOf } from '../../understand/pattern.ts';
import type { Understanding } from '../../understand/understand.ts';
import { findTarget, type SpecialForm } from './special-form.ts';

const VANISHED = new RegExp(
  `\\b${anyOf([
    ...['vanish\\w*', 'disappear\\w*', 'absent', 'gone missing', 'completely gone', 'gone from'],
    'stop(?:ped)? (?:reporting|sending|exposing|scraping|exporting|emitting)',
    'no longer (?:report\\w*|scrap\\w*|there|present|expos\\w*|in)',
    'missing (?:from|in)',
    '(?:nobody|nothing) scrapes',
    'gone (?:completely|altogether|entirely)',
    'drop(?:ped|s)? out of (?:prometheus|monitoring|scraping)',
    '(?:but|and) (?:now )?ha(?:s|ve) none',
    '(?:is|are) there (?:no|not any) (?:scrape )?(?:targets?|jobs?|instances?)',
    'still (?:there|present|reporting|being scraped|scraped|exist\\w*)',
    'not (?:reporting|there) (?:any ?more|at all)',
  ])}\\b`,
);

/** How the thing that is gone may be named, the surest first. */
const NAMED: readonly RegExp[] = [
  /\b(?:called|named) ["']?([a-z0-9][\w.:-]*)/,
  /\b(?:the |our |any )?["']?([a-z0-9][\w.:-]*)["']? (?:scrape )?(?:jobs?|targets?|service|exporter|metrics|application|app|instance)\b/,
  /\b(?:job|target|service|exporter|instance) ["']?([a-z0-9][\w.:-]*)/,
  /\b(?:did|has|is|have|are) (?:the |our )?([a-z0-9][\w.:-]*)/,
];

const WHICH_TARGETS =
  /^(?:the |all )?(?:targets?|instances?|endpoints?|jobs?) (?:that|which)\b|\b(?:which|what|any|list|are there|did an?) (?:\w+ )?(?:targets?|instances?|endpoints?|jobs?)\b/;
const AGO = new RegExp(`\\b(${DURATION}) ago\\b|\\b(?:in|over|within|during) the (?:last|past) (${DURATION})`);

/** "which targets did we scrape four hours ago that are gone now": those that were there and are not any more. */
function goneSince(question: string): SpecialForm | undefined {
  if (!WHICH_TARGETS.test(question)) return undefined;
  const match = AGO.exec(question);
  const said = match?.[1] ?? match?.[2] ?? (/\byesterday\b/.test(question) ? '1d' : '1h');
  const seconds = durationSeconds(said);
  const before = { ...build.selector('up'), offsetMs: seconds * 1000 };
  // A job is there as long as one of its targets is.
  const ofJobs = /\bjobs?\b/.test(WHICH_TARGETS.exec(question)?.[0] ?? '');
  const each = (expr: Expr) => (ofJobs ? build.aggregate('count', expr, { kind: 'by', labels: ['job'] }) : expr);
  return {
    expr: build.binary('unless', each(before), each(build.selector('up'))),
    words: 'scrape targets that were there and are not any more',
  };
}

/** "did the billing job disappear", "is http_requests_total still there". */
export function absence({ question }: Understanding, ground: Ground): SpecialForm | undefined {
  if (!VANISHED.test(question)) return undefined;
  const metric = question.match(/[a-z_:][a-z0-9_:]{4,}/g)?.find((word) => ground.snapshot.metric(word) !== undefined);
  if (metric) return { expr: build.call('absent', build.selector(metric)), words: `whether ${metric} is absent` };
  const gone = goneSince(question);
  if (gone) return gone;
  const name = NAMED.map((pattern) => pattern.exec(question)?.[1]).find((found) => found !== undefined);
  if (!name || name === 'the') return undefined;
  const label = /\binstance\b/.test(question) || /:\d+$/.test(name) ? 'instance' : 'job';
  const value = findTarget(label, name, ground) ?? name;
  return {
    expr: build.call('absent', build.selector('up', [build.matcher(label, '=', value)])),
    words: `whether ${label} ${value} is absent from the scrape targets`,
  };
}
