import { print } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import type { Ground } from '../ground/ground.ts';
import { questionTokens } from '../ground/question-words.ts';
import type { Understanding } from '../understand/understand.ts';
import { compose } from './compose.ts';
import type { Composed } from './composed.ts';
import { isUnreadable } from './reading.ts';

/** What the question may have meant as well. */
export interface Alternative {
  readonly promql: string;
  readonly reading: string;
  /** Why it is offered. */
  readonly reason: string;
  readonly kind: 'instant' | 'range';
}

/** Below this score a measure answers nothing. */
export const MIN_SCORE = 0.5;
/** How far behind the best another measure may be. */
const ALTERNATIVE_MARGIN = 0.12;
const MOST_COMPOSED = 4;
const MOST_SHOWN = 5;

/** Other readings of the same measure, then other measures that fit nearly as well. */
export function findAlternatives(
  composed: Composed,
  binding: Binding,
  bindings: readonly Binding[],
  understanding: Understanding,
  ground: Ground,
): Alternative[] {
  const sameMeasure = composed.others.map((other) => ({
    promql: print(other.expr),
    reading: other.words,
    reason: 'another way to read the same measure',
    kind: composed.kind,
  }));
  const otherMeasures = bindings
    .filter(
      (other) => other !== binding && other.score > binding.score - ALTERNATIVE_MARGIN && other.score >= MIN_SCORE,
    )
    .slice(0, MOST_COMPOSED)
    .flatMap((other) => {
      const alternative = compose(other, understanding, ground.snapshot);
      if (isUnreadable(alternative)) return [];
      const { expr, words, kind } = alternative;
      return [{ promql: print(expr), reading: words, reason: reasonOf(other, understanding, ground), kind }];
    });
  const seen = new Set([print(composed.expr)]);
  return [...sameMeasure, ...otherMeasures]
    .filter(({ promql }) => !seen.has(promql) && seen.add(promql))
    .slice(0, MOST_SHOWN);
}

/** In the person's own words: a phrase is kept as stems, which nobody says. */
function reasonOf({ phrase }: Binding, understanding: Understanding, ground: Ground): string {
  const said = questionTokens(understanding.words, understanding, ground)
    .filter(({ stem, start }) => start >= 0 && phrase.includes(stem))
    .map(({ text }) => text);
  return said.length === 0 ? 'fits nearly as well' : `also matches "${[...new Set(said)].join(' ')}"`;
}
