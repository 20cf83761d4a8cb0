import { showToast, UNDO_MS } from '../../ui/toast-store.ts';

/**
 * Does something only after the time to take it back has passed, because the server knows no way back. Leaving the page
 * counts as not taking it back.
 */
export function giveWithUndo(text: string, { commit, undo }: { commit(): void; undo(): void }): void {
  const finish = () => {
    clearTimeout(timer);
    removeEventListener('pagehide', finish);
    commit();
  };
  const timer = setTimeout(finish, UNDO_MS);
  addEventListener('pagehide', finish);
  showToast({
    text,
    undo: () => {
      clearTimeout(timer);
      removeEventListener('pagehide', finish);
      undo();
    },
  });
}
