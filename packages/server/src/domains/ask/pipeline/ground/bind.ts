import type { Understanding } from '../understand/understand.ts';
import { exclusions, filterFor, filterForServices, isServiceLabel, mergeFilters } from './filters.ts';
import type { Ground } from './ground.ts';
import { type ResolvedGroup, resolveGroup, viewsUnder } from './groups.ts';
import type { Measure } from './measure.ts';
import type { Mention } from './mentions.ts';
import { type MatcherSpec, NOT_5XX, type OutcomeWish, outcomeMatcher } from './outcomes.ts';
import type { WeighedToken } from './question-words.ts';
import { findResource } from './resource.ts';

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
  readonly unexplained: readonly WeighedToken[];
  /** Weight of all tokens, explained or not. */
  readonly weight: number;
  readonly unboundMentions: readonly Mention[];
  /** About 0 to 1. */
  readonly score: number;
  readonly phrase: readonly string[];
  /** The question wrote the metric's name. */
  readonly namedOutright?: boolean;
}

export interface Question {
  readonly understanding: Understanding;
  readonly tokens: readonly WeighedToken[];
  readonly mentions: readonly Mention[];
  readonly totalWeight: number;
  /** Stems of the services named, which alone do not say what is measured. */
  readonly nameStems: ReadonlySet<string>;
  readonly wish?: OutcomeWish;
}

/** A word that names part of a label value, and the matcher it stands for. */
export interface PartialName {
  readonly word: string;
  readonly filter: MatcherSpec;
}

/** What is left of a phrase's fit when only the service's own name was said. */
const ONLY_NAMES = 0.6;

interface Phrase {
  readonly words: readonly string[];
  readonly matched: ReadonlySet<string>;
  /** Share of the phrase's weight that the question says. */
  readonly fit: number;
  readonly onlyNames: boolean;
}

/** Reads the question as being about `measure`. */
export function bind(
  question: Question,
  measure: Measure,
  ground: Ground,
  extra: readonly PartialName[] = [],
): Binding {
  const { understanding, wish } = question;
  const phrase = bestPhrase(measure, question, ground);
  const bound = bindMentions(question, measure, phrase, ground);
  const filters = [
    ...mergeFilters([...bound.filters, ...extra.map((part) => part.filter)], understanding),
    ...understanding.matchers.filter((matcher) => measure.labels.has(matcher.label)),
  ];
  const views = viewsUnder(measure, filters, ground);
  const first = views[0] ?? measure;
  filters.push(...exclusions(understanding, first, ground));
  // "load per core" is the measure's own name.
  const asked = understanding.shape.groupings.filter(
    (text) =>
      !(measure.kind === 'expression' || measure.keys) ||
      !ground.vocabulary.stems(text).every((stem) => measure.perStems.has(stem)) ||
      resolveGroup(text, views, ground)?.labels.some((label) => namesLabel(text, label, ground)),
  );
  const groups = asked
    .map((text): { text: string; resolved: ResolvedGroup | undefined } => ({
      text,
      resolved: resolveGroup(text, views, ground, understanding.shape.tentative.has(text)),
    }))
    .filter((group) => group.resolved !== undefined || !understanding.shape.tentative.has(group.text));
  const entity =
    understanding.shape.entityNoun === undefined
      ? undefined
      : resolveGroup(understanding.shape.entityNoun, views, ground)?.labels[0];
  const outcomeTaken =
    phrase.matched.has('error') ||
    phrase.matched.has('success') ||
    [...measure.matched, ...filters.map((filter) => filter.label)].some(isOutcomeLabel);
  const outcome =
    wish && !outcomeTaken
      ? outcomeMatcher(wish, first, ground.snapshot, ground.knowledge, understanding.question)
      : undefined;
  const explained = explain(question, {
    measure,
    phrase,
    spans: bound.spans,
    parts: new Set(extra.map((part) => part.word)),
    outcome: outcome !== undefined,
    groups: groups.flatMap((group) => (group.resolved ? [group.text] : [])),
    ground,
  });
  const penalties =
    0.28 * bound.unbound.filter((mention) => mention.service ?? mention.specific).length +
    groups.reduce((sum, group) => sum + (group.resolved ? (1 - group.resolved.quality) * 0.3 : 0.2), 0) +
    ([...measure.fixed.values()].some((value) => negatesPlainly(value.toLowerCase(), question)) ? 0.2 : 0) +
    (entity && isSingle(entity, measure, ground) ? 0.08 : 0) +
    (NOT_5XX.test(understanding.question) && measure.matched.size > 0 && [...measure.matched].some(isOutcomeLabel)
      ? 0.3
      : 0) +
    (question.mentions.some((mention) => contradicts(mention, question, measure, phrase)) ? 0.25 : 0) +
    (isCount(measure) && understanding.shape.entities && !understanding.shape.howMany ? 0.1 : 0) +
    0.12 * explained.unexplained.filter((token) => ground.subjectStems.has(token.stem)).length +
    (missesEntity(understanding, measure, ground, entity) ? 0.1 : 0) +
    (wish &&
    wish !== 'success' &&
    !outcome &&
    !outcomeTaken &&
    !measure.holds &&
    !/err|fail/.test(measure.metrics.join())
      ? 0.12
      : 0);
  return {
    measure,
    filters,
    groups: [
      ...new Set([
        ...groups.flatMap((group) => group.resolved?.labels ?? []),
        ...(groups.length === 0 ? namedTogether(filters) : []),
      ]),
    ],
    unresolvedGroups: groups.filter((group) => !group.resolved).map((group) => group.text),
    unexplained: explained.unexplained,
    weight: explained.total,
    unboundMentions: bound.unbound,
    score:
      (entity && namesLabel(understanding.shape.entityNoun ?? '', entity, ground) ? 0.04 : 0) +
      0.58 * explained.coverage +
      0.36 * fitWith(phrase, filters) +
      bonus(question, measure, bound.owns) -
      penalties,
    phrase: phrase.words,
    ...(entity && { entityLabel: entity }),
    ...(outcome && { outcome }),
  };
}

