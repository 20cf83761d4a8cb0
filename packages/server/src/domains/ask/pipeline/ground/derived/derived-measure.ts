import type { Expr } from '@locum/promql';
import type { CatalogSnapshot, MetricFamily } from '../../../../catalog/index.ts';
import { fixedLabels } from '../fixed-labels.ts';
import type { MeasureDraft } from '../measure.ts';
import { isFormLabel } from '../measure-facts.ts';
import { splitName, type Vocabulary } from '../vocabulary.ts';

/** What one family's derived measures are made with. */
export interface DerivationContext {
  readonly snapshot: CatalogSnapshot;
  readonly vocabulary: Vocabulary;
  /** Measures of knowledge files. */
  readonly known: readonly MeasureDraft[];
}

/** A share made of some families; what is no share changes unit and combine. */
export function derivedMeasure(
  { title, phrases, expr }: { readonly title: string; readonly phrases: readonly string[]; readonly expr: Expr },
  families: readonly MetricFamily[],
  vocabulary: Vocabulary,
): MeasureDraft {
  return {
    title,
    phrases: phrases.map((phrase) => [...new Set(vocabulary.stems(phrase))]),
    about: new Set(),
    nameStems: new Set(families.flatMap((family) => vocabulary.stems(splitName(family.name)))),
    helpStems: new Set(families.flatMap((family) => vocabulary.stems(family.help))),
    expr,
    kind: 'expression',
    unit: 'ratio',
    combine: 'avg',
    metrics: families.map((family) => family.name),
    labels: new Set(families.flatMap((family) => [...family.labels.keys()]).filter((label) => !isFormLabel(label))),
    fixed: fixedLabels(expr),
    origin: 'derived',
  };
}
