import { type Expr, walk } from '@locum/promql';
import type { Understanding } from '../understand/understand.ts';
import type { Binding } from './binding.ts';
import type { Ground } from './ground.ts';
import { isServiceLabel } from './label-order.ts';
import type { Measure } from './measure.ts';
import { valuesOf } from './measure-values.ts';
import type { Mention } from './mentions.ts';
import type { Question } from './question.ts';

/** Another metric that tells of a measure's targets what the measure itself does not: the version that runs there. */
export interface InfoJoin {
  /** One series for each target, with the value 1: `cart_build_info`. */
  readonly metric: string;
  /** What is asked of it. */
  readonly labels: readonly string[];
  /** The labels that identify a target in both. */
  readonly on: readonly string[];
  /** From the question's groupings to those labels. */
  readonly called: ReadonlyMap<string, string>;
}

/** What tells which build runs, and what people call it; the likeliest first. */
const CALLED: readonly (readonly [label: string, name: RegExp])[] = [
  ['version', /^(?:version|release|build)s?$/],
  ['revision', /^(?:revision|commit|sha)s?$/],
  ['commit', /^(?:revision|commit|sha)s?$/],
  ['goversion', /^go ?versions?$/],
  ['branch', /^branch(?:es)?$/],
];
/** Said of any version: "deployed version", "git commit". */
const QUALIFIER =
  /^(?:deployed|running|live|released|current|installed|software|app|application|service|program|git|old|new|both|two|different|distinct|each)$/;
const WORD_OF_BUILD =
  /^(?:versions?|releases?|builds?|revisions?|commits?|sha|branch(?:es)?|canary|canaries|candidate|deployed|running|live|rollout|rolled out|old|new|older|newer|previous|current|stable)$/;

/** A word that says no more than that builds are told apart. */
export function isWordOfBuild(word: string): boolean {
  return WORD_OF_BUILD.test(word);
}

/**
 * The info metric by which `alone`, a measure as it was bound by itself, can be told by the version, commit or branch that the
 * question names or groups by. Nothing when the measure needs none, or when no such metric is of the same program.
 */
export function findInfoJoin(alone: Binding, question: Question, ground: Ground): InfoJoin | undefined {
  const phrases = phrasesLeft(alone, question);
  const values = alone.unboundMentions.filter((mention) => namesBuild(mention));
  if ((phrases.length === 0 && values.length === 0) || !isOfTargets(alone.measure, question.understanding))
    return undefined;
  for (const info of infosOf(ground)) {
    const called = new Map(phrases.flatMap((phrase) => labelsCalled(phrase, info, question)));
    const named = values.flatMap((mention) => labelWith(mention, info, question) ?? []);
    const tellsAll = called.size + named.length > 0 && named.length === values.length;
    const on = tellsAll ? targetOf(alone, info, question, ground) : [];
    if (on.length > 0) return { metric: info.metric, labels: [...new Set([...called.values(), ...named])], on, called };
  }
  return undefined;
}

/** "version", "commits". */
function isNameOfBuild(word: string): boolean {
  return CALLED.some(([, name]) => name.test(word));
}

/** The measure with the labels that the join adds. */
export function joinedWith(measure: Measure, joined: InfoJoin): Measure {
  return { ...measure, labels: new Set([...measure.labels, ...joined.labels]), joined };
}

/** Groupings that the measure has no label for. Which version is asked only where one is picked: others want a list of versions. */
function phrasesLeft({ unresolvedGroups, entityLabel }: Binding, { understanding }: Question): readonly string[] {
  const { shape, superlative, threshold } = understanding;
  const picks = superlative ?? shape.ranking ?? threshold;
  const noun = picks !== undefined && entityLabel === undefined ? shape.entityNoun : undefined;
  const phrases = noun === undefined ? unresolvedGroups : [...unresolvedGroups, noun];
  return phrases.filter((phrase) => phrase.split(' ').some(isNameOfBuild));
}

/** Also "release candidate", but not "main": a branch may be called like anything. */
function namesBuild({ text, specific, places }: Mention): boolean {
  const isNamed = specific || /^(?:release candidate|rc)$/.test(text);
  return isNamed && places.some((place) => CALLED.some(([label]) => label === place.label));
}

/** Read by series of targets: what a program measures of itself, rather than a list, a state or a forecast. */
function isOfTargets({ unit, holds, expr, metrics }: Measure, { time }: Understanding): boolean {
  const isList = unit === 'bool' || unit === 'info' || holds !== undefined || metrics.every((name) => INFO.test(name));
  const isCount = expr.type === 'Aggregate' && expr.op === 'count';
  return !isList && !isCount && !time.forecast && !time.timeUntil && !isMatched(expr);
}

/** Sides that are matched by labels of their own would lose what is joined to them. */
function isMatched(expr: Expr): boolean {
  let found = false;
  walk(expr, (node) => {
    found ||= node.type === 'Binary' && node.matching !== undefined;
  });
  return found;
}

const INFO = /_info$/;

