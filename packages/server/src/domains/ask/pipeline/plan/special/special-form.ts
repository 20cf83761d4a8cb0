import type { Expr } from '@locum/promql';
import type { Ground } from '../../ground/ground.ts';
import { foldValue } from '../../ground/values.ts';
import type { Understanding } from '../../understand/understand.ts';
import { absence } from './absence.ts';
import { cardinality } from './cardinality.ts';
import { metricList } from './metric-list.ts';
import { nearlyFull } from './nearly-full.ts';

/** A question about the telemetry itself, or about all there is: no single measure carries it. */
export interface SpecialForm {
  readonly expr: Expr;
  readonly words: string;
  /** Of its numbers; a count when nothing is said. */
  readonly unit?: string;
  /** What the reader has to know of it. */
  readonly notices?: readonly string[];
}

/** Absence, lists of metrics, cardinality and what is full: "did X vanish", "which metrics have the most series". */
export function findSpecialForm(understanding: Understanding, ground: Ground): SpecialForm | undefined {
  return (
    absence(understanding, ground) ??
    metricList(understanding, ground) ??
    cardinality(understanding, ground) ??
    nearlyFull(understanding, ground)
  );
}

/** The scrape target's job or instance of that name, however it is written. */
export function findTarget(label: 'job' | 'instance', name: string, ground: Ground): string | undefined {
  const values = ground.snapshot.metric('up')?.labels.get(label)?.values;
  return values?.find((value) => foldValue(value) === foldValue(name));
}
