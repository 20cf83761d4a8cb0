import type { Answer } from '@locum/contracts';
import { Clock, RotateCw } from 'lucide-react';
import { formatDuration } from '../../format/units.ts';
import { Button } from '../../ui/button.tsx';
import type { AskNext } from './answer-view.tsx';

/** Says that the source was down and how old the figures are; and what the source warned of. */
export function StaleNotice({ answer, onAsk }: { answer: Answer; onAsk: AskNext }) {
  const staleSeconds = answer.evidence.reduce((oldest, evidence) => Math.max(oldest, evidence.staleSeconds ?? 0), 0);
  const warnings = [...new Set(answer.evidence.flatMap((evidence) => evidence.warnings))];
  if (staleSeconds === 0 && warnings.length === 0) return null;
  return (
    <div className="mt-4 flex flex-col gap-1.5 rounded-sm bg-amber-soft px-3 py-2 text-sm">
      {staleSeconds > 0 && (
        <p className="flex flex-wrap items-center gap-2">
          <Clock size={15} aria-hidden className="shrink-0 text-amber" />
          <span className="flex-1">
            {answer.source?.name ?? 'The source'} does not answer. These values are {formatDuration(staleSeconds)} old.
          </span>
          <Button
            size="small"
            icon={<RotateCw size={13} aria-hidden />}
            onClick={() =>
              onAsk({
                question: answer.question,
                ...(answer.plan ? { promql: answer.plan.promql, kind: answer.plan.kind } : {}),
              })
            }
          >
            Try again
          </Button>
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning}>
          <span className="font-medium text-amber">The source warns: </span>
          {warning}
        </p>
      ))}
    </div>
  );
}
