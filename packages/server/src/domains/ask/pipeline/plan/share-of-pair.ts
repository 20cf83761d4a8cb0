import { build } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import type { Ground } from '../ground/ground.ts';
import { isOutcomeLabel } from '../ground/outcome-labels.ts';
import { SHARE_WORD } from '../understand/share-words.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import type { Composed } from './composed.ts';
import { operand } from './conditions.ts';
import { convertUnit } from './convert.ts';
import { wantsFraction } from './counting.ts';
import { type Grouping, NATURAL } from './lift.ts';
import { readSide } from './read-side.ts';

/** "share of searches that come back with nothing": the whole, then what is told of its part. */
const SHARE_OF = new RegExp(
  `(?:\\b(?:${SHARE_WORD}|part)|%) of (?:all )?(?:the |our |its )?(?!time\\b)(.+?) (?:that|which|who|with|without|whose|ha(?:s|ve|d)|are|is|were|was|gets?|got|comes?|came|ends?|ended|returns?|returned|turn(?:s|ed)?|goes|go|went|find|finds|found|yield(?:s|ed)?|(?:com|return|end|turn|find|yield|gett|giv)ing)\\b`,
);
/** "empty-handed share of searches". */
const SORT_OF_SHARE = new RegExp(
  `(?<=[a-z]-?[a-z]+ )(?<!\\b(?:in|as|an|the|what|which) )${SHARE_WORD} of (?:all )?(?:the |our )?([a-z][\\w -]*?)(?=\\s*[,?.]|\\s*$| (?:per|by|in|over|for)\\b)`,
);
/** "how often do searches return nothing". */
const HOW_OFTEN = /\bhow often (?:do|does|did|are|is) (?:the |our )?(\w+)\b/;
/** "searches that return nothing, as a share per index". */
const SHARE_AFTER = new RegExp(
  `^(?:how many |the )?(?:of )?([a-z]+(?: [a-z]+){0,2}?) (?:that |which |who )?(?:com(?:e|ing)|return(?:ing)?|end(?:ing)?|find(?:ing)?|yield(?:ing)?|giv(?:e|ing)|without|with)\\b.*[,?(] ?(?:as (?:an? )?|in |what )?(?:${SHARE_WORD}|%)`,
);
const LEAST_SCORE = 0.5;
const MOST_TRIED = 12;

/**
 * The share that one metric is of another, where each counts by itself: zero results of queries. Both must count the same way
 * and belong to one program, and the part must say more than the whole.
 */
export function composeShareOfPair(
  bindings: readonly Binding[],
  understanding: Understanding,
  ground: Ground,
  now: number,
): Composed | undefined {
  const { question } = understanding;
  const phrase = (SHARE_OF.exec(question) ??
    HOW_OFTEN.exec(question) ??
    SORT_OF_SHARE.exec(question) ??
    SHARE_AFTER.exec(question))?.[1];
  const [best] = bindings;
  if (phrase === undefined || !best || understanding.threshold) return undefined;
  if (!wantsFraction(understanding) || isShare(best)) return undefined;
  const wholes = findCandidates(understand(phrase, now), ground).bindings.slice(0, MOST_TRIED);
  const pairs = bindings
    .slice(0, MOST_TRIED)
    .flatMap((part) =>
      wholes
        .filter((whole) => isWholeOf(whole, part))
        .map((whole) => ({ part, whole: { ...whole, groups: part.groups } })),
    );
  const [pair] = pairs.sort((a, b) => b.part.score + b.whole.score - a.part.score - a.whole.score);
  const part = pair && readSide(pair.part, groupingOf(pair.part), understanding, ground);
  const whole = pair && readSide(pair.whole, groupingOf(pair.whole), understanding, ground);
  if (!pair || !part || !whole) return undefined;
  const ratio = build.binary('/', part.expr, operand(whole.expr));
  const isRest = isNegated(pair.part, question, ground);
  const expr = isRest ? build.binary('-', build.number(1), ratio) : ratio;
  const share = convertUnit({ expr, unit: 'ratio' }, understanding);
  return {
    ...share,
    kind: 'instant',
    words: `${isRest ? 'all but ' : ''}${pair.part.measure.title} as a share of ${pair.whole.measure.title}`,
    others: [],
  };
}

const NOT = /\b(?:never|not|dont|doesnt|didnt|wont|isnt|arent|cannot|cant) (?:ever |yet |been |being )?([a-z]+)\b/g;

/** "keys that never expire" are all but those that do. */
function isNegated(part: Binding, question: string, ground: Ground): boolean {
  return [...question.matchAll(NOT)].some(([, word = '']) =>
    ground.vocabulary.stems(word).some((stem) => part.phrase.includes(stem)),
  );
}

/** Such a measure or reading is a share by itself. */
function isShare({ measure, outcome, filters }: Binding): boolean {
  // A second per second is a share of time.
  const isRatio = ['ratio', 'percent', 'seconds'].includes(measure.unit);
  return isRatio || outcome !== undefined || filters.some(({ label }) => isOutcomeLabel(label));
}

function isWholeOf(whole: Binding, part: Binding): boolean {
  const [a, b] = [part.measure, whole.measure];
  const [partName, wholeName] = [a.metrics[0] ?? '', b.metrics[0] ?? ''];
  const saysMore = part.phrase.some((stem) => !whole.phrase.includes(stem));
  return (
    a.metrics.length === 1 &&
    b.metrics.length === 1 &&
    partName !== wholeName &&
    partName.split('_')[0] === wholeName.split('_')[0] &&
    (a.kind === 'counter' || a.kind === 'gauge') &&
    a.kind === b.kind &&
    a.unit === b.unit &&
    a.combine === 'sum' &&
    saysMore &&
    Math.min(part.score, whole.score) >= LEAST_SCORE &&
    part.groups.every((label) => b.labels.has(label)) &&
    whole.unboundMentions.length === 0
  );
}

/** Both sides by the groups asked; gauges without groups series by series. */
function groupingOf({ measure, groups }: Binding): Grouping {
  return measure.kind === 'gauge' && groups.length === 0 ? NATURAL : { kind: 'by', labels: groups };
}
