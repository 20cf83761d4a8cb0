import type { Ground } from './ground.ts';
import { NAME_LABELS, SERVICE_LABELS, serviceRank } from './label-order.ts';
import type { Measure } from './measure.ts';
import { carries, valuesOf } from './measure-values.ts';
import type { Mention } from './mentions.ts';
import type { MatcherSpec } from './outcomes.ts';

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The matcher by which a mentioned thing selects series of the measure; nothing when it has none there. */
export function filterFor(mention: Mention, measure: Measure, ground: Ground): MatcherSpec | undefined {
  const [best] = mention.places
    .filter((place) => !measure.fixed.has(place.label) && carries(place, measure, ground))
    .sort((a, b) => serviceRank(a.label) - serviceRank(b.label));
  if (!best) return nameFilter(mention, measure, ground);
  if (!mention.specific && ground.labelWords.isThingWord(mention.text)) return undefined;
  if (mention.isVersion) return oneOf(best.label, mention, measure, ground);
  const port = /:\d+$/;
  const isWhole =
    best.value.toLowerCase() === mention.text || mention.corrected !== undefined || !port.test(best.value);
  return isWhole
    ? { label: best.label, op: '=', value: best.value }
    : { label: best.label, op: '=~', value: `${escapeRegex(best.value.replace(port, ''))}(:.*)?` };
}

/** All values of the label that the mention may be. */
function oneOf(label: string, { places }: Mention, measure: Measure, ground: Ground): MatcherSpec {
  const values = places.filter((place) => place.label === label && carries(place, measure, ground));
  const [only, ...others] = values.map(({ value }) => value);
  return others.length === 0
    ? { label, op: '=', value: only ?? '' }
    : { label, op: '=~', value: values.map(({ value }) => escapeRegex(value)).join('|') };
}

/** A thing that the measure's series name in another way: inside a job, pod, instance or path. */
function nameFilter(mention: Mention, measure: Measure, ground: Ground): MatcherSpec | undefined {
  if (!mention.specific && !isServiceName(mention, ground)) return undefined;
  const name = (mention.service?.name ?? mention.text).toLowerCase();
  if ((name.match(/[a-z0-9]/g)?.length ?? 0) < 3) return undefined;
  return podFilter(mention, measure, ground) ?? filterByPartOf(name, mention.specific, measure, ground);
}

/** A name that only containers have is a word before it is a service. */
function isServiceName(mention: Mention, ground: Ground): boolean {
  const identities = mention.service?.identifiedBy ?? [];
  return identities.some((identity) => identity.label !== 'container') && !ground.labelWords.isThingWord(mention.text);
}

function podFilter(mention: Mention, measure: Measure, ground: Ground): MatcherSpec | undefined {
  const pods = mention.service?.podPatterns.find(({ label }) => measure.labels.has(label) && !measure.fixed.has(label));
  if (!pods) return undefined;
  const pattern = new RegExp(`^(?:${pods.pattern})$`);
  return valuesOf(pods.label, measure, ground).some((value) => pattern.test(value))
    ? { label: pods.label, op: '=~', value: pods.pattern }
    : undefined;
}

function filterByPartOf(name: string, anyLabel: boolean, measure: Measure, ground: Ground): MatcherSpec | undefined {
  const folded = hyphenated(name);
  for (const label of anyLabel ? [...NAME_LABELS, ...measure.labels] : NAME_LABELS) {
    if (!measure.labels.has(label) || measure.fixed.has(label)) continue;
    const all = valuesOf(label, measure, ground);
    const hits = all.filter((value) => hyphenated(value).includes(folded));
    const [only] = hits;
    const tellsNothing = hits.length === all.length && all.length > 1;
    if (only === undefined || tellsNothing) continue;
    return hits.length === 1 ? { label, op: '=', value: only } : { label, op: '=~', value: `.*${escapeRegex(name)}.*` };
  }
  return undefined;
}

/** What people separate in different ways, separated in one. */
function hyphenated(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** Several services in one question: the label by which all of them are told, as alternatives. */
export function filterForServices(
  mentions: readonly Mention[],
  measure: Measure,
  ground: Ground,
): MatcherSpec | undefined {
  if (mentions.length < 2) return undefined;
  for (const label of SERVICE_LABELS) {
    if (!measure.labels.has(label) || measure.fixed.has(label)) continue;
    const values = mentions.map(
      (mention) => mention.places.find((place) => place.label === label && carries(place, measure, ground))?.value,
    );
    const known = [...new Set(values.filter((value) => value !== undefined))];
    if (values.every((value) => value !== undefined) && known.length > 1)
      return { label, op: '=~', value: known.map(escapeRegex).join('|'), alternatives: known.length };
  }
  return undefined;
}
