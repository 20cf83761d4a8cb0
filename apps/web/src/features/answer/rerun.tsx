import { ask, type Evidence } from '@locum/contracts';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Equal, EqualNot, RotateCw } from 'lucide-react';
import { client } from '../../api.ts';
import { describeFailure } from '../../failure.ts';
import { Button } from '../../ui/button.tsx';

/** Runs the evidence's query again over the same window and says whether the result is the same. */
export function Rerun({ evidence, question }: { evidence: Evidence; question: string }) {
  const { promql, kind, startSeconds, endSeconds } = evidence.request;
  const again = useMutation({
    mutationFn: () =>
      client.call(ask, {
        body: {
          ...{ question, promql, kind, sourceId: evidence.sourceId },
          range: { startSeconds: startSeconds ?? endSeconds, endSeconds },
        },
      }),
  });
  const found = again.data?.evidence ?? [];
  const isSame = found.some(({ digest }) => digest === evidence.digest);
  return (
    <div className="mt-3 flex min-h-7 flex-wrap items-center gap-2.5" aria-live="polite">
      <Button
        size="small"
        busy={again.isPending}
        onClick={() => again.mutate()}
        icon={<RotateCw size={13} aria-hidden />}
      >
        Run again
      </Button>
      {again.isError && <span className="text-red">{describeFailure(again.error).message}</span>}
      {again.data && found.length === 0 && <span className="text-muted">It has no data now.</span>}
      {isSame && (
        <span className="inline-flex items-center gap-1.5 text-green">
          <Equal size={14} aria-hidden /> The same result
        </span>
      )}
      {found.length > 0 && !isSame && (
        <span className="inline-flex items-center gap-1.5 text-amber">
          <EqualNot size={14} aria-hidden /> The result is different now
        </span>
      )}
      {again.data && (
        <Link to="/ask/$id" params={{ id: again.data.id }} className="text-accent hover:underline">
          Open it
        </Link>
      )}
    </div>
  );
}
