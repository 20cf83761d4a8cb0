import type { Understanding } from '../understand/understand.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import type { Mention } from './mentions.ts';
import { findOutcomeWish, type MatcherSpec, outcomeMatcher } from './outcomes.ts';
import type { Token } from './vocabulary.ts';
import type { ValuePlace } from './values.ts';

/** A measure with what of the question it explains: its filters, groupings and how well it fits. */
export interface Binding {
  readonly measure: Measure;
  readonly filters: readonly MatcherSpec[];
  readonly groups: readonly string[];
  readonly unresolvedGroups: readonly string[];
  /** The label that "which …" asks for. */
  readonly entityLabel?: string;
  /** Outcomes wanted, as a matcher that only the counted part has. */
  readonly outcome?: MatcherSpec;
  /** Question tokens nothing explains. */
  readonly unexplained: readonly Token[];
  readonly unboundMentions: readonly Mention[];
  readonly score: number;
  readonly phrase: readonly string[];
}

const SERVICE_PRIORITY = ['service', 'service_name', 'app', 'application', 'job', 'container', 'deployment', 'statefulset', 'daemonset', 'consumergroup', 'topic', 'namespace', 'exported_namespace', 'pod', 'instance'];

export interface Question {
  readonly understanding: Understanding;
  readonly tokens: readonly Token[];
  readonly mentions: readonly Mention[];
}

/** Reads the question as being about `measure`. */
export function bind(question: Question, measure: Measure, ground: Ground): Binding {
  const { understanding, tokens } = question;
  const constrained = constrainedLabels(measure);
  const phrase = bestPhrase(measure, tokens, ground);
  const inPhrase = new Set(phrase.matched);
  const filters: MatcherSpec[] = [];
  const unbound: Mention[] = [];
  const explainedSpans: { start: number; end: number }[] = [];
  for (const mention of question.mentions) {
    const redundant = !mention.specific && mention.service === undefined && coveredBy(mention, tokens, inPhrase);
    const filter = filterFor(mention, measure, ground, constrained, redundant);
    if (filter) {
      if (!filters.some((other) => other.label === filter.label && other.value === filter.value)) filters.push(filter);
      explainedSpans.push(mention);
    } else if (coveredByMeasure(mention, measure, tokens, inPhrase, ground)) explainedSpans.push(mention);
    else unbound.push(mention);
  }
  const merged = mergeFilters(filters, understanding);
  for (const matcher of understanding.matchers) if (measure.labels.has(matcher.label)) merged.push(matcher);
  const groupPhrases = understanding.shape.groupings;
  const groups: string[] = [];
  const unresolved: string[] = [];
  for (const phraseText of groupPhrases) {
    const label = ground.labelWords.resolve(phraseText, measure);
    if (label) groups.push(label);
    else unresolved.push(phraseText);
  }
  const entity = understanding.shape.entityNoun === undefined ? undefined : resolveEntity(understanding.shape.entityNoun, measure, ground);
  const wish = findOutcomeWish(understanding.question);
  const outcome = wish && !constrainedByOutcome(measure, inPhrase) && !merged.some((filter) => isOutcomeLabel(filter.label)) ? outcomeMatcher(wish, measure, ground.snapshot, ground.knowledge) : undefined;

  let total = 0;
  let covered = 0;
  const unexplained: Token[] = [];
  for (const token of tokens) {
    if (token.generic) continue;
    const weight = ground.weight(token.stem);
    total += weight;
    const worth = explains(token, { measure, inPhrase, explainedSpans, outcome: outcome !== undefined, entity, ground });
    covered += weight * worth;
    if (worth === 0 && weight > 0.26) unexplained.push(token);
  }
  const coverage = total === 0 ? 0 : covered / total;
  const fit = phrase.coverage;
  const score =
    0.58 * coverage + 0.36 * fit + bonus(question, measure, ground) - 0.28 * unbound.filter((mention) => mention.service ?? mention.specific).length - 0.15 * unresolved.length;
  return {
    measure,
    filters: merged,
    groups: [...new Set(groups)],
    unresolvedGroups: unresolved,
    unexplained,
    unboundMentions: unbound,
    score,
    phrase: phrase.words,
    ...(entity && { entityLabel: entity }),
    ...(outcome && { outcome }),
  };
}

function constrainedLabels(measure: Measure): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && node.type === 'VectorSelector' && 'matchers' in node) {
      for (const matcher of node.matchers as { label: string; value: string }[]) found.set(matcher.label, matcher.value);
    }
    for (const value of Object.values(node)) if (typeof value === 'object') Array.isArray(value) ? value.forEach(visit) : visit(value);
  };
  visit(measure.expr);
  return found;
}

