import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import { namesItself } from '../ground/label-order.ts';
import type { Measure } from '../ground/measure.ts';
import type { Understanding } from '../understand/understand.ts';

/** The label that scrapes give to whatever program, however it calls itself. */
const COMMON_LABEL = 'job';
/** How far behind the best the same thing under another name may be. */
const FAMILY_MARGIN = 0.3;
const ASKS_SERVICES = /\b(?:micro)?services?\b|\bapps?\b|\bapplications?\b/;

/** The same measure of programs that record it under other metrics, and the best itself grouped by what all of them have. */
export interface Families {
  readonly best: Binding;
  readonly others: readonly Binding[];
}

/**
 * "which service has the most errors" is asked of all services, also of those that count their requests under another name. Nothing
 * when one family has all of them, or when the question is not about services.
 */
export function familiesOf(
  best: Binding,
  bindings: readonly Binding[],
  understanding: Understanding,
  snapshot: CatalogSnapshot,
): Families | undefined {
  const { groupings, entityNoun = '' } = understanding.shape;
  const isAsked = [...groupings, entityNoun].some((noun) => ASKS_SERVICES.test(noun));
  if (!isAsked || !isOfAll(best) || !best.measure.labels.has(COMMON_LABEL)) return undefined;
  const seen = new Set(programsOf(best.measure, snapshot));
  const others = bindings.filter((other) => {
    const isSame =
      other !== best && other.measure.title === best.measure.title && other.measure.unit === best.measure.unit;
    if (!isSame || !isOfAll(other) || other.score < best.score - FAMILY_MARGIN) return false;
    const added = programsOf(other.measure, snapshot).filter((program) => !seen.has(program));
    for (const program of added) seen.add(program);
    return added.length > 0;
  });
  return others.length === 0 ? undefined : { best: byProgram(best), others: others.map(byProgram) };
}

/** Read of everybody: no program is named. */
export function isOfAll({ filters }: Binding): boolean {
  return !filters.some(({ label }) => namesItself(label) || label === 'instance' || label === 'pod');
}

function programsOf({ metrics }: Measure, snapshot: CatalogSnapshot): readonly string[] {
  return metrics.flatMap((metric) => snapshot.metric(metric)?.labels.get(COMMON_LABEL)?.values ?? []);
}

function byProgram(binding: Binding): Binding {
  const toCommon = (label: string) => (namesItself(label) ? COMMON_LABEL : label);
  return {
    ...binding,
    groups: [...new Set(binding.groups.map(toCommon))],
    ...(binding.entityLabel && { entityLabel: toCommon(binding.entityLabel) }),
  };
}
