import { getMe } from '@locum/contracts';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../api.ts';

/** Who is signed in. Fails with `unauthenticated` for nobody. */
export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: () => client.call(getMe, {}), staleTime: 300_000 });
}
