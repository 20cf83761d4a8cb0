import type { Client } from '@locum/client';
import { listSources } from '@locum/contracts';
import { UsageError } from '../terminal/report-failure.ts';

/** The id behind `--source`, which people give by name. Throws UsageError with the sources there are. */
export async function findSourceId(client: Client, wanted: string | undefined): Promise<string | undefined> {
  if (wanted === undefined) return undefined;
  const { sources } = await client.call(listSources, {});
  const found =
    sources.find(({ id }) => id === wanted) ?? sources.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found.id;
  const known = sources.map(({ name }) => name).join(', ');
  throw new UsageError(
    known === '' ? 'No source is connected yet.' : `There is no source named ${wanted}. Connected: ${known}.`,
  );
}
