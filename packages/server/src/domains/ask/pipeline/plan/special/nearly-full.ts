import { build, type Expr, print } from '@locum/promql';
import { bind } from '../../ground/bind.ts';
import type { Ground } from '../../ground/ground.ts';
import type { Measure } from '../../ground/measure.ts';
import { groundQuestion } from '../../ground/question.ts';
import type { Threshold } from '../../understand/thresholds.ts';
import { type Understanding, understand } from '../../understand/understand.ts';
import { compose } from '../compose.ts';
import { operand } from '../conditions.ts';
import { listOf } from '../coverage.ts';
import { isUnreadable } from '../reading.ts';
import { withLabel } from '../selectors.ts';
import type { SpecialForm } from './special-form.ts';

/** More than a dozen comparisons nobody reads, and they cost. */
const MOST_MEASURES = 12;
const DEFAULT: Threshold = { operator: '>', value: 80, unit: { base: 'percent', factor: 1 }, fraction: false };

const ANYTHING =
  /^\W*(?:is|are|do we have|have we|have we got|what(?:'s| is)?|which(?: things| resources| ones)?(?: are| is)?|show(?: me)?|list) ?(?:there )?(?:(?:anything|something|everything|any (?:resources?|limits?)|all|resources|things) ?)?(?:else )?(?:that(?:'s| is| are) |which is )?(?:currently |now |already )?/;
const FULL =
  /^(?:(?:nearly|almost|close to being|close to|about to be|getting|running|going to be|near|nearing|approaching) )?(?:full|saturated|exhausted|maxed out|at capacity|at its (?:limit|max\w*|capacity)|its (?:limit|max\w*|capacity)|running out|run out)\b/;
/** "above 80 %", with or without saying what of. */
const ABOVE =
  /^(?:used |utili[sz]ed |full |at |running )?(?:at )?(?:more than|over|above|beyond|at least|higher than|greater than|past) \d+(?:\.\d+)? ?(?:%|percent)(?: (?:full|used|utili[sz]ed|usage|utili[sz]ation|of (?:its|their) (?:limit|capacity|max\w*)))?/;
const END =
  /^(?: (?:right now|now|at the moment|currently|today|anywhere|here|in (?:the|our) (?:cluster|system)))?\W*$/;

/** "is anything nearly full", "what is above 80 %": all that has a utilisation, each told by the label `what`. */
export function nearlyFull({ question, threshold }: Understanding, ground: Ground): SpecialForm | undefined {
  if (!asksOfAnything(question)) return undefined;
  const { operator, value, unit } = threshold ?? DEFAULT;
  const limit = unit?.base === 'percent' || value > 1 ? Number((value / 100).toPrecision(12)) : value;
  const measures = utilisations(ground);
  const shares = measures.slice(0, MOST_MEASURES).flatMap((measure) => shareOf(measure, ground) ?? []);
  const leftOut = [...new Set(measures.slice(MOST_MEASURES).map(({ title }) => title))];
  const [first, ...rest] = shares;
  if (!first) return undefined;
  const all = rest.reduce((before, one): Expr => build.binary('or', before, one), first);
  const expr = build.binary(operator, rest.length > 0 ? build.paren(all) : all, build.number(limit));
  const notices = [
    `This leaves out ${listOf(leftOut)}: ask for ${leftOut.length === 1 ? 'it' : 'one of them'} by name.`,
  ];
  return { expr, unit: 'ratio', words: 'usage of what has a limit', ...(leftOut.length > 0 && { notices }) };
}

function asksOfAnything(question: string): boolean {
  const lead = ANYTHING.exec(question)?.[0];
  if (lead === undefined) return false;
  const rest = question.slice(lead.length);
  const said = FULL.exec(rest)?.[0] ?? ABOVE.exec(rest)?.[0];
  return said !== undefined && END.test(rest.slice(said.length));
}

const UTILISATION = /\b(?:usage|utili[sz]ation|saturation|used|full)\b/;
/** Shares that are better the higher they are, or parts of another whole. */
const OTHER_SHARE = /\b(?:hit|hits|index|scan|idle|free|fragment\w*|committed|requests?|quota|by containers)\b/;

/** A runtime's heap grows with what it holds: what it has now is no limit. */
const GROWING = /^nodejs_heap/;

/** Shares of what there is, those of hosts first; of the same metrics one. */
function utilisations(ground: Ground): readonly Measure[] {
  const seen = new Set<string>();
  return ground.measures
    .filter(({ unit, title, holds, metrics }) => {
      const isShare = (unit === 'ratio' || unit === 'percent') && !metrics.some((metric) => GROWING.test(metric));
      return isShare && holds === undefined && UTILISATION.test(title) && !OTHER_SHARE.test(title);
    })
    .sort((a, b) => rankOf(a) - rankOf(b))
    .filter(({ metrics, expr }) => {
      const key = metrics.length > 0 ? [...metrics].sort().join() : print(expr);
      return !seen.has(key) && seen.add(key);
    });
}

function rankOf({ subject, origin }: Measure): number {
  if (subject === 'node' || subject === 'windows-exporter') return 0;
  if (origin === 'derived') return 2;
  return subject !== undefined && /^(?:process|kube|cadvisor|postgres|redis)/.test(subject) ? 1 : 3;
}

/** The measure as if it were asked alone, as a ratio. */
function shareOf(measure: Measure, ground: Ground): Expr | undefined {
  const understanding = understand(measure.title, 0);
  const binding = bind(groundQuestion(understanding, ground), measure, ground);
  const composed = compose({ ...binding, filters: [], groups: [] }, understanding, ground.snapshot);
  if (isUnreadable(composed)) return undefined;
  const ratio =
    composed.unit === 'percent' ? build.binary('/', operand(composed.expr), build.number(100)) : composed.expr;
  return withLabel(ratio, 'what', measure.title);
}
