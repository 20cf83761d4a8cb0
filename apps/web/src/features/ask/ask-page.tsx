import { listSources } from '@locum/contracts';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { client } from '../../api.ts';
import { AskHome } from './ask-home.tsx';
import { PastAnswer } from './past-answer.tsx';
import { clearThread, useThread } from './thread.ts';
import { useFollowAnswers } from './use-follow-answers.ts';

const loadThreadView = () => import('./thread-view.tsx');
const ThreadView = lazy(() => loadThreadView().then((module) => ({ default: module.ThreadView })));

/** The Ask page: empty with its question box, or a thread of questions and answers. `answerId` comes from the address. */
export function AskPage({ answerId }: { answerId: string | null }) {
  const turns = useThread((state) => state.turns);
  const follow = useFollowAnswers();
  const sources = useQuery({ queryKey: ['sources'], queryFn: () => client.call(listSources, {}) });
  const hasAnswer = turns.at(-1)?.answer !== undefined;
  useEffect(() => {
    // Fetched while the first question is typed.
    void loadThreadView();
  }, []);
  useEffect(() => {
    // Coming back to the start leaves the finished thread; a question still under way stays in sight.
    if (!answerId && hasAnswer) clearThread();
  }, [answerId, hasAnswer]);

  if (answerId && !turns.some((turn) => turn.answer?.id === answerId)) return <PastAnswer id={answerId} />;
  if (answerId || (turns.length > 0 && !hasAnswer)) {
    return (
      <Suspense fallback={null}>
        <ThreadView turns={turns} answerId={answerId} onAsked={follow} />
      </Suspense>
    );
  }
  if (sources.data?.sources.length === 0) return <Navigate to="/connect" replace />;
  return <AskHome sources={sources} onAsked={follow} />;
}
