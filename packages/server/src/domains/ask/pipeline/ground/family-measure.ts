import type { Expr } from '@locum/promql';
import type { CatalogSnapshot, MetricFamily } from '../../../catalog/index.ts';
import { completeMeasure } from './complete-measure.ts';
import type { Measure, MeasureDraft } from './measure.ts';
import { isAveraged, kindOf, labelsOf, mainSeries } from './measure-facts.ts';
import { splitName, type Vocabulary } from './vocabulary.ts';

const TYPE_SUFFIX = /_(?:total|bytes_total|seconds_total|info)$/;
const UNIT_STEMS = new Set(['second', 'byt', 'byte', 'ratio', 'percent']);

const NOTHING: ReadonlySet<string> = new Set();

/** `about`: stems of the subject that knowledge sees in the family. A family that is the same object has the same measure. */
export function createFamilyMeasures(
  vocabulary: Vocabulary,
): (family: MetricFamily, snapshot: CatalogSnapshot, about?: ReadonlySet<string>) => Measure {
  const made = new WeakMap<MetricFamily, Measure>();
  return (family, snapshot, about = NOTHING) => {
    const before = made.get(family);
    if (before?.about === about && before.kind === kindOf(before.expr, snapshot)) return before;
    const measure = completeMeasure(familyMeasure(family, snapshot, vocabulary, about), vocabulary);
    made.set(family, measure);
    return measure;
  };
}

/** A metric family as it is: its name is its only phrase. */
function familyMeasure(
  family: MetricFamily,
  snapshot: CatalogSnapshot,
  vocabulary: Vocabulary,
  about: ReadonlySet<string>,
): MeasureDraft {
  const stems = [...new Set(vocabulary.stems(splitName(family.name.replace(TYPE_SUFFIX, ''))))];
  const withoutUnit = stems.filter((stem) => !UNIT_STEMS.has(stem));
  const metrics = [mainSeries(family)?.name ?? family.name];
  const expr: Expr = { type: 'VectorSelector', name: family.name, matchers: [], start: 0, end: 0 };
  return {
    title: splitName(family.name),
    phrases: [withoutUnit.length > 0 ? withoutUnit : stems],
    about,
    nameStems: new Set(stems),
    helpStems: new Set(vocabulary.stems(family.help)),
    expr,
    kind: kindOf(expr, snapshot),
    unit: family.unit ?? (/_timestamp_seconds$|_time_seconds$/.test(family.name) ? 'timestamp' : 'count'),
    combine: combineOf(family),
    metrics,
    labels: labelsOf(metrics, snapshot),
    fixed: new Map(),
    family: family.name,
    origin: 'family',
  };
}

/** Amounts add up; shares do not, and of durations and ages the longest matters. */
function combineOf(family: MetricFamily): MeasureDraft['combine'] {
  if (isAveraged(family.unit ?? '')) return 'avg';
  return family.type === 'gauge' && family.unit === 'seconds' ? 'max' : 'sum';
}