interface Info {
  readonly metric: string;
  /** The words of its name before "info": of the program, or of what it is built with. */
  readonly words: readonly string[];
  /** Of the program itself, and not of what it runs on (`go_info`). */
  readonly isOwn: boolean;
  readonly labels: ReadonlyMap<string, { readonly values: readonly string[] }>;
}

const infosByGround = new WeakMap<Ground, readonly Info[]>();

/** The programs' own first. Remembered: one question asks for them of every candidate. What an exporter is built from says nothing of what it exports. */
function infosOf(ground: Ground): readonly Info[] {
  const known = infosByGround.get(ground);
  if (known) return known;
  const infos = [...ground.snapshot.families.values()]
    .filter(
      ({ name, labels }) => INFO.test(name) && !/exporter/.test(name) && CALLED.some(([label]) => labels.has(label)),
    )
    .map(({ name, labels }) => ({
      metric: name,
      words: name.replace(/(?:_build|_version)?_info$/, '').split('_'),
      isOwn: name.endsWith('_build_info'),
      labels,
    }))
    .sort((a, b) => Number(b.isOwn) - Number(a.isOwn));
  infosByGround.set(ground, infos);
  return infos;
}

/** "cart version", "deployed commit": nothing but the program and what any version is called. "go version" is another label. */
function labelsCalled(phrase: string, info: Info, { mentions }: Question): (readonly [string, string])[] {
  const services = mentions.flatMap(({ service, text }) => (service ? text.split(' ') : []));
  const words = phrase.split(' ');
  const end = words.findIndex(isNameOfBuild);
  const said = words.slice(0, end + 1);
  const own = said.filter((word) => !QUALIFIER.test(word) && !services.includes(word) && !info.words.includes(word));
  if (!info.isOwn && !said.some((word) => info.words.includes(word))) return [];
  const label = CALLED.find(([name, pattern]) => info.labels.has(name) && pattern.test(own.join(' ')))?.[0];
  return label === undefined ? [] : [[phrase, label]];
}

function labelWith({ places }: Mention, info: Info, { stems }: Question): string | undefined {
  if (!info.isOwn && !info.words.every((word) => stems.has(word))) return undefined;
  return CALLED.find(([label]) =>
    places.some((place) => place.label === label && place.families.has(info.metric)),
  )?.[0];
}

/** By which labels the same targets are found in both; none when the info metric is of another program. */
function targetOf(alone: Binding, info: Info, question: Question, ground: Ground): readonly string[] {
  const { measure } = alone;
  const isShared = (label: string) => {
    const values = info.labels.get(label)?.values ?? [];
    return (
      measure.metrics.every((metric) => ground.snapshot.metric(metric)?.labels.has(label)) &&
      valuesOf(label, measure, ground).some((value) => values.includes(value))
    );
  };
  if (!covers(info, alone, question, ground)) return [];
  if (isShared('instance')) return tellsOfOthers(measure, info, ground) ? [] : ['instance'];
  return ['namespace', 'pod'].every(isShared) ? ['namespace', 'pod'] : [];
}

/** What a scrape adds to all series of a target is on its info as well; on the measure alone, it tells of something else. */
const PLACES = ['pod', 'namespace', 'container', 'node', 'deployment', 'statefulset', 'daemonset'];

function tellsOfOthers({ metrics, labels }: Measure, info: Info, ground: Ground): boolean {
  const instances = info.labels.get('instance')?.values ?? [];
  const variants = metrics
    .flatMap((metric) => ground.snapshot.variantsOf(metric))
    .filter((variant) => variant.get('instance')?.some((instance) => instances.includes(instance)));
  const labellings = variants.length === 0 ? [labels] : variants;
  return labellings.some((has) => PLACES.some((label) => has.has(label) && !info.labels.has(label)));
}

/** All that the measure is asked of has the info: the services named, those with the version named, or else all. */
function covers(info: Info, { measure, filters }: Binding, question: Question, ground: Ground): boolean {
  const has = (label: string, value: string) => info.labels.get(label)?.values.includes(value) === true;
  const { negatedWords } = question.understanding;
  const services = question.mentions.filter(
    ({ service, text }) => service !== undefined && !negatedWords.includes(text),
  );
  const isOther = filters.some(
    ({ label, op, value }) => op === '=' && isServiceLabel(label) && info.labels.has(label) && !has(label, value),
  );
  if (isOther) return false;
  if (services.length > 0)
    return services.every(({ places }) =>
      places.some(({ label, value }) => isServiceLabel(label) && has(label, value)),
    );
  // An exporter is built with Go as well, and what it exports is not.
  if (!info.isOwn) return false;
  if (question.mentions.some((mention) => namesBuild(mention) && labelWith(mention, info, question) !== undefined))
    return true;
  return ['job', 'service', 'app', 'instance'].some((label) => {
    const pinned = filters.find((filter) => filter.label === label && filter.op === '=')?.value;
    const values = pinned === undefined ? valuesOf(label, measure, ground) : [pinned];
    return values.length > 0 && values.every((value) => has(label, value));
  });
}
