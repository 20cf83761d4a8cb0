import { CircleAlert, Info } from 'lucide-react';
import { closeToast, useToasts } from './toast-store.ts';

/** Where toasts appear. Polite: a screen reader finishes its sentence first. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section
      aria-live="polite"
      aria-label="Notices"
      className="pointer-events-none fixed inset-x-4 bottom-20 z-50 flex flex-col items-center gap-2 md:inset-x-auto md:right-6 md:bottom-6 md:items-end"
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="rise pointer-events-auto flex max-w-sm items-center gap-2.5 rounded-md border border-line bg-raised py-2.5 pr-3 pl-3.5 text-sm shadow-float"
        >
          {toast.tone === 'problem' ? (
            <CircleAlert size={16} aria-hidden className="shrink-0 text-red" />
          ) : (
            <Info size={16} aria-hidden className="shrink-0 text-muted" />
          )}
          <span>{toast.text}</span>
          {toast.undo && (
            <button
              type="button"
              className="ml-1 rounded-sm px-1.5 font-medium text-accent hover:bg-hover"
              onClick={() => {
                toast.undo?.();
                closeToast(toast.id);
              }}
            >
              Undo
            </button>
          )}
        </div>
      ))}
    </section>
  );
}
