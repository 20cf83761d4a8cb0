import { COUNTERS } from './counters.ts';
import { HISTOGRAMS } from './histograms.ts';
import { JOINS } from './joins.ts';
import type { FaultKind } from './kind.ts';
import { LOGIC } from './logic.ts';
import { MATCHERS } from './matchers.ts';
import { UNITS } from './units.ts';

/** Every kind of fault that the proof plants. */
export const FAULT_KINDS: readonly FaultKind[] = [
  ...COUNTERS,
  ...HISTOGRAMS,
  ...MATCHERS,
  ...JOINS,
  ...UNITS,
  ...LOGIC,
];
