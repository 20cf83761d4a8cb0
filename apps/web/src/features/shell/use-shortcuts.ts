import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { focusQuestionBox } from '../ask/question-focus.ts';
import { openPalette, openShortcuts } from './commands.ts';

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
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    Boolean(target.closest('[role="dialog"], [role="menu"]'))
  );
}
