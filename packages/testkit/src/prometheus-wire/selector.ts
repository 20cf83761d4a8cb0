export type Labels = Readonly<Record<string, string>>;
export type Matcher = (labels: Labels) => boolean;

const MATCHER = /^\s*(?:"((?:[^"\\]|\\.)+)"|([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)")\s*(?:,|$)/;

/**
 * Reads one series selector (`name{label="value"}`, or `{"quoted.name"}` where `acceptsQuotedNames`); null when it is anything else.
 * Only what the wire fixtures need: no offsets, no ranges.
 */
export function readSelector(text: string, acceptsQuotedNames: boolean): Matcher | null {
  const parts = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)?\s*(?:\{(.*)\})?\s*$/s.exec(text);
  if (parts === null) return null;
  const [, name, body] = parts;
  const matchers: Matcher[] = name === undefined ? [] : [(labels) => labels.__name__ === name];
  let rest = body?.trim() ?? '';
  while (rest !== '') {
    const found = MATCHER.exec(rest);
    if (found === null || (found[1] !== undefined && !acceptsQuotedNames)) return null;
    matchers.push(buildMatcher(found));
    rest = rest.slice(found[0].length);
  }
  return matchers.length === 0 ? null : (labels) => matchers.every((matches) => matches(labels));
}

function buildMatcher([, quotedName, label = '', operator, text = '']: RegExpExecArray): Matcher {
  if (quotedName !== undefined) return (labels) => labels.__name__ === quotedName;
  const value = text.replace(/\\(.)/g, '$1');
  const pattern = operator === '=~' || operator === '!~' ? new RegExp(`^(?:${value})$`) : null;
  const isSame = (labels: Labels) =>
    pattern === null ? (labels[label] ?? '') === value : pattern.test(labels[label] ?? '');
  return operator === '=' || operator === '=~' ? isSame : (labels) => !isSame(labels);
}
