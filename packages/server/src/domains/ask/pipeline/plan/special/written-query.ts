import { metricNames, parse } from '@locum/promql';
import type { Ground } from '../../ground/ground.ts';
import type { Gap } from '../gaps/gap.ts';
import type { SpecialForm } from './special-form.ts';

const WRITTEN_LIKE_QUERY =
  /^(?:sum|avg|min|max|count|topk|bottomk|quantile|stddev|group|rate|irate|increase|delta|deriv|histogram_quantile|predict_linear|absent|changes|resets|\w+_over_time|label_replace|round|ceil|floor|abs|clamp\w*|time)\s*(?:(?:by|without)\s*\([^)]*\)\s*)?\(/;
const INTRODUCTION = /^(?:run|query|execute|evaluate|promql)\b:?\s*/i;

/** A query typed where a question is expected runs as it is written; one with a slip is told what is wrong with it. */
export function writtenQuery(question: string, ground: Ground): SpecialForm | Gap | undefined {
  const text = question
    .trim()
    .replace(INTRODUCTION, '')
    .replace(/^`+|`+$/g, '')
    .trim();
  if (!/[({[]/.test(text)) return undefined;
  const parsed = parse(text);
  if (parsed.ok) {
    // A metric alone is read by its type, as when it is named in words.
    if (parsed.expr.type === 'VectorSelector') return undefined;
    const isKnown = metricNames(parsed.expr).some(
      (name) => ground.snapshot.metric(name) ?? ground.snapshot.families.get(name),
    );
    return isKnown || WRITTEN_LIKE_QUERY.test(text)
      ? { expr: parsed.expr, words: metricNames(parsed.expr).join(', ') || 'the query as written' }
      : undefined;
  }
  if (!WRITTEN_LIKE_QUERY.test(text)) return undefined;
  return {
    reason: 'cannot_compute',
    message: `This looks like PromQL and does not parse: ${parsed.error.message}. Correct it, or ask in plain words.`,
  };
}
