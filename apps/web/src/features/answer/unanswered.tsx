import type { Answer } from '@locum/contracts';
import { useNavigate } from '@tanstack/react-router';
import { CircleHelp, CircleSlash, PlugZap, ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import type { AskNext } from './answer-view.tsx';
import { plainText, Segments } from './segments.tsx';

const kinds = {
  no_data: { icon: CircleSlash, tone: 'text-blue', word: 'No data' },
  declined: { icon: CircleHelp, tone: 'text-amber', word: 'Not answered' },
  refused: { icon: ShieldAlert, tone: 'text-red', word: 'Refused' },
  failed: { icon: PlugZap, tone: 'text-red', word: 'The source failed' },
} as const;

interface UnansweredProps {
  answer: Answer;
  onAsk: AskNext;
  onClaim(claimId: string): void;
}

/** A question without figures: what happened, why, and the next thing to do about it. */
export function Unanswered({ answer, onAsk, onClaim }: UnansweredProps) {
  if (answer.status === 'answered') return null;
  const { icon: Icon, tone, word } = kinds[answer.status];
  return (
    <div className="mt-3 rounded-md border border-line bg-surface p-4">
      <p className={`mb-1.5 flex items-center gap-2 text-sm font-medium ${tone}`}>
        <Icon size={16} aria-hidden /> {word}
      </p>
      <p className="text-md">
        <Segments segments={answer.headline} claims={answer.claims} onClaim={onClaim} />
      </p>
      {answer.details.map((segments) => (
        <p key={plainText(segments)} className="mt-1 text-muted">
          <Segments segments={segments} claims={answer.claims} onClaim={onClaim} />
        </p>
      ))}
      {answer.status === 'refused' && <p className="mt-1 text-muted">Nothing was run.</p>}
      <Suggestions answer={answer} onAsk={onAsk} />
      <div className="mt-4 flex flex-wrap gap-2">
        <Actions answer={answer} onAsk={onAsk} />
      </div>
    </div>
  );
}

function Suggestions({ answer, onAsk }: Pick<UnansweredProps, 'answer' | 'onAsk'>) {
  if (answer.suggestions.length === 0) return null;
  return (
    <section className="mt-4">
      <h3 className="mb-1.5 text-sm font-medium text-muted">What can be answered instead</h3>
      <ul className="flex flex-col items-start gap-1.5">
        {answer.suggestions.map((question) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk({ question })}
              className="rounded-sm border border-line bg-surface px-3 py-1.5 text-left text-sm hover:border-line-strong hover:bg-hover"
            >
              {question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Actions({ answer, onAsk }: Pick<UnansweredProps, 'answer' | 'onAsk'>): ReactNode {
  const navigate = useNavigate();
  if (answer.status === 'no_data') {
    return (
      <>
        {answer.reason !== 'source_down' && (
          <Button size="small" onClick={() => onAsk({ question: answer.question, range: { lastSeconds: 86_400 } })}>
            Look at the last 24 h
          </Button>
        )}
        <Button size="small" onClick={() => navigate({ to: '/catalog', search: { q: answer.intent?.measure } })}>
          Search the catalog
        </Button>
      </>
    );
  }
  if (answer.status === 'failed') {
    return (
      <>
        <Button size="small" onClick={() => onAsk({ question: answer.question })}>
          Try again
        </Button>
        <Button size="small" onClick={() => onAsk({ question: answer.question, range: { lastSeconds: 900 } })}>
          Only the last 15 m
        </Button>
        <Button size="small" onClick={() => navigate({ to: '/sources' })}>
          Check the source
        </Button>
      </>
    );
  }
  if (answer.status === 'declined') {
    return (
      <Button size="small" onClick={() => navigate({ to: '/catalog', search: { q: answer.intent?.measure } })}>
        Search the catalog
      </Button>
    );
  }
  return null;
}
