import type { Answer } from '@locum/contracts';
import { CornerDownRight } from 'lucide-react';
import type { AskNext } from './answer-view.tsx';

/** Questions that lead on from here. */
export function FollowUps({ answer, onAsk }: { answer: Answer; onAsk: AskNext }) {
  if (answer.followUps.length === 0) return null;
  return (
    <section aria-label="Follow-up questions" className="mt-4">
      <ul className="flex flex-wrap gap-2">
        {answer.followUps.map((question) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk({ question })}
              className="inline-flex min-h-8 items-center gap-2 rounded-sm border border-line bg-surface px-3 py-1 text-left text-sm hover:border-line-strong hover:bg-hover"
            >
              <CornerDownRight size={13} aria-hidden className="shrink-0 text-faint" />
              {question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