function bestPhrase(measure: Measure, question: Question, ground: Ground): Phrase {
  const stems = new Set(question.tokens.map((token) => token.stem));
  let best: Phrase = { words: [], matched: new Set(), fit: 0, onlyNames: false };
  let bestRank = -1;
  const hinted = new Set(
    question.tokens.filter((token) => token.start < 0 && token.weight < 0.2).map((token) => token.stem),
  );
  const guessed = new Set(question.tokens.filter((token) => token.corrected).map((token) => token.stem));
  const subjectSaid = question.tokens.some((token) => measure.about.has(token.stem));
  for (const words of measure.phrases) {
    let total = 0;
    let hit = 0;
    let said = 0;
    const matched = new Set<string>();
    for (const word of words) {
      const weight = ground.weight(word);
      // What a phrase says and the question does not counts in full, also words of form: "time to send" is not "sent".
      total += stems.has(word) || measure.origin === 'family' ? weight : unsaidWeight(word, weight, ground);
      if (stems.has(word)) {
        hit += hinted.has(word) ? weight * 0.5 : weight;
        said += weight;
        matched.add(word);
      } else if (measure.about.has(word)) hit += unsaidWeight(word, weight, ground) * (subjectSaid ? 0.5 : 0.15);
    }
    if (total === 0 || matched.size === 0) continue;
    // A name has words that nobody says ("attempts", "total"); a phrase was chosen to be said whole.
    const onlyNames = [...matched].every((word) => question.nameStems.has(word) || guessed.has(word));
    const fit = (measure.origin === 'family' ? (hit / total) ** 0.6 : hit / total) * (onlyNames ? ONLY_NAMES : 1);
    const rank = 0.36 * fit + 0.58 * Math.min(1, said / Math.max(0.01, question.totalWeight));
    if (rank > bestRank) {
      best = { words, matched, fit, onlyNames };
      bestRank = rank;
    }
  }
  return best;
}

/** Common words turn a meaning as much as rare ones: "failed commands" is not "commands". */
function unsaidWeight(word: string, weight: number, ground: Ground): number {
  return ground.isForm(word) ? Math.max(weight, ground.plainWeight(word) * 0.5) : Math.max(weight, 0.6);
}

