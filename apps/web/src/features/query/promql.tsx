import { useMemo } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { promqlTokens, type TokenKind } from './tokens.ts';

const looks: Record<TokenKind, string> = {
  function: 'text-accent',
  keyword: 'text-faint italic',
  metric: 'font-medium text-text',
  label: 'text-muted',
  string: 'text-[var(--code-string)]',
  number: 'text-[var(--code-number)]',
  operator: 'text-muted',
  comment: 'text-faint italic',
  plain: '',
};

/** A query, coloured. Text from telemetry stays text. */
export function Promql({ text, className }: { text: string; className?: string }) {
  return (
    <pre className={classNames('font-mono break-words whitespace-pre-wrap', className)}>
      <code>
        <PromqlTokens text={text} />
      </code>
    </pre>
  );
}

export function PromqlTokens({ text }: { text: string }) {
  const tokens = useMemo(() => promqlTokens(text), [text]);
  return tokens.map((token) => (
    <span key={token.start} className={looks[token.kind]}>
      {token.text}
    </span>
  ));
}
