import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type ThemeChoice = 'system' | 'light' | 'dark';

interface Preferences {
  theme: ThemeChoice;
  isRailNarrow: boolean;
}

/** What this browser remembers of how its reader likes the frame. public/boot.js reads the same entry before the first paint. */
export const usePreferences = create<Preferences>()(
  persist((): Preferences => ({ theme: 'system', isRailNarrow: false }), { name: 'locum-preferences' }),
);

const systemDark = matchMedia('(prefers-color-scheme: dark)');

function applyTheme(): void {
  const { theme } = usePreferences.getState();
  const dark = theme === 'dark' || (theme === 'system' && systemDark.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
usePreferences.subscribe(applyTheme);
systemDark.addEventListener('change', applyTheme);
applyTheme();

export function chooseTheme(theme: ThemeChoice): void {
  usePreferences.setState({ theme });
}

export function toggleTheme(): void {
  chooseTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
}

/** The theme in effect, for what draws on a canvas. */
export function useTheme(): string {
  return useSyncExternalStore(watchTheme, () => document.documentElement.dataset.theme ?? 'light');
}

function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
