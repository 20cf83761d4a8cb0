import { anyOf } from './pattern.ts';

/** Two things that a question sets against each other, in its own words. */
export interface TwoSided {
  readonly op: '/' | '-' | '+' | '>' | '<';
  readonly left: string;
  readonly right: string;
}

/** Up to the end of the sentence, the parenthesis or the clause. */
const SIDE = '([^.?!;:()]+?)';
const REST = '([^.?!;:()]+)';
const DIVIDED = anyOf([
  ...['divided by', 'relative to', 'in relation to', 'in proportion to', 'against the'],
  'as (?:a |an |the )?(?:percent(?:age)?|%|share|fraction|proportion|part|ratio) of',
]);
const TOGETHER = anyOf(['(?:both |all )?together', 'combined', 'added up', 'summed(?: up)?', 'in total', 'in sum']);
const MORE = '(?:more|higher|greater|larger|bigger)';
const FEWER = '(?:fewer|less|lower|smaller)';

const COMPARED = '(?:often )?(?:by )?([^.?!;:()]*?)(?<= )';

const FORMS: readonly (readonly [TwoSided['op'], RegExp])[] = [
  ['/', new RegExp(`${SIDE},? ${DIVIDED} ${REST}`)],
  ['/', new RegExp(`${SIDE}, (?:in |as )?(?:an? )?(?:%|percent(?:age)?|share) of ${REST}`)],
  ['/', new RegExp(`\\bratio (?:of|between) ${SIDE} (?:to|and|over) ${REST}`)],
  ['-', new RegExp(`\\bdifference between ${SIDE} and ${REST}`)],
  ['-', new RegExp(`${SIDE},? minus ${REST}`)],
  ['+', new RegExp(`${SIDE} (?:plus|added to) ${REST}`)],
  ['+', new RegExp(`${SIDE} and ([^.?!;:(),]+?),? (?:\\(?)${TOGETHER}\\b`)],
  ['+', new RegExp(`\\b(?:sum|total) of ${SIDE} and ${REST}`)],
  ['>', new RegExp(`${SIDE} ${MORE} ${COMPARED}than (?:by )?${REST}`)],
  ['<', new RegExp(`${SIDE} ${FEWER} ${COMPARED}than (?:by )?${REST}`)],
];

/** What is compared with these is no second measure. */
const NO_SIDE =
  /^(?:the |what |is |was |their |its |our |an? )*(?:(?:old|new|older|newer|previous|current|stable|last|other)(?: [\w-]+)? (?:version|release|build)|usual\w*|normal\w*|typical\w*|before|ever|others?|average|mean|median|expected|desired|wanted|allowed|needed|planned|they|it|that|this|those|these|any|one|rest|limit|maximum|max|minimum|threshold|reasons?)\W*$/;

/** "lag divided by the rate of consumption", "tables with more sequential than index scans". `core`: the question proper. */
export function findTwoSided(core: string): TwoSided | undefined {
  for (const [op, pattern] of FORMS) {
    const match = pattern.exec(core);
    if (!match) continue;
    const sides = match.slice(1).map((side) => side.trim());
    const left = sides.slice(0, -1).join(' ');
    const right = sides.at(-1) ?? '';
    if (/[a-z]{3}/.test(left) && /^(?!\W*\d)\D*[a-z]{3}/.test(right) && !NO_SIDE.test(right))
      return { op, left, right };
  }
  return undefined;
}
