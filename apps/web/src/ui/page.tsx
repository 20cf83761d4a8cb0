import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface PageProps {
  title: string;
  /** The one primary action, and what stands beside it. */
  actions?: ReactNode;
  about?: ReactNode;
  children: ReactNode;
  /** Data takes the full width; words at most 1,120 px. */
  wide?: boolean;
}

/** The frame of a page: one title, one primary action, the content column. */
export function Page({ title, actions, about, children, wide }: PageProps) {
  return (
    <div className={classNames('mx-auto w-full px-4 pt-5 pb-10 sm:px-6', !wide && 'max-w-[1120px]')}>
      <header className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h1 className="text-lg font-semibold tracking-[-0.01em]">{title}</h1>
          {about && <div className="text-sm text-muted">{about}</div>}
        </div>
        {actions && <div className="flex items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
