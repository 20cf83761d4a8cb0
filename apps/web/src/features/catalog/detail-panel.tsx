import { X } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

const wide = matchMedia('(min-width: 1024px)');

interface DetailPanelProps {
  title: string;
  onClose(): void;
  children: ReactNode;
}

/** Details of what is chosen in a list: beside it where there is room, otherwise over it. */
export function DetailPanel({ title, onClose, children }: DetailPanelProps) {
  const isWide = useSyncExternalStore(watchWidth, () => wide.matches);
  if (!isWide) {
    return (
      <Dialog open onClose={onClose} title={title} place="side">
        {children}
      </Dialog>
    );
  }
  return (
    <aside
      aria-label={`Details of ${title}`}
      className="flex w-[420px] shrink-0 flex-col border-l border-line bg-surface"
    >
      <header className="flex items-start gap-2 px-5 pt-4">
        <h2 className="min-w-0 flex-1 font-mono text-base font-medium break-all">{title}</h2>
        <IconButton label="Close the details" onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label="Details" className="min-h-0 flex-1 overflow-y-auto px-5 pt-3 pb-6">
        {children}
      </section>
    </aside>
  );
}

function watchWidth(changed: () => void): () => void {
  wide.addEventListener('change', changed);
  return () => wide.removeEventListener('change', changed);
}
