import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { Toaster } from '../../ui/toaster.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { useFrame } from './commands.ts';
import { Rail } from './rail.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const loadPalette = () => import('./palette.tsx');
const Palette = lazy(() => loadPalette().then((module) => ({ default: module.Palette })));
const ShortcutsDialog = lazy(() =>
  import('./shortcuts-dialog.tsx').then((module) => ({ default: module.ShortcutsDialog })),
);

/** The frame around every page of somebody who is signed in. */
export function AppShell({ children }: { children: ReactNode }) {
  useShortcuts();
  useEffect(() => {
    // Fetched ahead, so that letters typed right after its key land in it.
    const timer = setTimeout(loadPalette, 1500);
    return () => clearTimeout(timer);
  }, []);
  const { isPaletteOpen, isShortcutsOpen } = useFrame();
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-sm bg-accent px-3 py-1.5 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <Rail />
      <main id="content" tabIndex={-1} className="min-h-0 min-w-0 flex-1 overflow-y-auto outline-none">
        {children}
      </main>
      <BottomBar />
      <Toaster />
      <Suspense fallback={null}>
        {isPaletteOpen && <Palette />}
        {isShortcutsOpen && <ShortcutsDialog />}
      </Suspense>
    </div>
  );
}
