import type { HistoryEntry } from '@locum/contracts';
import { Link } from '@tanstack/react-router';
import {
  CircleCheck,
  CircleHelp,
  CircleSlash,
  CornerDownRight,
  PlugZap,
  ShieldAlert,
  ThumbsDown,
  ThumbsUp,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Moment } from '../../format/time.tsx';

const kinds = {
  answered: { icon: CircleCheck, tone: 'text-green', word: 'Answered' },
  no_data: { icon: CircleSlash, tone: 'text-blue', word: 'No data' },
  declined: { icon: CircleHelp, tone: 'text-amber', word: 'Not answered' },
  refused: { icon: ShieldAlert, tone: 'text-red', word: 'Refused' },
  failed: { icon: PlugZap, tone: 'text-red', word: 'Failed' },
} as const;

/** One past question with its answer in a line; `actions` stand at its end. */
export function HistoryRow({ entry, actions }: { entry: HistoryEntry; actions?: ReactNode }) {
  const { icon: Icon, tone, word } = kinds[entry.status];
  const verdict = entry.feedback?.verdict;
  return (
    <li className="flex items-center gap-2">
      <Link
        to="/ask/$id"
        params={{ id: entry.id }}
        className="-mx-2 flex min-w-0 flex-1 items-start gap-3 rounded-sm px-2 py-2.5 hover:bg-hover"
      >
        <Icon size={16} aria-label={word} className={`mt-[3px] shrink-0 ${tone}`} />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            {entry.previousQuestionId && (
              <CornerDownRight size={13} aria-label="Follow-up" className="shrink-0 text-faint" />
            )}
            <span className="truncate">{entry.question}</span>
          </span>
          <span className="figures block truncate text-sm text-muted">{entry.headline}</span>
        </span>
        <span className="flex shrink-0 items-center gap-2 text-xs text-faint">
          {verdict &&
            (verdict === 'wrong' ? (
              <ThumbsDown size={13} aria-label="Marked as wrong" />
            ) : (
              <ThumbsUp size={13} aria-label="Accepted" />
            ))}
          <Moment at={entry.askedAt} style="ago" />
        </span>
      </Link>
      {actions}
    </li>
  );
}
