import type { MetricType } from '@locum/promql';
import type { KnowledgeFile } from '../knowledge/knowledge.ts';

/** Types by family name that exporters' documentation tells and metadata does not; later files win. */
export function typeHintsOf(knowledge: readonly KnowledgeFile[]): ReadonlyMap<string, MetricType> {
  return new Map(knowledge.flatMap(({ types }) => Object.entries(types)));
}
