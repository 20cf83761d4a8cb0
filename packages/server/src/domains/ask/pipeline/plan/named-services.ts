import { print } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import type { Ground } from '../ground/ground.ts';
import { namesItself } from '../ground/label-order.ts';
import type { Mention } from '../ground/mentions.ts';
import type { Question } from '../ground/question.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import { addsUp, COMMON_LABEL, type Families, meaningOf } from './across-families.ts';
import { MIN_SCORE } from './alternatives.ts';
import { findGap } from './gaps/find-gap.ts';

/** Services named together that record the same thing under different metrics. */
export interface NamedServices extends Families {
  /** The question as it is asked of one of them. */
  readonly understanding: Understanding;
  /** Those of which nothing like it is recorded. */
  readonly missing: readonly string[];
  readonly covered: readonly string[];
  /** Why they are not added up, where that is asked. */
  readonly cannotAdd?: string;
}

const LISTED =
  /^\s*(?:,|,?\s*(?:and|&|or|vs\.?|versus|against|with|(?:compared|relative) (?:to|with)))\s*(?:the |that of |of |for |in )*$/;
/** Each is planned by itself, which takes its time. */
const MOST_NAMED = 8;
/** What stands between two services is what one asks of the other. */
const BETWEEN = /\bbetween\b/;
const TOTAL = /\b(?:total|sum of|summed(?: up)?|(?:all )?together|combined|added up|in total)\b/g;
const COMPARE = /^\W*(?:please )?compare (?:the )?|\bcompared? /;

/**
 * "error rate of cart and search" is asked of each of them alone, and put together by the label that all have. Nothing when one
 * measure has them all, or when they do not tell the same thing.
 */
export function namedServices(question: Question, ground: Ground, now: number): NamedServices | undefined {
  const { understanding } = question;
  const named = listedServices(question);
  const [first] = named;
  const last = named.at(-1);
  if (!first || !last || named.length < 2 || named.length > MOST_NAMED || BETWEEN.test(understanding.question))
    return undefined;
  const text = understanding.question;
  const isTotal = understanding.shape.overall || understanding.shape.aggregators.includes('sum');
  const asked = named.map((mention) => {
    const one = `${text.slice(0, first.start)}${mention.text}${text.slice(last.end)}`;
    // "compare … with yesterday" compares each with itself.
    const alone = understanding.time.comparison ? one : one.replace(COMPARE, '');
    return { name: mention.text, ...askedOf(isTotal ? alone.replace(TOTAL, '') : alone, ground, now) };
  });
  const one = asked.find(({ binding }) => binding !== undefined);
  const best = one?.binding;
  if (!one || !best) return undefined;
  const isAlike = ({ binding }: (typeof asked)[number]) => binding !== undefined && isSame(binding, best);
  const [, ...others] = asked.filter(isAlike).flatMap(({ binding }) => binding ?? []);
  if (others.every(({ measure }) => measure === best.measure)) return undefined;
  const nameOf = ({ name }: (typeof asked)[number]) => name;
  return {
    best: ofProgram(best),
    others: others.map(ofProgram),
    understanding: one.understanding,
    covered: asked.filter(isAlike).map(nameOf),
    missing: asked.filter((each) => !isAlike(each)).map(nameOf),
    ...(isTotal && addsUp(best, understanding) && { isTotal }),
    ...(isTotal &&
      !addsUp(best, understanding) && {
        cannotAdd: `The services record their ${meaningOf(best.measure)} under different metrics, and it does not add up: ask for each of them.`,
      }),
  };
}

/** Names of services with nothing between them but what makes a list; nothing where they are left out. */
function listedServices({ mentions, understanding }: Question): readonly Mention[] {
  const services = mentions.filter(
    ({ service, places, start }) => start >= 0 && (service ?? places.some((place) => namesItself(place.label))),
  );
  if (services.some(({ text }) => understanding.negatedWords.includes(text))) return [];
  const isListed = services.every((mention, index) => {
    const next = services[index + 1];
    return next === undefined || LISTED.test(understanding.question.slice(mention.end, next.start));
  });
  return isListed ? services : [];
}

function askedOf(text: string, ground: Ground, now: number) {
  const understanding = understand(text, now);
  const { question, bindings } = findCandidates(understanding, ground);
  const best = describedTwin(bindings);
  const fits = best !== undefined && best.score >= MIN_SCORE && !findGap(best, question, ground);
  return { understanding, ...(fits && { binding: best }) };
}

/** How far behind a bare family may be the same metric as it was described. */
const TWIN_MARGIN = 0.15;

/** The best; of a family as it is, the measure that says what it tells. */
function describedTwin(bindings: readonly Binding[]): Binding | undefined {
  const [best] = bindings;
  if (best?.measure.origin !== 'family') return best;
  const expr = print(best.measure.expr);
  const twin = bindings.find(
    ({ measure, score }) =>
      measure.origin !== 'family' && score > best.score - TWIN_MARGIN && print(measure.expr) === expr,
  );
  return twin ?? best;
}

/** The same thing in the same unit, of which each program has its own series. */
function isSame({ measure, filters }: Binding, best: Binding): boolean {
  return (
    meaningOf(measure) === meaningOf(best.measure) &&
    measure.unit === best.measure.unit &&
    measure.labels.has(COMMON_LABEL) &&
    filters.length > 0
  );
}

function ofProgram(binding: Binding): Binding {
  return { ...binding, groups: [...new Set([COMMON_LABEL, ...binding.groups])] };
}
