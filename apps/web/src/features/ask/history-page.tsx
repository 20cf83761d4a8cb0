import { listHistory } from '@locum/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { History, RotateCw, Search } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../api.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, FailureState } from '../../ui/state.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { HistoryRow } from './history-row.tsx';
import { askNew } from './thread.ts';
import { useFollowAnswers } from './use-follow-answers.ts';

/** Every question of the organisation, newest first, to search, open and ask again. */
export function HistoryPage() {
  const [text, setText] = useState('');
  const search = useSettled(text.trim(), 200);
  const navigate = useNavigate();
  const follow = useFollowAnswers();
  const history = useInfiniteQuery({
    queryKey: ['history', 'all', search],
    queryFn: ({ pageParam }) =>
      client.call(listHistory, {
        query: { limit: 50, ...(search ? { search } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 5000,
  });
  const entries = history.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Page title="Past questions">
      <SearchField label="Search past questions" value={text} onChange={setText} />
      {history.isPending && <Rows />}
      {history.isError && (
        <div className="mt-4">
          <FailureState
            failure={history.error}
            title="The history could not be read"
            onRetry={() => history.refetch()}
          />
        </div>
      )}
      {history.isSuccess && entries.length === 0 && <Nothing search={search} onClear={() => setText('')} />}
      {entries.length > 0 && (
        <ul className="mt-3 divide-y divide-line border-y border-line">
          {entries.map((entry) => (
            <HistoryRow
              key={entry.id}
              entry={entry}
              actions={
                <IconButton
                  label={`Ask again: ${entry.question}`}
                  title="Ask again"
                  onClick={() => {
                    void navigate({ to: '/' });
                    void follow(
                      askNew({ question: entry.question, ...(entry.sourceId ? { sourceId: entry.sourceId } : {}) }),
                    );
                  }}
                >
                  <RotateCw size={14} aria-hidden />
                </IconButton>
              }
            />
          ))}
        </ul>
      )}
      {history.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
            Show earlier questions
          </Button>
        </div>
      )}
    </Page>
  );
}

function Rows() {
  return (
    <ul className="mt-3 flex flex-col gap-2" aria-label="Loading">
      {[1, 2, 3, 4, 5, 6, 7, 8].map((place) => (
        <li key={place} className="skeleton h-14" />
      ))}
    </ul>
  );
}

function Nothing({ search, onClear }: { search: string; onClear(): void }) {
  if (search) {
    return (
      <EmptyState
        icon={<Search size={20} aria-hidden />}
        title="No question matches"
        action={<Button onClick={onClear}>Clear the search</Button>}
      >
        No past question or answer contains “{search}”.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<History size={20} aria-hidden />}
      title="No questions yet"
      action={
        <Link
          to="/"
          className="inline-flex h-9 items-center rounded-sm bg-accent px-3.5 font-medium text-on-accent hover:bg-accent-hover"
        >
          Ask the first one
        </Link>
      }
    >
      Every question asked here is kept with its answer, its query and its evidence.
    </EmptyState>
  );
}
