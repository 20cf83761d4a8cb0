import type { TimeRange } from '@locum/contracts';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface AskPreferences {
  /** What is typed and not yet asked; separately for a new question and a follow-up. */
  drafts: Record<'new' | 'follow-up', string>;
  /** Newest last; what ↑ brings back. */
  recent: string[];
  sourceId: string | null;
  /** null: the question itself says, or the server chooses. */
  range: TimeRange | null;
}

const KEPT = 50;

/** What the question box remembers in this browser. */
export const useAskPreferences = create<AskPreferences>()(
  persist((): AskPreferences => ({ drafts: { new: '', 'follow-up': '' }, recent: [], sourceId: null, range: null }), {
    name: 'locum-ask',
  }),
);

export function setDraft(kind: 'new' | 'follow-up', text: string): void {
  useAskPreferences.setState(({ drafts }) => ({ drafts: { ...drafts, [kind]: text } }));
}

export function rememberQuestion(question: string): void {
  useAskPreferences.setState(({ recent }) => ({
    recent: [...recent.filter((known) => known !== question), question].slice(-KEPT),
  }));
}
