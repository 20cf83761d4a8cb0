import { useNavigate } from '@tanstack/react-router';
import { setDraft } from '../ask/ask-preferences.ts';

/** Opens the Ask page with these words in the box, not yet asked. */
export function useAskAbout(): (words: string) => void {
  const navigate = useNavigate();
  return (words) => {
    setDraft('new', words);
    void navigate({ to: '/' });
  };
}
