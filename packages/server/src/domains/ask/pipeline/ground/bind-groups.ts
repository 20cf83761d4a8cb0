import type { Ground } from './ground.ts';
import { type ResolvedGroup, resolveGroup } from './groups.ts';
import type { Measure } from './measure.ts';
import type { Question } from './question.ts';

/** What a measure makes of "by …", "per …" and "which …". */
export interface BoundGroups {
  readonly groups: readonly { readonly text: string; readonly resolved: ResolvedGroup | undefined }[];
  /** The label that "which …" asks for. */
  readonly entity?: string;
  /** The words that name it. */
  readonly entityText?: string;
  /** That label is called as the question calls the thing. */
  readonly entityNamed: boolean;
}

/** `views`: the measure as its series are labelled under the question's filters. */
export function bindGroups(
  question: Question,
  measure: Measure,
  views: readonly Measure[],
  ground: Ground,
): BoundGroups {
  const { groupings, tentative, entityNoun } = question.understanding.shape;
  const groups = groupings.flatMap((text, i) => {
    if (isOwnName(text, measure, views, ground)) return [];
    const resolved = resolveGroup(text, views, ground, tentative.has(text)) ?? asReplica(text, measure);
    // "per namespace, container working sets": what follows the comma says what is measured.
    if (i > 0 && text.split(' ').length > 2 && resolved?.text !== text) return [];
    const isAgent = tentative.has(text) && !(resolved && isOfAll(resolved, measure, ground));
    return isAgent ? [] : [{ text, resolved }];
  });
  const told = entityNoun === undefined ? undefined : resolveGroup(entityNoun, views, ground);
  const entity = told?.labels[0];
  return {
    groups,
    entityNamed: entityNoun !== undefined && entity !== undefined && namesLabel(entityNoun, entity, ground),
    ...(told && entity && { entity, entityText: told.text }),
  };
}

/** "for every pod": a replica is told by its address where pods are not told. */
function asReplica(text: string, { labels }: Measure): ResolvedGroup | undefined {
  const isReplica = /(?:^| )(?:pods?|replicas?)$/.test(text) && labels.has('instance');
  return isReplica ? { labels: ['instance'], text, quality: 0.9 } : undefined;
}

/** "share of the nodes' cores that is requested by pods": what one side of a measure alone is labelled by groups nothing. */
function isOfAll({ labels }: ResolvedGroup, { metrics }: Measure, ground: Ground): boolean {
  return metrics.every((metric) => labels.some((label) => ground.snapshot.metric(metric)?.labels.has(label) === true));
}

/** "load per core" is what the measure is called, not a grouping, unless there is a label of that name. */
function isOwnName(text: string, measure: Measure, views: readonly Measure[], ground: Ground): boolean {
  if (measure.perStems.size === 0) return false;
  if (!ground.vocabulary.stems(text).every((stem) => measure.perStems.has(stem))) return false;
  return !resolveGroup(text, views, ground)?.labels.some((label) => namesLabel(text, label, ground));
}

/** The label is called as the question calls the thing: `node` for "nodes", not `instance`. */
function namesLabel(noun: string, label: string, ground: Ground): boolean {
  const stems = ground.vocabulary.stems(noun);
  return ground.vocabulary.stems(label.replaceAll('_', ' ')).some((stem) => stems.includes(stem));
}
