import { anyOf } from './pattern.ts';

/** Superlatives that name the upper end of a measure; "fastest growing" before "fastest" of the other list. */
const HIGH = [
  ...['most', 'highest', 'biggest', 'largest', 'greatest', 'heaviest', 'worst', 'slowest', 'busiest', 'longest'],
  ...['hottest', 'fullest', 'deepest', 'noisiest', 'chattiest', 'hungriest', 'laggiest', 'fastest growing', 'oldest'],
  ...['closest', 'nearest', 'maximum', 'max'],
];
const LOW = [
  ...['least', 'lowest', 'smallest', 'fewest', 'fastest', 'best', 'shortest', 'emptiest', 'quietest', 'minimum'],
  ...['youngest', 'newest'],
];

/** Sources of patterns without capture groups. */
export const SUPERLATIVE_HIGH = anyOf(HIGH);
export const SUPERLATIVE_LOW = anyOf(LOW);
export const SUPERLATIVE = anyOf([...HIGH, ...LOW]);
/** Those that stand before the noun they describe: "the longest wait", but not "the most used" or "the max". */
export const SUPERLATIVE_ADJECTIVE = anyOf([...HIGH, ...LOW].filter((word) => !/^(?:max|min|most$|least$)/.test(word)));
