import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';

interface FoldProps {
  title: ReactNode;
  aside?: ReactNode;
  open: boolean;
  onToggle(): void;
  children: ReactNode;
}

/** A section that opens and closes under its own line. */
export function Fold({ title, aside, open, onToggle, children }: FoldProps) {
  const id = useId();
  return (
    <section className="border-t border-line">
      <div className="flex items-center gap-2">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={onToggle}
          className="-mx-1 flex min-h-10 min-w-0 flex-1 items-center gap-1.5 rounded-sm px-1 text-left text-sm font-medium hover:text-accent"
        >
          <ChevronRight
            size={15}
            aria-hidden
            className={`shrink-0 text-faint transition-transform ${open ? 'rotate-90' : ''}`}
          />
          {title}
        </button>
        {aside}
      </div>
      <div id={id} hidden={!open} className="pb-4">
        {open && children}
      </div>
    </section>
  );
}
