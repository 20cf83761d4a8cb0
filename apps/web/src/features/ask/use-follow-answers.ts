import type { Answer } from '@locum/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Gives each answer its address as it arrives, unless the reader has gone elsewhere meanwhile. */
export function useFollowAnswers() {
  const navigate = useNavigate();
  const router = useRouter();
  const queryClient = useQueryClient();
  return useCallback(
    async (asked: Promise<Answer | null>) => {
      const answer = await asked;
      void queryClient.invalidateQueries({ queryKey: ['history'] });
      const { pathname } = router.state.location;
      if (answer && (pathname === '/' || pathname.startsWith('/ask/'))) {
        await navigate({ to: '/ask/$id', params: { id: answer.id }, resetScroll: false });
      }
    },
    [navigate, router, queryClient],
  );
}
