import type { Answer, AskBody } from '@locum/contracts';
import { Link2, Pencil, RotateCw } from 'lucide-react';
import { Button, IconButton } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy.ts';
import { FailureState } from '../../ui/state.tsx';
import { AnswerSkeleton } from '../answer/answer-skeleton.tsx';
import { AnswerView } from '../answer/answer-view.tsx';
import { StageLine, StageList } from '../answer/stages.tsx';
import { setDraft } from './ask-preferences.ts';
import { focusQuestionBox } from './question-focus.ts';
import { ask, retry, stop, type Turn } from './thread.ts';

interface TurnViewProps {
  turn: Turn;
  isLast: boolean;
  onAsked(asked: Promise<Answer | null>): void;
}

/** One question and what became of it. The room of the answer is kept from the start, so that nothing below it moves. */
export function TurnView({ turn, isLast, onAsked }: TurnViewProps) {
  const { answer, state } = turn;
  const id = answer?.id;
  return (
    <li
      id={turn.key}
      className={`border-b border-line pt-6 pb-6 last:border-b-0 ${isLast ? 'min-h-[min(680px,calc(100dvh-240px))]' : ''}`}
    >
      <article aria-label={turn.body.question} aria-busy={state === 'running'}>
        <header className="flex items-start gap-2">
          <h2 className="min-w-0 flex-1 text-md font-medium text-muted">{turn.body.question}</h2>
          <div className="flex">
            {id && (
              <IconButton
                label="Copy the link to this answer"
                onClick={() => copyText(`${location.origin}/ask/${id}`, 'Link copied')}
              >
                <Link2 size={15} aria-hidden />
              </IconButton>
            )}
            <IconButton label="Edit the question" onClick={() => editQuestion(turn.body.question)}>
              <Pencil size={14} aria-hidden />
            </IconButton>
            {state === 'done' && (
              <IconButton label="Ask again" onClick={() => onAsked(ask(turn.body))}>
                <RotateCw size={14} aria-hidden />
              </IconButton>
            )}
          </div>
        </header>
        {state === 'running' && <Running turn={turn} />}
        {state === 'failed' && (
          <div className="mt-4">
            <FailureState
              failure={turn.failure}
              title="The question could not be answered"
              onRetry={() => onAsked(retry(turn))}
            />
          </div>
        )}
        {state === 'stopped' && (
          <div className="mt-4 flex items-center gap-3 text-muted">
            Stopped before the answer came.
            <Button size="small" onClick={() => onAsked(retry(turn))}>
              Ask again
            </Button>
          </div>
        )}
        {answer && (
          <AnswerView
            answer={answer}
            correctionOf={turn.correctionOf}
            onAsk={(body, correctionOf) => onAsked(ask(withContext(body, answer), correctionOf))}
          />
        )}
      </article>
    </li>
  );
}

function Running({ turn }: { turn: Turn }) {
  return (
    <>
      <StageLine steps={turn.steps} isRunning onStop={() => stop(turn.key)} />
      <AnswerSkeleton>
        <StageList steps={turn.steps} isRunning />
      </AnswerSkeleton>
    </>
  );
}

/** What follows from an answer goes to its source and remembers where it came from. */
function withContext(body: AskBody, answer: Answer): AskBody {
  return { ...(answer.source ? { sourceId: answer.source.id } : {}), previousQuestionId: answer.id, ...body };
}

function editQuestion(question: string): void {
  setDraft('follow-up', question);
  focusQuestionBox();
}
