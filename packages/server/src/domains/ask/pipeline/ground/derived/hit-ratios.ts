import { build } from '@locum/promql';
import type { MetricFamily } from '../../../../catalog/index.ts';
import type { MeasureDraft } from '../measure.ts';
import { splitName } from '../vocabulary.ts';
import { type DerivationContext, derivedMeasure } from './derived-measure.ts';

/** `cache_hits_total` with `cache_misses_total`. */
export function hitRatios(hits: MetricFamily, { snapshot, vocabulary }: DerivationContext): MeasureDraft[] {
  const match = /^(.*)_hits(_total)?$/.exec(hits.name);
  const misses = match && snapshot.families.get(`${match[1]}_misses${match[2] ?? ''}`);
  if (!misses) return [];
  const words = splitName(match[1] ?? '');
  const whole = build.paren(build.binary('+', build.selector(hits.name), build.selector(misses.name)));
  const hit = {
    title: `${words} hit ratio`,
    phrases: [...phrasesOf(words, 'hit'), `${words} cache hit ratio`, `${words} hits of hits and misses ratio`],
    expr: build.binary('/', build.selector(hits.name), whole),
  };
  const miss = {
    title: `${words} miss ratio`,
    phrases: phrasesOf(words, 'miss'),
    expr: build.binary('/', build.selector(misses.name), whole),
  };
  return [hit, miss].map((what) => derivedMeasure(what, [hits, misses], vocabulary));
}

const HIT = /^hits?$/i;
const MISS = /^miss(?:es)?$/i;
const REQUESTS_SUFFIX = /_(?:requests|lookups|accesses|gets|operations)?_?total$/;

/** One counter whose label says hit or miss. */
export function labelledHitRatios(family: MetricFamily, { vocabulary }: DerivationContext): MeasureDraft[] {
  if (family.type !== 'counter') return [];
  for (const [label, { values }] of family.labels) {
    const hit = values.find((value) => HIT.test(value));
    const miss = values.find((value) => MISS.test(value));
    if (hit === undefined || miss === undefined) continue;
    const words = splitName(family.name.replace(REQUESTS_SUFFIX, ''));
    const ratio = (word: 'hit' | 'miss', value: string) => ({
      title: `${words} ${word} ratio`,
      phrases: phrasesOf(words, word),
      expr: build.binary(
        '/',
        build.selector(family.name, [build.matcher(label, '=', value)]),
        build.selector(family.name),
      ),
    });
    return [ratio('hit', hit), ratio('miss', miss)].map((what) => derivedMeasure(what, [family], vocabulary));
  }
  return [];
}

function phrasesOf(words: string, outcome: 'hit' | 'miss'): string[] {
  const plural = outcome === 'hit' ? 'hits' : 'misses';
  return [`${words} ${outcome} ratio`, `${words} ${outcome} rate`, `${words} ${plural} percent`];
}
