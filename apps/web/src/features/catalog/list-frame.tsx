import { Link } from '@tanstack/react-router';
import { BookOpen, Plug, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { isFailure } from '../../failure.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, FailureState } from '../../ui/state.tsx';
import type { Paged } from './use-catalog.ts';

interface ListFrameProps {
  list: Paged<unknown>;
  what: 'metrics' | 'services';
  search: string;
  rowPx: number;
  /** Clears the search, and what narrows it. */
  onShowAll(): void;
  children: ReactNode;
}

/** The states that both lists share: loading, failed, nothing found, nothing there. */
export function ListFrame({ list, what, search, rowPx, onShowAll, children }: ListFrameProps) {
  return (
    <div className="@container min-h-0 min-w-0 flex-1">
      {list.isPending ? (
        <ul aria-label="Loading">
          {[1, 2, 3, 4, 5, 6, 7, 8].map((place) => (
            <li
              key={place}
              className="flex items-center gap-6 border-b border-line px-4 sm:px-6"
              style={{ height: rowPx }}
            >
              <div className="skeleton h-4 w-2/5" />
              <div className="skeleton ml-auto h-4 w-16" />
            </li>
          ))}
        </ul>
      ) : list.items.length > 0 ? (
        children
      ) : isFailure(list.failure, 'no_source') ? (
        <NoSource />
      ) : list.failure ? (
        <div className="p-4 sm:p-6">
          <FailureState failure={list.failure} title="The catalog could not be read" onRetry={list.retry} />
        </div>
      ) : (
        <Nothing what={what} search={search} isRunning={list.status?.state === 'running'} onShowAll={onShowAll} />
      )}
    </div>
  );
}

/** The way to what the lists need before anything else. */
function NoSource() {
  return (
    <EmptyState
      icon={<Plug size={20} aria-hidden />}
      title="No source is connected"
      action={
        <Link
          to="/connect"
          className="inline-flex h-9 items-center rounded-sm bg-accent px-3.5 font-medium text-on-accent hover:bg-accent-hover"
        >
          Connect your Prometheus
        </Link>
      }
    >
      Connect one, and its metrics and services stand here.
    </EmptyState>
  );
}

interface NothingProps extends Pick<ListFrameProps, 'what' | 'search' | 'onShowAll'> {
  isRunning: boolean;
}

function Nothing({ what, search, isRunning, onShowAll }: NothingProps) {
  if (search) {
    return (
      <EmptyState
        icon={<Search size={20} aria-hidden />}
        title={`No ${what} match “${search}”`}
        action={<Button onClick={onShowAll}>Show all {what}</Button>}
      >
        {what === 'metrics'
          ? 'The search reads names, descriptions and services. Try another word for what is measured.'
          : 'The search reads names. Try a part of one.'}
      </EmptyState>
    );
  }
  if (isRunning) {
    return (
      <EmptyState icon={<BookOpen size={20} aria-hidden />} title="The first discovery is under way">
        What is found appears here as soon as it is there.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<BookOpen size={20} aria-hidden />}
      title={`No ${what} yet`}
      action={
        <Link
          to="/sources"
          className="inline-flex h-9 items-center rounded-sm border border-line-strong bg-surface px-3.5 hover:bg-hover"
        >
          Check the sources
        </Link>
      }
    >
      Here stands everything that your source measures. If discovery has run and found nothing, the source itself may
      scrape nothing yet.
    </EmptyState>
  );
}
