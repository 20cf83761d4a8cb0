import { redeemLink } from '@locum/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../../api.ts';

/** Exchanges a one-time token for a session, then opens the Ask page. */
export function useRedeem() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (token: string) => client.call(redeemLink, { body: { token } }),
    onSuccess: (me) => {
      // What an earlier person saw here is not this person's.
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
      queryClient.setQueryData(['me'], me);
      void navigate({ to: '/', replace: true });
    },
  });
}
