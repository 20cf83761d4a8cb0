export type TokenKind =
  | 'function'
  | 'keyword'
  | 'metric'
  | 'label'
  | 'string'
  | 'number'
  | 'operator'
  | 'comment'
  | 'plain';

export interface Token {
  kind: TokenKind;
  text: string;
  /** Where it begins in the query. */
  start: number;
}

const keywords = new Set(
  'by without on ignoring group_left group_right offset bool and or unless atan2 start end inf nan'.split(' '),
);
const grouping = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
const pattern =
  /(?<comment>#[^\n]*)|(?<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`[^`]*`?)|(?<number>(?:\d+(?:ms|[smhdwy]))+|0x[\da-f]+|\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|(?<word>[a-z_:][\w:]*)|(?<operator>[-+*/%^=!<>~@]+|[(){}[\],])|(?<plain>\s+|.)/giu;

/**
 * The words of a query for colouring. It never fails: what is not PromQL comes back as plain text, and the texts of the
 * tokens always join to the input. The parser proper is @locum/promql, too large to send for colours.
 */
export function promqlTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let inBraces = false;
  let inLabelList = false;
  for (const match of text.matchAll(pattern)) {
    const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0] ?? 'plain';
    const token = match[0];
    if (kind !== 'word') {
      if (token === '{') inBraces = true;
      if (token === '}') inBraces = false;
      if (token === ')') inLabelList = false;
      if (token === '(') inLabelList = grouping.has(lastWord(tokens));
      tokens.push({
        kind: kind as Exclude<TokenKind, 'function' | 'keyword' | 'metric' | 'label'>,
        text: token,
        start: match.index,
      });
      continue;
    }
    tokens.push({
      kind: wordKind(token, text.slice(match.index + token.length), inBraces || inLabelList),
      text: token,
      start: match.index,
    });
  }
  return tokens;
}

function wordKind(word: string, rest: string, isLabel: boolean): TokenKind {
  if (isLabel) return 'label';
  if (keywords.has(word.toLowerCase())) return 'keyword';
  // An aggregation may name its labels before its argument: sum by (job) (…).
  return /^\s*(\(|(by|without)\s*\()/i.test(rest) ? 'function' : 'metric';
}

function lastWord(tokens: Token[]): string {
  return tokens.findLast((token) => token.text.trim() !== '')?.text.toLowerCase() ?? '';
}
