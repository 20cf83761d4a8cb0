import { type Answer, explainQuery } from '@locum/contracts';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../api.ts';
import { formatDuration, formatValue } from '../../format/units.ts';
import { FailureState } from '../../ui/state.tsx';

/** How the question was read, what the query computes in plain words, and what it costs. */
export function Explanation({ answer, promql }: { answer: Answer; promql: string }) {
  const { plan, cost, source } = answer;
  const explained = useQuery({
    queryKey: ['explain', source?.id, promql],
    queryFn: () => client.call(explainQuery, { body: { promql, ...(source ? { sourceId: source.id } : {}) } }),
    enabled: answer.explanation === undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const explanation = answer.explanation ?? explained.data?.explanation;
  return (
    <div className="mt-3 flex flex-col gap-1 text-sm" aria-live="polite">
      {plan && (
        <p>
          <span className="text-faint">Read as </span>
          {plan.reading}
        </p>
      )}
      {explained.isLoading && <div className="skeleton h-5 w-3/4" />}
      {explained.isError && <FailureState failure={explained.error} onRetry={() => explained.refetch()} />}
      {explanation && (
        <p>
          <span className="text-faint">In words: </span>
          {explanation}
        </p>
      )}
      {plan?.kind === 'range' && plan.stepSeconds !== undefined && (
        <p className="text-muted">
          One point every {formatDuration(plan.stepSeconds)}
          {plan.windowSeconds !== undefined && `, each over ${formatDuration(plan.windowSeconds)}`}.
        </p>
      )}
      {cost && (
        <p className="figures text-muted">
          About {formatValue(cost.series, 'count')} series and {formatValue(cost.samples, 'count')} samples, of{' '}
          {formatValue(cost.budgetSamples, 'count')} allowed.
        </p>
      )}
    </div>
  );
}
