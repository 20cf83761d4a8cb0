import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measureFalseAlarms } from '../proof/false-alarms.ts';
import { fuzz } from '../proof/fuzz.ts';
import { measureRoundTrip } from '../proof/round-trip.ts';
import { synthesizeCatalog } from '../proof/synthetic-catalog.ts';

// The full measurements run on thousands of real expressions with `node packages/promql/proof/promql.proof.ts`; here the small
// corpus written for this package keeps the guarantees from slipping between those runs.
const expressions = readFileSync(join(import.meta.dirname, 'corpus.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): string => JSON.parse(line).expr);
const catalog = synthesizeCatalog(expressions);

describe('the package on its own corpus', () => {
  // proves: QL-01
  it('reads back what it prints', () => {
    expect(measureRoundTrip(expressions).broken).toEqual([]);
  });

  // proves: QL-02
  it('has nothing against sound queries', () => {
    const texts = (examples: readonly { text: string }[]) => examples.map((one) => one.text);
    expect(texts(measureFalseAlarms(expressions).examples)).toEqual([]);
    expect(texts(measureFalseAlarms(expressions, catalog).examples)).toEqual([]);
  });

  // proves: QL-04
  it('survives hostile, huge and random texts', () => {
    const result = fuzz(expressions, catalog, 1_000, 7);
    expect(result.failures.filter((failure) => !/^\d+ ms/.test(failure))).toEqual([]);
  });
});
