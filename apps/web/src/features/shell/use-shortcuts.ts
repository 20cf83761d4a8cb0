import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { focusQuestionBox } from '../ask/question-focus.ts';
import { closePalette, openPalette, openShortcuts, typeInPalette, useFrame } from './commands.ts';

const places: Record<string, '/' | '/history' | '/catalog' | '/sources'> = {
  a: '/',
  h: '/history',
  c: '/catalog',
  s: '/sources',
};
const SEQUENCE_MS = 1200;

/** The keys that work everywhere. Single keys are left alone while somebody types. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  useEffect(() => {
    let goPressedAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const place = places[event.key];
      if (place && event.timeStamp - goPressedAt < SEQUENCE_MS) void navigate({ to: place });
      else if (event.key === '?') openShortcuts();
      else if (event.key === '/') {
        event.preventDefault();
        if (!focusQuestionBox()) void navigate({ to: '/' });
      }
      goPressedAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
    };
    document.addEventListener('keydown', typeAhead, { capture: true });
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', typeAhead, { capture: true });
      document.removeEventListener('keydown', onKey);
    };
  }, [navigate]);
}

/** The palette takes a moment to be there: what is typed meanwhile is its, not the page's. */
function typeAhead(event: KeyboardEvent): void {
  const { isPaletteOpen, paletteText } = useFrame.getState();
  const isInDialog = event.target instanceof Element && event.target.closest('[role="dialog"]') !== null;
  if (!isPaletteOpen || isInDialog || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === 'Escape') closePalette();
  else if (event.key === 'Backspace') typeInPalette(paletteText.slice(0, -1));
  else if (event.key.length === 1) typeInPalette(paletteText + event.key);
  else if (event.key !== 'Enter') return;
  event.preventDefault();
  event.stopPropagation();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    Boolean(target.closest('[role="dialog"], [role="menu"]'))
  );
}
