import type { Random } from './random.ts';

const TOKEN = /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[a-zA-Z_:][\w:]*|\d[\w.]*|==|!=|=~|!~|<=|>=|./gs;

const CHARACTERS = [...'abz019_:.,;()[]{}"\'`\\+-*/%^=!~<>@# \n\t$éß😀\u0000\ufffd'];

const WORDS = [
  ...['sum', 'avg', 'topk', 'count_values', 'quantile', 'by', 'without', 'on', 'ignoring', 'group_left', 'bool'],
  ...['group_right', 'offset', 'and', 'or', 'unless', 'atan2', 'start', 'end', 'SUM', 'Offset', 'inf', 'NaN', 'limitk'],
  ...['up', 'a:b', ':c', '_x', 'rate', 'info', 'time()', 'pi()', 'vector(1)', 'label_join', 'histogram_quantile'],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '@',
    '=',
    '==',
    '!=',
    '=~',
    '!~',
    '<',
    '>=',
    '+',
    '-',
    '*',
    '/',
    '%',
    '^',
  ],
  ...[
    '5m',
    '1h30m',
    '30s1h',
    '0s',
    '1.5h',
    '5',
    '1e3',
    '1e',
    '0x1F',
    '0x',
    '010',
    '08',
    '.5',
    '1.',
    '1_000',
    '5ms',
    '300y',
  ],
  ...[
    '"a"',
    "'b'",
    '`c`',
    '"\\n"',
    '"\\x4"',
    '"\\400"',
    '"\\ud800"',
    '"\\d"',
    '"(a"',
    '"a**"',
    '".*"',
    '""',
    '"[[:alpha:]]"',
  ],
  ...['[5m]', '[5m:]', '[5m:1m]', '[ 5m : ]', '[5m:0s]', '[5]', '@ 10', '@ -1.5', '@ start()', '@ inf', 'offset -5m'],
  ...['{}', '{a="b"}', '{a=~".*"}', '{a!=""}', '{,}', '{a="b",}', 'by (a)', 'by (a,)', 'by ()', 'on()', 'on (a, by)'],
  ...['group_left(b)', '# note', '# note\n', 'limit_ratio', 'smoothed', '=~"a|b"', '1 ==bool 2', '-', '+'],
];

const FUNCTIONS = [
  ...['rate', 'irate', 'increase', 'delta', 'abs', 'absent', 'ceil', 'clamp', 'clamp_max', 'changes', 'day_of_year'],
  ...[
    'deriv',
    'holt_winters',
    'histogram_quantile',
    'histogram_fraction',
    'label_replace',
    'label_join',
    'predict_linear',
  ],
  ...[
    'quantile_over_time',
    'round',
    'scalar',
    'sgn',
    'sort',
    'time',
    'timestamp',
    'vector',
    'year',
    'pi',
    'last_over_time',
  ],
  ...[
    'mad_over_time',
    'sort_by_label',
    'info',
    'histogram_avg',
    'histogram_sum',
    'first_over_time',
    'hour',
    'Rate',
    'ln',
  ],
];

const REGEXES = [
  ...[
    'a|b',
    '(a',
    'a)',
    'a**',
    'a{2,1}',
    'a{1001}',
    'a{2}{3}',
    '(a{100}){11}',
    '[z-a]',
    '[[:foo:]]',
    '[a',
    '\\\\d+',
    '\\\\p{L}',
  ],
  ...[
    '\\\\p{Foo}',
    '(?i)x',
    '(?P<n>x)',
    '(?<n>x)',
    '(?P<n>x)(?P<n>y)',
    '(?=x)',
    '(?!x)',
    '\\\\1',
    '\\\\Qa.b\\\\E',
    '\\\\z',
    '\\\\Z',
  ],
  ...[
    '.*',
    '.+',
    '',
    '^$',
    '|',
    '()',
    '(|a)',
    '*',
    '+a',
    'x*?',
    'x*+',
    '[]a]',
    '[^]a]',
    '\\\\x{41}',
    '\\\\x4',
    '(?i',
    '(?z)x',
    'a{,2}',
  ],
];