function bestPhrase(measure: Measure, tokens: readonly Token[], ground: Ground): { coverage: number; matched: string[]; words: readonly string[] } {
  const stems = new Set(tokens.map((token) => token.stem));
  let best: { coverage: number; matched: string[]; words: readonly string[]; weight: number } = { coverage: 0, matched: [], words: [], weight: 0 };
  for (const words of measure.phrases) {
    let total = 0;
    let hit = 0;
    const matched: string[] = [];
    for (const word of words) {
      const weight = ground.weight(word);
      total += weight;
      if (stems.has(word)) {
        hit += weight;
        matched.push(word);
      } else if (measure.about.has(word)) hit += weight * 0.5;
    }
    const coverage = total === 0 ? 0 : hit / total;
    if (coverage > best.coverage + 1e-9 || (Math.abs(coverage - best.coverage) < 1e-9 && hit > best.weight)) best = { coverage, matched, words, weight: hit };
  }
  return best;
}

function coveredBy(mention: Mention, tokens: readonly Token[], stems: ReadonlySet<string>): boolean {
  const inside = tokens.filter((token) => token.start >= mention.start && token.end <= mention.end && !token.generic);
  return inside.length > 0 && inside.every((token) => stems.has(token.stem));
}

function coveredByMeasure(mention: Mention, measure: Measure, tokens: readonly Token[], inPhrase: ReadonlySet<string>, ground: Ground): boolean {
  if (coveredBy(mention, tokens, inPhrase)) return true;
  if (mention.service === undefined && !mention.specific) return coveredBy(mention, tokens, new Set([...inPhrase, ...measure.about, ...measure.nameStems, ...measure.helpStems]));
  const constrained = constrainedLabels(measure);
  if (mention.places.some((place) => constrained.get(place.label) === place.value)) return true;
  const named = new Set([...measure.nameStems, ...measure.about]);
  return ground.vocabulary.stems(mention.text).every((stem) => named.has(stem));
}

function carries(place: ValuePlace, measure: Measure, ground: Ground): boolean {
  return measure.metrics.some((metric) => place.families.has(ground.snapshot.metric(metric)?.family ?? metric));
}

function filterFor(mention: Mention, measure: Measure, ground: Ground, constrained: ReadonlyMap<string, string>, redundant: boolean): MatcherSpec | undefined {
  const places = mention.places.filter((place) => !constrained.has(place.label) && carries(place, measure, ground));
  const rank = (label: string) => (SERVICE_PRIORITY.indexOf(label) + SERVICE_PRIORITY.length + 1) % (SERVICE_PRIORITY.length + 1);
  const [best] = [...places].sort((a, b) => rank(a.label) - rank(b.label));
  if (best && !redundant) {
    const whole = best.value.toLowerCase() === mention.text || mention.corrected !== undefined || !/:\d+$/.test(best.value);
    return whole ? { label: best.label, op: '=', value: best.value } : { label: best.label, op: '=~', value: `${escapeRegex(best.value.replace(/:\d+$/, ''))}(:.*)?` };
  }
  if (redundant) return undefined;
  return serviceFilter(mention, measure, ground, constrained);
}

/** A service that the measure's series name in another way: inside a job, pod or instance. */
function serviceFilter(mention: Mention, measure: Measure, ground: Ground, constrained: ReadonlyMap<string, string>): MatcherSpec | undefined {
  if (!mention.service && !mention.specific) return undefined;
  const name = (mention.service?.name ?? mention.text).toLowerCase();
  const pattern = mention.service?.podPatterns.find((candidate) => measure.labels.has(candidate.label) && !constrained.has(candidate.label));
  const values = (label: string) => measure.metrics.flatMap((metric) => ground.snapshot.metric(metric)?.labels.get(label)?.values ?? []);
  if (pattern && values(pattern.label).some((value) => new RegExp(`^(?:${pattern.pattern})$`).test(value))) return { label: pattern.label, op: '=~', value: pattern.pattern };
  for (const label of ['job', 'service', 'app', 'container', 'deployment', 'pod', 'instance', 'host', 'path', 'uri', 'route', 'ingress', 'exported_service']) {
    if (!measure.labels.has(label) || constrained.has(label)) continue;
    const all = [...new Set(values(label))];
    const hits = all.filter((value) => value.toLowerCase().split(/[^a-z0-9]+/).join('-').includes(name.split(/[^a-z0-9]+/).join('-')));
    if (hits.length > 0 && (hits.length < all.length || all.length === 1)) return hits.length === 1 && hits[0] !== undefined ? { label, op: '=', value: hits[0] } : { label, op: '=~', value: `.*${escapeRegex(name)}.*` };
  }
  return undefined;
}

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Values of one label become alternatives; a negated word becomes an exclusion. */
function mergeFilters(filters: readonly MatcherSpec[], understanding: Understanding): MatcherSpec[] {
  const negated = new Set(understanding.negatedWords.map((word) => word.toLowerCase()));
  const byLabel = new Map<string, MatcherSpec[]>();
  for (const filter of filters) byLabel.set(filter.label, [...(byLabel.get(filter.label) ?? []), filter]);
  return [...byLabel.entries()].flatMap(([label, group]) => {
    const out = group.filter((filter) => negated.has(filter.value.toLowerCase()));
    const kept = group.filter((filter) => !negated.has(filter.value.toLowerCase()));
    return [...alternatives(label, kept, false), ...alternatives(label, out, true)];
  });
}

