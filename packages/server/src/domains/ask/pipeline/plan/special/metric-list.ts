import { build } from '@locum/promql';
import type { Ground } from '../../ground/ground.ts';
import { foldValue } from '../../ground/values.ts';
import { inOrder } from '../../understand/pattern.ts';
import type { Understanding } from '../../understand/understand.ts';
import { SERIES } from './cardinality.ts';
import type { SpecialForm } from './special-form.ts';

const LISTING = /\b(?:what|which|list|show|any|all)\b/;
const METRICS = /\bmetrics\b/;
const HAVING =
  /\b(?:have|has|exist\w*|available|expos\w*|about|for|of|from|there|do|does|offer|emit\w*|report\w*|publish\w*)\b/;
const FORM_STEM = /^(?:metric|expos|avail|free|offer|emit|report|publish|exist)/;

function asksForMetrics(question: string): boolean {
  if (/\b(?:gap|gone|still|missing|stopped)\b/.test(question)) return false;
  if (SERIES.test(question) || /\bhow many\b|\bnumber of\b|\bpending\b/.test(question)) return false;
  return inOrder(question, LISTING, METRICS, HAVING) || /\bmetrics (?:about|for|of|from)\b/.test(question);
}

/** "what metrics do you have about kafka": the names that carry the word, or that the service exposes. */
export function metricList({ question }: Understanding, ground: Ground): SpecialForm | undefined {
  if (!asksForMetrics(question)) return undefined;
  const words = ground.vocabulary.tokens(question).filter((token) => !token.generic && !FORM_STEM.test(token.stem));
  const service = words
    .map((token) => ground.snapshot.services.find((each) => foldValue(each.name) === foldValue(token.text)))
    .find((found) => found !== undefined);
  const [identity] = service?.identifiedBy ?? [];
  if (service && identity)
    return list(build.matcher(identity.label, '=', identity.value), `metrics that ${service.name} exposes`);
  const names = [...ground.snapshot.metricNames()].map((name) => name.toLowerCase());
  const word = words
    .map((token) => token.text.toLowerCase())
    .find((text) => /^[a-z0-9_]+$/.test(text) && names.some((name) => name.includes(text)));
  if (word === undefined) return undefined;
  return list(build.matcher('__name__', '=~', `.*${word}.*`), `metrics with "${word}" in their name`);
}

function list(matcher: ReturnType<typeof build.matcher>, words: string): SpecialForm {
  const expr = build.aggregate('group', build.selector(undefined, [matcher]), { kind: 'by', labels: ['__name__'] });
  return { expr, words };
}
