import type { RouteReply } from '@locum/client';
import { completeQuestion } from '@locum/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client } from '../../api.ts';
import { useSettled } from '../../ui/use-settled.ts';

export type Completion = RouteReply<typeof completeQuestion>['completions'][number];

const PAUSE_MS = 90;

/** Completions for the text before the cursor, asked for when typing pauses. Silent when the server has none or fails. */
export function useCompletions(text: string, enabled: boolean, sourceId: string | null): Completion[] {
  const settled = useSettled(text, PAUSE_MS);
  const isWorth = enabled && /\S{2,}$/.test(settled);
  const { data } = useQuery({
    queryKey: ['complete', sourceId, settled],
    queryFn: ({ signal }) =>
      client.call(
        completeQuestion,
        { query: { text: settled, limit: 8, ...(sourceId ? { sourceId } : {}) } },
        { signal },
      ),
    enabled: isWorth,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  });
  if (!isWorth || !/\S{2,}$/.test(text)) return [];
  return data?.completions ?? [];
}

/** The text with the word before the cursor replaced, or all of it when a whole question was chosen. */
export function applyCompletion(text: string, caret: number, chosen: Completion): { text: string; caret: number } {
  if (chosen.kind === 'question') return { text: chosen.text, caret: chosen.text.length };
  const before = text.slice(0, caret);
  const start = before.length - (/\S*$/.exec(before)?.[0].length ?? 0);
  const after = text.slice(caret);
  const inserted = chosen.text + (after.startsWith(' ') ? '' : ' ');
  return { text: text.slice(0, start) + inserted + after, caret: start + inserted.length };
}
