import { type Answer, giveFeedback } from '@locum/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../api.ts';
import { describeFailure } from '../../failure.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { giveWithUndo } from './feedback-undo.ts';

type Verdict = 'accepted' | 'edited' | 'wrong';
const thanks: Record<Verdict, string> = {
  accepted: 'Accepted. Questions like this will be read the same way.',
  edited: 'Kept. Questions like this will use your query.',
  wrong: 'Marked as wrong.',
};

/** Right, wrong, or (after an edit) "use my query from now on". Each can be taken back for a few seconds. */
export function FeedbackBar({ answer, correctionOf }: { answer: Answer; correctionOf?: string | undefined }) {
  const [given, setGiven] = useState<Verdict | null>(null);
  const queryClient = useQueryClient();
  const send = useMutation({
    mutationFn: ({ id, verdict, promql }: { id: string; verdict: Verdict; promql?: string }) =>
      client.call(giveFeedback, { params: { id }, body: { verdict, ...(promql ? { promql } : {}) } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['history'] }),
    onError: (failure) => {
      setGiven(null);
      showToast({ tone: 'problem', text: `Your verdict was not kept. ${describeFailure(failure).message}` });
    },
  });
  const give = (verdict: Verdict) => {
    setGiven(verdict);
    const promql = verdict === 'edited' ? answer.plan?.promql : undefined;
    const id = verdict === 'edited' && correctionOf ? correctionOf : answer.id;
    giveWithUndo(thanks[verdict], {
      commit: () => send.mutate({ id, verdict, ...(promql ? { promql } : {}) }),
      undo: () => setGiven(null),
    });
  };
  if (answer.status === 'refused' || answer.status === 'failed') return null;
  if (given) {
    return (
      <p className="flex h-12 items-center gap-2 border-t border-line text-sm text-muted">
        <Check size={15} aria-hidden className="text-green" /> {thanks[given]}
      </p>
    );
  }
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-2 border-t border-line py-2 text-sm text-muted">
      <span className="mr-1">{promptOf(answer, correctionOf)}</span>
      {correctionOf ? (
        <Button size="small" onClick={() => give('edited')} icon={<Check size={14} aria-hidden />}>
          Use this query from now on
        </Button>
      ) : (
        answer.plan && (
          <Button size="small" look="quiet" onClick={() => give('accepted')} icon={<ThumbsUp size={14} aria-hidden />}>
            Yes
          </Button>
        )
      )}
      <Button size="small" look="quiet" onClick={() => give('wrong')} icon={<ThumbsDown size={14} aria-hidden />}>
        {correctionOf ? 'No' : answer.status === 'declined' ? 'Yes, it should' : 'No, it is wrong'}
      </Button>
    </div>
  );
}

function promptOf(answer: Answer, correctionOf: string | undefined): string {
  if (correctionOf) return 'Is this the right query for the question?';
  return answer.status === 'declined' ? 'Should this have been answered?' : 'Is this what you asked for?';
}
