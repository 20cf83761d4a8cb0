import type { Answer } from '@locum/contracts';
import { Clock, RotateCw } from 'lucide-react';
import { formatDuration } from '../../format/units.ts';
import { Button } from '../../ui/button.tsx';
import type { AskNext } from './answer-view.tsx';

/** Above the sentence, which speaks of now: how old its figures are, when they are not from just now. */
export function AgeNotice({ answer, onAsk }: { answer: Answer; onAsk: AskNext }) {
  const age = ageOf(answer);
  if (age === null) return null;
  const words = `From ${formatDuration(age.seconds)} before this was asked`;
  return (
    <div
      className={`mt-3 flex flex-wrap items-center gap-2 text-sm ${age.isStale ? 'rounded-sm bg-amber-soft px-3 py-2' : 'text-muted'}`}
    >
      <Clock size={15} aria-hidden className={`shrink-0 ${age.isStale ? 'text-amber' : 'text-faint'}`} />
      <span className={age.isStale ? 'flex-1' : ''}>
        {age.isStale ? `${words}: ${answer.source?.name ?? 'the source'} did not answer.` : `${words}, from the cache.`}
      </span>
      <Button
        size="small"
        icon={<RotateCw size={13} aria-hidden />}
        onClick={() =>
          onAsk({
            question: answer.question,
            anew: true,
            ...(answer.plan ? { promql: answer.plan.promql, kind: answer.plan.kind } : {}),
          })
        }
      >
        {age.isStale ? 'Try again' : 'Ask now'}
      </Button>
    </div>
  );
}

/** Below this much a cached answer is as good as one of now. */
const NOW_SECONDS = 1;

function ageOf({ askedAt, cached, evidence }: Answer): { seconds: number; isStale: boolean } | null {
  if (evidence.length === 0) return null;
  const isStale = evidence.some(({ staleSeconds }) => staleSeconds !== undefined);
  const from = Math.min(...evidence.map(({ evaluatedAt }) => Date.parse(evaluatedAt)));
  const seconds = Math.max(0, Math.round((Date.parse(askedAt) - from) / 1000));
  return isStale || cached || seconds >= NOW_SECONDS ? { seconds, isStale } : null;
}
