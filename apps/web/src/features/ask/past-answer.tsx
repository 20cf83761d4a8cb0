import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { isFailure } from '../../failure.ts';
import { Page } from '../../ui/page.tsx';
import { FailureState } from '../../ui/state.tsx';
import { AnswerSkeleton } from '../answer/answer-skeleton.tsx';
import { openAnswer } from './thread.ts';

/** Loads an answer by its address into the thread. */
export function PastAnswer({ id }: { id: string }) {
  const opened = useQuery({
    queryKey: ['answer', id],
    queryFn: () => openAnswer(id).then(() => true),
    gcTime: 0,
    staleTime: 0,
  });
  if (!opened.isError) {
    return (
      <Page title="Loading the answer">
        <AnswerSkeleton />
      </Page>
    );
  }
  const isGone = isFailure(opened.error, 'not_found');
  return (
    <Page title={isGone ? 'This answer is not here' : 'The answer could not be loaded'}>
      <FailureState failure={opened.error} onRetry={isGone ? undefined : () => opened.refetch()}>
        <Link to="/history" className="rounded-sm px-2 py-1 text-sm font-medium text-accent hover:bg-hover">
          See past questions
        </Link>
      </FailureState>
    </Page>
  );
}
