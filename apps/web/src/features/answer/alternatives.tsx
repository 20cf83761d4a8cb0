import type { Answer } from '@locum/contracts';
import { ArrowRight } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Promql } from '../query/promql.tsx';
import type { AskNext } from './answer-view.tsx';

interface AlternativesProps {
  answer: Answer;
  onToggle(): void;
  onAsk: AskNext;
}

/** The other ways to read the question, each one click away. */
export function Alternatives({ answer, onToggle, onAsk }: AlternativesProps) {
  const { alternatives, question } = answer;
  return (
    <Fold title={`Other readings (${alternatives.length})`} open onToggle={onToggle}>
      {answer.plan && <p className="mb-2 text-sm text-muted">Answered as: {answer.plan.reading}</p>}
      <ul className="flex flex-col gap-2">
        {alternatives.map((alternative) => (
          <li
            key={alternative.promql}
            className="flex flex-wrap items-start gap-x-4 gap-y-2 rounded-sm border border-line bg-surface p-3"
          >
            <div className="min-w-0 flex-1 basis-64">
              <p className="font-medium">{alternative.reading}</p>
              <p className="text-sm text-muted">{alternative.reason}</p>
              <Promql text={alternative.promql} className="mt-1.5 text-xs" />
            </div>
            <Button
              size="small"
              icon={<ArrowRight size={14} aria-hidden />}
              onClick={() => onAsk({ question, promql: alternative.promql, kind: alternative.kind })}
            >
              Answer this instead
            </Button>
          </li>
        ))}
      </ul>
    </Fold>
  );
}
