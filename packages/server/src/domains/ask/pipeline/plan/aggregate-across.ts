import { build } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { FIRST_WORD } from '../understand/future.ts';
import { anyOf } from '../understand/pattern.ts';
import { SUPERLATIVE_HIGH } from '../understand/superlatives.ts';
import { isMean, spokenAggregator } from './aggregators.ts';
import { byGroups, type Composition, isGaugeLike, type Valued } from './composed.ts';
import { NATURAL } from './lift.ts';
import { readMeasure } from './read-measure.ts';
import { isUnreadable } from './reading.ts';

/** "worst instance of each pool", "average over nodes": series that were read one by one become one, or one a group. */
export function aggregateAcross(value: Valued, composition: Composition): Valued {
  const expr =
    worstOfGroup(composition) ??
    amongTargets(composition) ??
    worstNoted(value, composition) ??
    soonest(value, composition) ??
    spoken(value, composition);
  return expr ? { ...value, expr } : value;
}

const WORST_OF = new RegExp(
  `\\b${anyOf([SUPERLATIVE_HIGH, 'peak'])} (?:\\w+ ){0,3}(?:of|in|per|for|from|on|across|by)\\b`,
);

/** The highest of a group is not their sum. */
function worstOfGroup({ binding, understanding, decision }: Composition): Valued['expr'] | undefined {
  const by = byGroups(binding);
  const isAsked = WORST_OF.test(understanding.question) && !understanding.shape.ranking;
  if (!by || !isAsked || !isGaugeLike(binding) || decision.overTime !== undefined) return undefined;
  const each = readMeasure({ ...decision.read, grouping: NATURAL });
  return isUnreadable(each) ? undefined : build.aggregate('max', each.expr, by);
}

/** "average memory per version": of the instances that run it. */
function amongTargets({ binding, understanding, decision }: Composition): Valued['expr'] | undefined {
  const by = byGroups(binding);
  const how = spokenAggregator(binding, understanding);
  const { snapshot } = decision.read;
  if (!binding.measure.joined || !by || !how || decision.overTime || isMean(binding, snapshot)) return undefined;
  const each = isGaugeLike(binding) ? readMeasure({ ...decision.read, grouping: NATURAL }) : undefined;
  return each && !isUnreadable(each) ? build.aggregate(how, each.expr, by) : undefined;
}

const WORST_NOTED = new RegExp(
  `[(,] ?(?:the |of the )?${SUPERLATIVE_HIGH} (?:[\\w-]+ )?(?:pod|instance|node|replica|host|server|one|case|shard|broker)s?\\)?\\W*$`,
);

/** "… (worst pod)": one number for all of them. */
function worstNoted({ expr }: Valued, { binding, understanding }: Composition): Valued['expr'] | undefined {
  if (!WORST_NOTED.test(understanding.question) || !isGaugeLike(binding) || understanding.shape.ranking)
    return undefined;
  return build.aggregate('max', expr, byGroups(binding));
}

const UNTIL_FIRST = new RegExp(`\\b(?:until|till|before) (?:the |our )?${FIRST_WORD}\\b`);

/** "days until the first certificate expires". */
function soonest({ expr }: Valued, { binding, understanding }: Composition): Valued['expr'] | undefined {
  const isMoment = binding.measure.unit === 'timestamp' || binding.measure.unit === 'seconds';
  if (!isMoment || !isGaugeLike(binding) || !UNTIL_FIRST.test(understanding.question)) return undefined;
  return build.aggregate('min', expr, byGroups(binding));
}

const AGGREGATION_WORD = /\b(?:average|avg|mean|max|maximum|min|minimum)\b/;

function spoken({ expr }: Valued, { binding, understanding, decision }: Composition): Valued['expr'] | undefined {
  const aggregator = spokenAggregator(binding, understanding);
  if (!aggregator || !isGaugeLike(binding) || countsThings({ binding, understanding, decision })) return undefined;
  // The mean was taken along time already.
  if (aggregator === 'sum' && decision.overTime?.how === 'avg' && decision.read.grouping.kind === 'natural')
    return build.aggregate('sum', expr, byGroups(binding));
  const isOwnName = binding.phrase.some((stem) => stem.startsWith(aggregator));
  const isMerged = decision.overTime !== undefined || decision.read.grouping.kind === 'by';
  if (isOwnName || isMerged || understanding.superlative) return undefined;
  const { snapshot } = decision.read;
  if (isMean(binding, snapshot) || seriesCount({ binding, decision }) <= 1) return undefined;
  return AGGREGATION_WORD.test(understanding.question) || aggregator === 'sum'
    ? build.aggregate(aggregator, expr, byGroups(binding))
    : undefined;
}

/** "how many pods …": what is left of the series is counted later. */
function countsThings({ binding, understanding }: Composition): boolean {
  if (!understanding.shape.howMany) return false;
  const isStatement = binding.measure.holds !== undefined || understanding.threshold !== undefined;
  return isStatement || (binding.entityLabel !== undefined && binding.measure.unit !== 'count');
}

function seriesCount({ binding, decision }: { binding: Binding; decision: Composition['decision'] }): number {
  const { snapshot } = decision.read;
  return Math.max(...binding.measure.metrics.map((metric) => snapshot.metric(metric)?.seriesCount ?? 1));
}
