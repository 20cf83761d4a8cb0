import { anyOf } from './pattern.ts';

/** Two things that a question sets against each other, in its own words. */
export interface TwoSided {
  readonly op: '/' | '-' | '+' | '>' | '<';
  readonly left: string;
  readonly right: string;
  /** "how many fewer a than b": the left is taken from the right. */
  readonly swapped?: true;
}

const DIVIDED = anyOf([
  ...['divided by', 'relative to', 'in relation to', 'in proportion to', 'against the'],
  'as (?:a |an |the )?(?:percent(?:age)?|%|share|fraction|proportion|part|ratio) of',
]);
const TOGETHER = anyOf(['(?:both |all )?together', 'combined', 'added up', 'summed(?: up)?', 'in total', 'in sum']);
const MORE = '(?:more|higher|greater|larger|bigger)';
const FEWER = '(?:fewer|less|lower|smaller)';

/** Ends of sentences, parentheses and clauses: a side reaches up to them. */
const BOUNDARY = /[.?!;:()]/;
const OPENED = new RegExp(`\\((?=${TOGETHER}\\b)`, 'g');
const ALL_TOGETHER = new RegExp(`,? ${TOGETHER}\\b`, 'g');
const THAN = /(?<![^ ])than (?:by )?(?=.)/;

/** Finds the sides, the right one last. Only cues are searched for, as they can be found in linear time. */
type Find = (core: string) => string[] | undefined;

const FORMS: readonly (readonly [TwoSided['op'], Find, swapped?: true])[] = [
  ['/', around(between(`,? ${DIVIDED}`))],
  ['/', around(between(', (?:in |as )?(?:an? )?(?:%|percent(?:age)?|share) of'))],
  ['/', behind(/\bratio (?:of|between) /, between(' (?:to|and|over)'))],
  ['-', behind(/\bdifference between /, between(' and'))],
  ['-', around(between(',? minus'))],
  ['+', around(between(' (?:plus|added to)'))],
  ['+', addedUp],
  ['+', behind(/\b(?:sum|total) of /, between(' and'))],
  ['-', around(new RegExp(`\\bhow (?:many|much) ${MORE} (?:often )?(?:by )?`), THAN)],
  ['-', around(new RegExp(`\\bhow (?:many|much) ${FEWER} (?:often )?(?:by )?`), THAN), true],
  ['>', around(new RegExp(`(?<=.) ${MORE} (?:often )?(?:by )?`), THAN)],
  ['<', around(new RegExp(`(?<=.) ${FEWER} (?:often )?(?:by )?`), THAN)],
];

/** A cue with something on both sides. */
function between(cue: string): RegExp {
  return new RegExp(`(?<=.)${cue} (?=.)`);
}

/** What stands around the cues, one behind the other, in the first clause that has them. */
function around(...cues: readonly RegExp[]): Find {
  return (core) => firstOf(core.split(BOUNDARY), (clause) => cut(clause, cues));
}

/** The same behind an opening. */
function behind(opening: RegExp, ...cues: readonly RegExp[]): Find {
  return (core) => firstOf(core.split(BOUNDARY), (clause) => cut(clause, [opening, ...cues])?.slice(1));
}

/** "a and b together", "a and b (in total)": no comma is within the right side. */
function addedUp(core: string): string[] | undefined {
  return firstOf(core.replace(OPENED, '').split(BOUNDARY), (clause) =>
    firstOf([...clause.matchAll(ALL_TOGETHER)], ({ index }) => {
      const from = Math.max(0, clause.lastIndexOf(',', index - 1));
      const sides = cut(clause.slice(from, index), [between(' and')]);
      return sides && [clause.slice(0, from) + sides[0], ...sides.slice(1)];
    }),
  );
}

function firstOf<T>(items: readonly T[], find: (item: T) => string[] | undefined): string[] | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

function cut(clause: string, cues: readonly RegExp[]): string[] | undefined {
  const parts: string[] = [];
  let rest = clause;
  for (const cue of cues) {
    const match = cue.exec(rest);
    if (!match) return undefined;
    parts.push(rest.slice(0, match.index));
    rest = rest.slice(match.index + match[0].length);
  }
  return [...parts, rest];
}

/** What is compared with these is no second measure. */
const NO_SIDE =
  /^(?:the |what |is |was |their |its |our |an? )*(?:(?:old|new|older|newer|previous|current|stable|last|other)(?: [\w-]+)? (?:version|release|build)|usual\w*|normal\w*|typical\w*|before|ever|others?|average|mean|median|expected|desired|wanted|allowed|needed|planned|they|it|that|this|those|these|any|one|rest|limit|maximum|max|minimum|threshold|reasons?)\W*$/;

/** "lag divided by the rate of consumption", "tables with more sequential than index scans". `core`: the question proper. */
export function findTwoSided(core: string): TwoSided | undefined {
  for (const [op, find, swapped] of FORMS) {
    const sides = find(core)?.map((side) => side.trim());
    if (!sides) continue;
    const left = sides.slice(0, -1).join(' ').trim();
    const right = sides.at(-1) ?? '';
    if (/[a-z]{3}/.test(left) && /^(?!\W*\d)\D*[a-z]{3}/.test(right) && !NO_SIDE.test(right))
      return { op, left, right, ...(swapped && { swapped }) };
  }
  return undefined;
}
