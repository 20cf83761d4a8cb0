import { anyOf } from './pattern.ts';

/** Words before a question that are no part of it. */
const FILLER = anyOf([
  ...[
    'so',
    'ok',
    'okay',
    'and',
    'but',
    'also',
    'please',
    'pls',
    'plz',
    'hey',
    'hi',
    'hello',
    'just',
    'now',
    'then',
    'ugh',
  ],
  ...['omg', 'hmm', 'well', 'quick question', 'can you', 'could you', 'would you', 'will you', 'i want to know'],
  ...['i need(?: to know)?', 'i would like to know', "i'd like to know", 'i want', 'we need', 'tell me', 'let me know'],
  ...[
    'do you know',
    'any idea',
    'wondering',
    'curious',
    'help me',
    'remind me',
    'in short',
    'basically',
    'team',
    'folks',
  ],
]);
/** Words by which a question or an order begins. */
const ASKING = anyOf([
  ...['which', 'what', "what's", 'whats', 'wich', 'how', 'who', 'whose', 'where', 'when', 'since when', 'at what'],
  ...[
    'by how',
    'in which',
    'in how',
    'on which',
    'for which',
    'of which',
    'is',
    'are',
    'was',
    'were',
    'do',
    'does',
    'did',
  ],
  ...[
    'has',
    'have',
    'had',
    'can',
    'will',
    'would',
    'any',
    'anything(?! that)',
    'anyone(?! that)',
    'isnt',
    'arent',
    'doesnt',
  ],
  ...['show', 'give', 'list', 'count', 'plot', 'graph', 'chart', 'draw', 'display', 'find', 'get', 'name', 'compare'],
  ...[
    'rank',
    'sort',
    'break',
    'split',
    'compute',
    'calculate',
    'predict',
    'forecast',
    'extrapolate',
    'estimate',
    'check',
  ],
  ...['top', 'bottom', 'the top', 'number of', 'the number of', 'percentage of', 'percent of', 'share of', 'average'],
  ...[
    'age of',
    'size of',
    'uptime of',
    'availability of',
    'amount of',
    'time (?:since|until|to)',
    'days (?:until|left|since)',
  ],
  ...['p\\d\\d', 'median', 'total', 'mean', 'rate of', 'fraction of', 'portion of', 'proportion of', 'ratio of'],
]);
const ASKS = new RegExp(`^(?:\\W*${FILLER}\\b)*\\W*${ASKING}\\b`);

/** Whether a sentence asks, by the way it begins. */
export function startsAsking(sentence: string): boolean {
  return ASKS.test(sentence);
}