function bindMentions(
  question: Question,
  measure: Measure,
  phrase: Phrase,
  ground: Ground,
): { filters: MatcherSpec[]; unbound: Mention[]; spans: Mention[]; owns: boolean } {
  const filters: MatcherSpec[] = [];
  const unbound: Mention[] = [];
  const spans: Mention[] = [];
  let owns = false;
  const negated = question.understanding.negatedWords;
  const together = filterForServices(
    question.mentions.filter((mention) => mention.service !== undefined && !negated.includes(mention.text)),
    measure,
    ground,
  );
  if (together) filters.push(together);
  for (const mention of question.mentions) {
    if (!mention.specific && ground.labelWords.isThingWord(mention.text) && !filterFor(mention, measure, ground))
      continue;
    const spoken = saidBy(mention, question, phrase.matched);
    const redundant =
      !mention.specific && ((spoken && mention.service === undefined) || saidBy(mention, question, measure.about));
    const filter = redundant || (together && mention.service) ? undefined : filterFor(mention, measure, ground);
    if (filter) filters.push(filter);
    if (
      filter ||
      redundant ||
      (together && mention.service) ||
      spoken ||
      namedByMeasure(mention, question, measure, ground)
    )
      spans.push(mention);
    else if (
      !question.mentions.some(
        (other) => other !== mention && other.text.length > mention.text.length && other.text.includes(mention.text),
      )
    )
      unbound.push(mention);
    else spans.push(mention);
    owns ||= mention.service !== undefined && emits(mention, measure, ground);
  }
  return {
    filters: together ? filters.filter((filter) => filter === together || !isServiceLabel(filter.label)) : filters,
    unbound,
    spans,
    owns,
  };
}

/** Whether the service itself exposes the measure, rather than a proxy or the platform about it. */
function emits(mention: Mention, measure: Measure, ground: Ground): boolean {
  const jobs =
    mention.service?.identifiedBy.filter((identity) => identity.label === 'job').map((identity) => identity.value) ??
    [];
  return (
    jobs.length > 0 &&
    measure.metrics.some((metric) =>
      ground.snapshot
        .metric(metric)
        ?.labels.get('job')
        ?.values.some((job) => jobs.includes(job)),
    )
  );
}

function inside(mention: Mention, question: Question): readonly WeighedToken[] {
  return question.tokens.filter((token) => token.start >= mention.start && token.end <= mention.end && !token.generic);
}

function saidBy(mention: Mention, question: Question, stems: ReadonlySet<string>): boolean {
  const tokens = inside(mention, question);
  return tokens.length > 0 && tokens.every((token) => stems.has(token.stem));
}

/** The mention is part of what the measure is, not a filter on it: "cart" of `cart_active_carts`. */
function namedByMeasure(mention: Mention, question: Question, measure: Measure, ground: Ground): boolean {
  if (mention.places.some((place) => measure.fixed.get(place.label) === place.value)) return true;
  const named = new Set([...measure.nameStems, ...measure.about]);
  if (
    mention.service === undefined &&
    !mention.specific &&
    saidBy(mention, question, new Set([...named, ...measure.helpStems]))
  )
    return true;
  const stems = ground.vocabulary.stems(mention.text);
  return stems.length > 0 && stems.every((stem) => named.has(stem));
}

function isOutcomeLabel(label: string): boolean {
  return /status|code|result|outcome|^state$|^phase$|^condition$|^reason$/.test(label);
}

/** "which process group …" is not about measures that know no process groups. */
function missesEntity(
  understanding: Understanding,
  measure: Measure,
  ground: Ground,
  entity: string | undefined,
): boolean {
  const { entityNoun } = understanding.shape;
  return entityNoun !== undefined && entity === undefined && !measure.holds && ground.labelWords.isThing(entityNoun);
}

interface Explanation {
  readonly measure: Measure;
  readonly phrase: Phrase;
  readonly spans: readonly Mention[];
  readonly parts: ReadonlySet<string>;
  readonly outcome: boolean;
  readonly groups: readonly string[];
  readonly ground: Ground;
}

function explain(
  question: Question,
  by: Explanation,
): { coverage: number; unexplained: WeighedToken[]; total: number } {
  const excluded = new Set(question.understanding.negatedWords);
  let covered = 0;
  let total = 0;
  const unexplained: WeighedToken[] = [];
  for (const token of question.tokens) {
    if (token.generic || token.weight === 0) continue;
    const worth = excluded.has(token.text) ? 0.8 : worthOf(token, by);
    covered += token.weight * worth;
    if (worth > 0) total += token.weight;
    else {
      // Everyday words speak for a measure that has them, and hardly against one that has not.
      const weight = token.weight * againstOf(token, by.ground);
      total += weight;
      if (weight > 0.05) unexplained.push({ ...token, weight });
    }
  }
  return { coverage: total === 0 ? 0 : covered / total, unexplained, total };
}

