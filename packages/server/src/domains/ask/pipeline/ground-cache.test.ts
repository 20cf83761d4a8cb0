import { describe, expect, it } from 'vitest';
import { createHarbour, HARBOUR_KNOWLEDGE } from '../../../../test/harbour-catalog.ts';
import { loadLexicon } from '../../catalog/index.ts';
import { createGroundCache } from './ground-cache.ts';

const createCache = () => createGroundCache(HARBOUR_KNOWLEDGE, loadLexicon());

describe('grounds', () => {
  it('are built once for all who ask at once, and for a catalog that was found unchanged', async () => {
    const grounds = createCache();
    const snapshot = createHarbour();
    const [one, other] = await Promise.all([grounds.of(snapshot), grounds.of(snapshot)]);
    expect(other).toBe(one);
    expect(await grounds.of({ ...snapshot, takenAt: snapshot.takenAt + 60 })).toBe(one);
    expect(await grounds.of(createHarbour())).not.toBe(one);
  });

  it('are built for the next who asks when a build was ended', async () => {
    const grounds = createCache();
    const snapshot = createHarbour();
    await expect(grounds.of(snapshot, AbortSignal.abort())).rejects.toThrow();
    expect((await grounds.of(snapshot)).measures.length).toBeGreaterThan(20);
  });
});
