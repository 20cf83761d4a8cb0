import { type Answer, completeQuestion, listHistory, type Source } from '@locum/contracts';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight, History } from 'lucide-react';
import { client } from '../../api.ts';
import { FailureState } from '../../ui/state.tsx';
import { useAskPreferences } from './ask-preferences.ts';
import { HistoryRow } from './history-row.tsx';
import { QuestionBox } from './question-box.tsx';
import { SourceLine } from './source-line.tsx';
import { askNew } from './thread.ts';

interface AskHomeProps {
  sources: UseQueryResult<{ sources: Source[] }>;
  onAsked(asked: Promise<Answer | null>): void;
}

/** The start: the question box, questions that this installation can answer, and the ones asked lately. */
export function AskHome({ sources, onAsked }: AskHomeProps) {
  return (
    <div className="mx-auto w-full max-w-[760px] px-4 pt-[clamp(24px,9vh,96px)] pb-10 sm:px-6">
      <h1 className="mb-4 text-xl font-semibold tracking-[-0.02em]">Ask production</h1>
      {sources.isError && (
        <div className="mb-4">
          <FailureState
            failure={sources.error}
            title="The sources could not be read"
            onRetry={() => sources.refetch()}
          />
        </div>
      )}
      <QuestionBox
        draft="new"
        autoFocus
        placeholder="What do you want to know?"
        onAsk={(body) => onAsked(askNew(body))}
      />
      <SourceLine />
      <Examples onAsked={onAsked} />
      <Recent />
    </div>
  );
}

const EXAMPLES = 4;

function Examples({ onAsked }: Pick<AskHomeProps, 'onAsked'>) {
  const sourceId = useAskPreferences((state) => state.sourceId);
  const examples = useQuery({
    queryKey: ['examples', sourceId],
    queryFn: () =>
      client.call(completeQuestion, { query: { text: '', limit: EXAMPLES, ...(sourceId ? { sourceId } : {}) } }),
    staleTime: 300_000,
  });
  const questions =
    examples.data?.completions.filter((completion) => completion.kind === 'question').slice(0, EXAMPLES) ?? [];
  if (!examples.isPending && questions.length === 0) return null;
  return (
    <section className="mt-8" aria-label="Questions to try">
      <h2 className="mb-2 text-sm font-medium text-muted">Try one of these</h2>
      <ul className="grid gap-2 sm:grid-cols-2">
        {examples.isPending
          ? [1, 2, 3, 4].map((place) => <li key={place} className="skeleton h-11" />)
          : questions.map(({ text }) => (
              <li key={text}>
                <button
                  type="button"
                  onClick={() => onAsked(askNew({ question: text, ...(sourceId ? { sourceId } : {}) }))}
                  className="group flex min-h-11 w-full items-center gap-2 rounded-sm border border-line bg-surface px-3 py-2 text-left text-sm transition-colors hover:border-line-strong hover:bg-hover"
                >
                  <span className="flex-1">{text}</span>
                  <ArrowUpRight size={14} aria-hidden className="shrink-0 text-faint group-hover:text-accent" />
                </button>
              </li>
            ))}
      </ul>
    </section>
  );
}

const SHOWN = 5;

function Recent() {
  const recent = useQuery({
    queryKey: ['history', 'recent'],
    queryFn: () => client.call(listHistory, { query: { limit: SHOWN } }),
  });
  if (recent.data?.entries.length === 0) return null;
  return (
    <section className="mt-8" aria-label="Asked lately">
      <div className="mb-1 flex items-center justify-between">
        <h2 className="text-sm font-medium text-muted">Asked lately</h2>
        <Link
          to="/history"
          className="inline-flex items-center gap-1.5 rounded-sm px-1.5 py-1 text-sm text-muted hover:bg-hover hover:text-text"
        >
          <History size={14} aria-hidden /> All questions
        </Link>
      </div>
      {recent.isError ? (
        <FailureState failure={recent.error} onRetry={() => recent.refetch()} />
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {recent.isPending
            ? [1, 2, 3, 4, 5].map((place) => (
                <li key={place} className="py-3">
                  <div className="skeleton h-9" />
                </li>
              ))
            : recent.data.entries.map((entry) => <HistoryRow key={entry.id} entry={entry} />)}
        </ul>
      )}
    </section>
  );
}