function againstOf(token: WeighedToken, ground: Ground): number {
  if (token.start < 0) return 0;
  if (ground.isForm(token.stem)) return 0.4;
  if (!token.everyday) return 1;
  return ground.knows(token.stem) ? 0.5 : 0.25;
}

/** How well a token is accounted for, 0 to 1. */
function worthOf(token: WeighedToken, by: Explanation): number {
  const { measure, ground } = by;
  // A word of a phrase that is hardly said proves little.
  if (by.phrase.matched.has(token.stem)) return 0.85 + 0.15 * Math.min(1, by.phrase.fit);
  if (by.parts.has(token.text)) return 0.85;
  const span = by.spans.find((mention) => token.start >= mention.start && token.end <= mention.end);
  if (span) return span.service || span.specific ? 0.95 : measure.phraseStems.has(token.stem) ? 0.9 : 0.55;
  if (measure.phraseStems.has(token.stem)) return 0.88;
  if (measure.about.has(token.stem)) return 0.9;
  if (by.outcome && (token.stem === 'error' || token.stem === 'success' || /^[45]xx$/.test(token.stem))) return 0.95;
  if (by.groups.some((group) => group.includes(token.text))) return 0.85;
  if (measure.nameStems.has(token.stem)) return 0.8;
  if (ground.labelWords.stems.has(token.stem) && ground.labelWords.resolve(token.text, measure) !== undefined)
    return 0.7;
  if (measure.helpStems.has(token.stem)) return 0.55;
  return 0;
}

function bonus(question: Question, measure: Measure, owns: boolean): number {
  const { understanding } = question;
  const { threshold, shape, askedUnit } = understanding;
  let value = measure.origin === 'knowledge' ? 0.05 : measure.origin === 'derived' ? 0.04 : 0;
  if (owns) value += 0.07;
  if (foreignSubject(question, measure)) value -= 0.05;
  const asked = askedUnit?.base ?? threshold?.unit?.base;
  const proportional = measure.unit === 'ratio' || measure.unit === 'percent';
  if (understanding.relative) value += proportional ? 0.14 : -0.1;
  else if (asked === 'percent' || asked === 'ratio' || threshold?.fraction) value += proportional ? 0.08 : -0.05;
  else if (asked === 'bytes' || asked === 'bits')
    value += measure.unit === 'bytes' || measure.unit === 'bits' ? 0.05 : -0.03;
  else if (asked === 'seconds') value += measure.unit === 'seconds' || measure.unit === 'timestamp' ? 0.03 : 0;
  if (
    /\b(?:since|ago|how old|last time|when (?:did|was|were)|age)\b/.test(understanding.question) &&
    measure.unit === 'timestamp'
  )
    value += 0.07;
  if (/\bseconds per second\b|\btime spent\b|\bspends?\b/.test(understanding.question) && measure.unit === 'seconds')
    value += 0.08;
  if (/\bbytes\b/.test(understanding.words) && measure.unit === 'bytes') value += 0.04;
  if (/\b(?:utili[sz]ation|saturat\w+|how full|occupancy)\b/.test(understanding.question))
    value += proportional ? 0.06 : 0;
  // "errors by route" counts them; only "error rate" and the like compare them with the rest.
  if (question.wish && proportional && !asked && !/\b(?:rate|ratio|availability|budget|how often)\b/.test(understanding.question)) value -= 0.06;
  if ((shape.howMany || /\bhow (?:much|many)\b/.test(understanding.question)) && proportional && !asked) value -= 0.08;
  if (understanding.time.timeUntil || understanding.time.forecast) value += resourceFit(measure);
  if (shape.percentiles.length > 0)
    value +=
      measure.kind === 'histogram' || measure.kind === 'summary' || namesPercentile(measure, shape.percentiles)
        ? 0.1
        : -0.4;
  if (COMPARATIVE.test(understanding.question) && !threshold && shape.entities) value += measure.holds ? 0.12 : -0.04;
  const timed =
    threshold?.unit?.base === 'seconds' && (asked === 'percent' || asked === 'ratio' || asked === 'seconds');
  if (timed && wantsShare(understanding.question)) value += measure.kind === 'histogram' ? 0.15 : -0.1;
  if (measure.holds)
    value += threshold
      ? -0.03
      : shape.entities || /^(?:are|is|any|do|does|has|have|did)\b/.test(understanding.question)
        ? 0.06
        : -0.01;
  return value;
}