function alternatives(label: string, filters: readonly MatcherSpec[], negated: boolean): MatcherSpec[] {
  const [first] = filters;
  if (!first) return [];
  if (filters.length === 1) return [negated ? { label, op: first.op === '=' ? '!=' : '!~', value: first.value } : first];
  const value = filters.map((filter) => (filter.op === '=' ? escapeRegex(filter.value) : filter.value)).join('|');
  return [{ label, op: negated ? '!~' : '=~', value }];
}

function resolveEntity(noun: string, measure: Measure, ground: Ground): string | undefined {
  const words = noun.split(' ');
  for (let size = words.length; size >= 1; size -= 1) {
    const label = ground.labelWords.resolve(words.slice(0, size).join(' '), measure);
    if (label) return label;
  }
  return undefined;
}

function isOutcomeLabel(label: string): boolean {
  return /status|code|result|outcome|^state$/.test(label);
}

function constrainedByOutcome(measure: Measure, inPhrase: ReadonlySet<string>): boolean {
  return inPhrase.has('error') || inPhrase.has('success') || [...constrainedLabels(measure).keys()].some(isOutcomeLabel);
}

function explains(token: Token, context: { measure: Measure; inPhrase: ReadonlySet<string>; explainedSpans: readonly { start: number; end: number }[]; outcome: boolean; entity: string | undefined; ground: Ground }): number {
  const { measure, ground } = context;
  if (context.inPhrase.has(token.stem)) return 1;
  if (context.explainedSpans.some((span) => token.start >= span.start && token.end <= span.end)) return 0.95;
  if (measure.about.has(token.stem)) return 0.9;
  if (context.outcome && (token.stem === 'error' || token.stem === 'success' || /^[45]xx$/.test(token.stem))) return 0.9;
  if (measure.nameStems.has(token.stem)) return 0.8;
  if (context.entity !== undefined && ground.labelWords.resolve(token.text, measure) === context.entity) return 0.75;
  if (ground.labelWords.stems.has(token.stem) && ground.labelWords.resolve(token.text, measure) !== undefined) return 0.6;
  if (measure.helpStems.has(token.stem)) return 0.55;
  return 0;
}

function bonus(question: Question, measure: Measure, _ground: Ground): number {
  const { understanding } = question;
  let value = measure.origin === 'knowledge' ? 0.05 : measure.origin === 'derived' ? 0.04 : measure.origin === 'panel' ? 0.02 : 0;
  const asked = understanding.askedUnit?.base ?? understanding.threshold?.unit?.base;
  const proportional = measure.unit === 'ratio' || measure.unit === 'percent';
  if (asked === 'percent' || asked === 'ratio') value += proportional ? 0.08 : -0.03;
  else if (asked === 'bytes' || asked === 'bits') value += measure.unit === 'bytes' || measure.unit === 'bits' ? 0.05 : -0.03;
  else if (asked === 'seconds') value += measure.unit === 'seconds' || measure.unit === 'timestamp' ? 0.03 : 0;
  if (understanding.threshold?.fraction && proportional) value += 0.05;
  if (understanding.shape.percentiles.length > 0) value += measure.kind === 'histogram' || measure.kind === 'summary' ? 0.1 : -0.4;
  if (measure.holds) value += understanding.threshold ? -0.03 : understanding.shape.entities || /^(?:are|is|any|do|does|has|have|did)\b/.test(understanding.question) ? 0.04 : 0;
  return value;
}