/** A text made from a real expression by one to three changes; which ones depends only on `random`. */
export function mutate(expression: string, random: Random): string {
  let text = expression;
  const rounds = 1 + (random.chance(0.3) ? 1 + random.below(2) : 0);
  for (let round = 0; round < rounds; round += 1) {
    text = random.chance(0.35) ? mutateCharacters(text, random) : mutateTokens(text, random);
  }
  return text;
}

function mutateCharacters(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const char = random.pick(CHARACTERS);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + char + text.slice(at);
    case 2:
      return text.slice(0, at) + char + text.slice(at + 1);
    case 3:
      return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
    case 4:
      return text.slice(0, at);
    default:
      return text.slice(0, at) + text.slice(at, at + random.below(12)) + text.slice(at);
  }
}

function mutateTokens(text: string, random: Random): string {
  const tokens = text.match(TOKEN) ?? [text];
  const at = random.below(tokens.length);
  switch (random.below(9)) {
    case 0:
      tokens.splice(at, 1);
      break;
    case 1:
      tokens.splice(at, 0, random.pick(WORDS), ' ');
      break;
    case 2:
      tokens[at] = random.pick(WORDS);
      break;
    case 3:
      tokens.splice(at, 0, tokens[at] ?? '');
      break;
    case 4: {
      const other = random.below(tokens.length);
      [tokens[at], tokens[other]] = [tokens[other] ?? '', tokens[at] ?? ''];
      break;
    }
    case 5:
      return mutateFunction(tokens, random);
    case 6:
      return mutateString(tokens, random);
    case 7:
      return wrap(text, random);
    default:
      return `${text} ${random.pick(WORDS)}${random.chance(0.5) ? '' : ` ${random.pick(WORDS)}`}`;
  }
  return tokens.join('');
}

function mutateFunction(tokens: string[], random: Random): string {
  const calls = tokens.flatMap((token, index) =>
    /^[a-z]\w*$/.test(token) && tokens[index + 1] === '(' ? [index] : [],
  );
  if (calls.length > 0) tokens[random.pick(calls)] = random.pick(FUNCTIONS);
  return tokens.join('');
}

function mutateString(tokens: string[], random: Random): string {
  const strings = tokens.flatMap((token, index) => (token.startsWith('"') ? [index] : []));
  if (strings.length > 0) {
    const at = random.pick(strings);
    tokens[at] = `"${random.pick(REGEXES)}"`;
    if (tokens[at - 1] === '=' && random.chance(0.8)) tokens[at - 1] = '=~';
  }
  return tokens.join('');
}

function wrap(text: string, random: Random): string {
  const name = random.pick(FUNCTIONS);
  switch (random.below(7)) {
    case 0:
      return `${name}(${text})`;
    case 1:
      return `${name}(${text}, ${random.pick(WORDS)})`;
    case 2:
      return `(${text})${random.pick(['[5m]', '[5m:]', ' offset 5m', ' @ 1', ' @ end()', '[1h:5m] offset 1d'])}`;
    case 3:
      return `-(${text}) ${random.pick(['^', '*', '== bool', '>', 'and', 'atan2'])} ${random.pick(['2', '-2', 'up', '"x"'])}`;
    case 4:
      return `${random.pick(['sum', 'topk', 'quantile', 'count_values', 'group', 'stddev'])} by (job) (${text})`;
    case 5:
      return `${random.pick(['topk(3, ', 'quantile(0.9, ', 'count_values("v", ', 'topk("a", ', 'sum(1, '])}${text})`;
    default:
      return `${text} ${random.pick(['+', '/', 'or', '>= bool', 'unless'])} ${random.pick(['on(a)', 'ignoring(b)', 'on(a) group_left(a)', 'on(a) group_right', 'bool'])} ${text}`;
  }
}