/** A special subject (redis, an ingress) that the question does not name. */
function foreignSubject(question: Question, measure: Measure): boolean {
  if (
    measure.about.size === 0 ||
    measure.subject === undefined ||
    /^(?:http|grpc|applications?|node|kube|prometheus|cadvisor|kubelet)/.test(measure.subject)
  )
    return false;
  return !question.tokens.some((token) => measure.about.has(token.stem));
}

/** What can run out: an amount that is free, or used of a limit; never the limit alone. */
function resourceFit(measure: Measure): number {
  const resource = findResource(measure.expr);
  if (!resource) return -0.05;
  if (resource.free ?? resource.limit) return 0.1;
  return /limit|max|capacity|size|total/.test(resource.used?.name ?? '') ? -0.2 : 0;
}

/** A gauge that is a percentile itself: `…_lag_p99_seconds`. */
function namesPercentile(measure: Measure, percentiles: readonly number[]): boolean {
  return percentiles.some((level) => measure.nameStems.has(`p${Math.round(level * 1000) / 10}`));
}

/** "failing calls to auth, cart and payments": each of the things named gets its own number. */
function namedTogether(filters: readonly MatcherSpec[]): string[] {
  return filters
    .filter((filter) => filter.op === '=~' && filter.alternatives !== undefined)
    .map((filter) => filter.label);
}

/** "not closed" against a measure of what is closed; "not ready" is a word of its own (unready). */
function negatesPlainly(value: string, question: Question): boolean {
  return (
    question.understanding.negatedWords.includes(value) &&
    !question.tokens.some((token) => /^(?:not|no|non) /.test(token.text))
  );
}

/** The label is called as the question calls the thing: `node` for "nodes", not `instance`. */
function namesLabel(noun: string, label: string, ground: Ground): boolean {
  const stems = ground.vocabulary.stems(noun);
  return ground.vocabulary.stems(label.replaceAll('_', ' ')).some((stem) => stems.includes(stem));
}

/** Whether the label has one value only: "which job" is not about a measure of a single job. */
function isSingle(label: string, measure: Measure, ground: Ground): boolean {
  return measure.metrics.every((metric) => (ground.snapshot.metric(metric)?.labels.get(label)?.distinct ?? 0) <= 1);
}

/** A phrase of which only the service was said counts in full when the question names values of the metric itself. */
function fitWith(phrase: Phrase, filters: readonly MatcherSpec[]): number {
  const named = phrase.onlyNames && filters.some((filter) => !isServiceLabel(filter.label));
  return named ? phrase.fit / ONLY_NAMES : phrase.fit;
}

/** The question names another value of a label that the measure pins: warnings, of a measure of errors. */
function contradicts(mention: Mention, question: Question, measure: Measure, phrase: Phrase): boolean {
  if (mention.service || question.understanding.negatedWords.includes(mention.text)) return false;
  const pinned = mention.places.filter((place) => measure.fixed.has(place.label));
  if (pinned.length === 0 || saidBy(mention, question, phrase.matched)) return false;
  return (
    !mention.places.some((place) => !measure.fixed.has(place.label) && measure.labels.has(place.label)) &&
    !pinned.some(
      (place) =>
        matches(measure.fixed.get(place.label) ?? '', place.value) &&
        !/\.|\*/.test(measure.fixed.get(place.label) ?? ''),
    )
  );
}

function matches(pattern: string, value: string): boolean {
  return pattern === value || pattern.split('|').includes(value);
}

function isCount(measure: Measure): boolean {
  return measure.expr.type === 'Aggregate' && measure.expr.op === 'count';
}

/** Two amounts of the same thing are compared: "fewer ready pods than desired". */
const COMPARATIVE =
  /\b(?:fewer|less|more|lower|higher|not the same|not equal|differ\w*|mismatch\w*|behind|short)\b.*\b(?:than|as|from|of)\b.*\b(?:desired|want\w*|have|has|should|expected|required|requested|ask\w*|spec\w*|need\w*|asked|got|running|actual\w*)\b|\bwant\w* more\b/;

function wantsShare(question: string): boolean {
  return /\b(?:share|percent\w*|ratio|fraction|proportion|portion)\b|%/.test(question);
}
