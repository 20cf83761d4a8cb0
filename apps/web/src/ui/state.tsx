import { CircleAlert, Copy, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { describeFailure } from '../failure.ts';
import { Button } from './button.tsx';
import { copyText } from './copy.ts';

interface StateProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** An empty view: what it is for, and the one action that fills it. */
export function EmptyState({ icon, title, children, action }: StateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-16 text-center">
      <span className="mb-4 flex size-11 items-center justify-center rounded-md border border-line bg-surface text-muted">
        {icon}
      </span>
      <h2 className="text-md font-semibold">{title}</h2>
      {children && <div className="mt-1.5 text-muted">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

interface FailureProps {
  failure: unknown;
  title?: string;
  onRetry?: (() => void) | undefined;
  children?: ReactNode;
}

/** What happened, what to do, a button that does it, and the request id to copy. */
export function FailureState({ failure, title, onRetry, children }: FailureProps) {
  const { message, hint, requestId } = describeFailure(failure);
  return (
    <div role="alert" className="flex gap-3 rounded-md border border-line bg-surface px-4 py-3.5">
      <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-red" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        <p className={title ? 'text-muted' : ''}>
          <Words text={message} />
        </p>
        {hint && <p className="mt-1 font-mono text-sm break-words whitespace-pre-wrap text-muted">{hint}</p>}
        <div className="mt-3 flex flex-wrap items-center gap-2">
          {onRetry && (
            <Button size="small" onClick={onRetry} icon={<RotateCw size={14} aria-hidden />}>
              Try again
            </Button>
          )}
          {children}
          {requestId && (
            <Button
              size="small"
              look="quiet"
              onClick={() => copyText(requestId, 'Request id copied')}
              icon={<Copy size={13} aria-hidden />}
            >
              <span className="font-mono text-xs">{requestId}</span>
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

/** A sentence of the error table, whose `backquoted` words are commands. */
function Words({ text }: { text: string }) {
  let offset = 0;
  return text.split('`').map((piece, index) => {
    const key = offset;
    offset += piece.length + 1;
    return index % 2 === 0 ? (
      <span key={key}>{piece}</span>
    ) : (
      <code key={key} className="font-mono text-text">
        {piece}
      </code>
    );
  });
}
