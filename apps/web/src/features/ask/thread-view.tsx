import type { Answer } from '@locum/contracts';
import { Link } from '@tanstack/react-router';
import { History, Plus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ChartGroup } from '../chart/chart-group.tsx';
import { QuestionBox } from './question-box.tsx';
import { ask, type Turn } from './thread.ts';
import { TurnView } from './turn-view.tsx';

interface ThreadViewProps {
  turns: Turn[];
  answerId: string | null;
  onAsked(asked: Promise<Answer | null>): void;
}

const linkLook =
  'inline-flex h-8 items-center gap-1.5 rounded-sm px-2.5 text-sm text-muted hover:bg-hover hover:text-text';

/** A thread: its questions with their answers, newest last, and the box for the next one, which never moves. */
export function ThreadView({ turns, answerId, onAsked }: ThreadViewProps) {
  const last = turns.at(-1);
  const previousQuestionId = turns.findLast((turn) => turn.answer)?.answer?.id;
  const scroller = useScrollToTurn(turns, answerId);
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center justify-end gap-1 border-b border-line px-3 py-1.5">
        <h1 className="mr-auto min-w-0 truncate px-1 text-base font-semibold">Ask</h1>
        <Link to="/history" className={linkLook} aria-label="History">
          <History size={15} aria-hidden /> <span className="hidden sm:inline">History</span>
        </Link>
        <Link to="/" className={linkLook} aria-label="New question">
          <Plus size={15} aria-hidden /> <span className="hidden sm:inline">New question</span>
        </Link>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto scroll-smooth">
        <ChartGroup name="thread">
          <ol className="mx-auto flex w-full max-w-[920px] flex-col px-4 pb-6 sm:px-6">
            {turns.map((turn) => (
              <TurnView key={turn.key} turn={turn} isLast={turn === last} onAsked={onAsked} />
            ))}
          </ol>
        </ChartGroup>
      </div>
      <div className="border-t border-line bg-bg">
        <div className="mx-auto w-full max-w-[920px] px-4 py-3 sm:px-6">
          <QuestionBox
            draft="follow-up"
            placeholder="Ask a follow-up"
            onAsk={(body) => onAsked(ask({ ...body, ...(previousQuestionId ? { previousQuestionId } : {}) }))}
          />
        </div>
      </div>
    </div>
  );
}

/** Brings a new turn, or the one that the address names, to the top of the view. */
function useScrollToTurn(turns: Turn[], answerId: string | null) {
  const scroller = useRef<HTMLDivElement>(null);
  const lastKey = turns.at(-1)?.key;
  const named = turns.find((turn) => turn.answer?.id === answerId)?.key;
  useEffect(() => {
    const target = named ?? lastKey;
    const element = target ? document.getElementById(target) : null;
    if (element && scroller.current) scroller.current.scrollTop = element.offsetTop - scroller.current.offsetTop;
  }, [lastKey, named]);
  return scroller;
}
