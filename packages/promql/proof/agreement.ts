import { parse } from '../src/index.ts';
import { mutate } from './mutations.ts';
import { type PrometheusServer, serverVerdict } from './prometheus.ts';
import { createRandom } from './random.ts';

export interface Agreement {
  readonly total: number;
  readonly agreed: number;
  readonly rejectedByServer: number;
  readonly disagreements: readonly Disagreement[];
}

interface Disagreement {
  readonly query: string;
  readonly server: string | undefined;
  readonly ours: string | undefined;
}

const WORKERS = 8;

/** Asks a real server and our parser about every text and counts where both accept or both reject. */
export async function compareWithServer(server: PrometheusServer, queries: readonly string[]): Promise<Agreement> {
  const disagreements: Disagreement[] = [];
  let rejectedByServer = 0;
  let next = 0;
  const worker = async () => {
    while (next < queries.length) {
      const query = queries[next] ?? '';
      next += 1;
      const verdict = await serverVerdict(server.url, query);
      const result = parse(query, { serverVersion: server.version });
      if (verdict !== undefined) rejectedByServer += 1;
      if ((verdict === undefined) !== result.ok) {
        disagreements.push({ query, server: verdict, ours: result.ok ? undefined : result.error.message });
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  return { total: queries.length, agreed: queries.length - disagreements.length, rejectedByServer, disagreements };
}

/** `count` distinct changed texts, the same for the same seed. */
export function generateMutations(expressions: readonly string[], count: number, seed: number): string[] {
  const random = createRandom(seed);
  const original = new Set(expressions);
  const mutations = new Set<string>();
  while (mutations.size < count) {
    const text = mutate(random.pick(expressions), random);
    if (!original.has(text) && text !== '') mutations.add(text);
  }
  return [...mutations];
}
