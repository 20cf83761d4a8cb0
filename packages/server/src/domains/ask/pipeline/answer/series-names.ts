import type { Labels } from '@locum/contracts';

/** Labels that repeat what others say better. */
const REDUNDANT: ReadonlySet<string> = new Set(['__name__', 'job', 'instance', 'endpoint', 'container', 'prometheus']);

/**
 * A short name for each series: the values of the labels in which they differ; `label value` where more than one
 * differs and the values alone would not say what they are. A single series is named by all it has.
 */
export function nameSeries(all: readonly { readonly labels: Labels }[]): string[] {
  const varying = varyingLabels(all.map(({ labels }) => labels));
  const shown = shortest(all, varying);
  return all.map(({ labels }) => nameOf(labels, shown));
}

function nameOf(labels: Labels, shown: readonly string[]): string {
  const values = shown.flatMap((label) => (labels[label] ? [labels[label]] : []));
  if (values.length > 0) return values.join(' ');
  // It is the one of several that lacks the label in which they differ.
  if (shown.length > 0) return `no ${shown.join(', ')}`;
  const all = Object.entries(labels).filter(([label, value]) => label !== '__name__' && value !== '');
  const telling = all.filter(([label]) => !REDUNDANT.has(label));
  const own = telling.length > 0 ? telling : all;
  if (own.length > 0) return own.map(([label, value]) => `${label} ${value}`).join(', ');
  return labels.__name__ ?? 'all together';
}

function varyingLabels(all: readonly Labels[]): string[] {
  const names = [...new Set(all.flatMap((labels) => Object.keys(labels)))];
  return names.filter((name) => new Set(all.map((labels) => labels[name] ?? '')).size > 1);
}

/** What a series is an instance of is never left out. */
const NAMING: ReadonlySet<string> = new Set(['alertname']);

/**
 * Leaves labels out while the names stay different: those that some series lack first, then those that others say better,
 * then those with the fewest values.
 */
function shortest(all: readonly { readonly labels: Labels }[], varying: readonly string[]): readonly string[] {
  const distinct = (name: string) => new Set(all.map(({ labels }) => labels[name] ?? '')).size;
  const isOnAll = (name: string) => all.every(({ labels }) => (labels[name] ?? '') !== '');
  const rank = (name: string) => {
    if (!isOnAll(name)) return -2;
    // An address says less than the job that it belongs to.
    if (REDUNDANT.has(name)) return name === 'instance' ? -1 : 0;
    return distinct(name);
  };
  let kept = [...varying];
  for (const label of [...varying].sort((one, other) => rank(one) - rank(other))) {
    const without = kept.filter((name) => name !== label);
    if (without.length > 0 && !NAMING.has(label) && isUnique(all, without)) kept = without;
  }
  return kept;
}

function isUnique(all: readonly { readonly labels: Labels }[], names: readonly string[]): boolean {
  const keys = new Set(all.map(({ labels }) => JSON.stringify(names.map((name) => labels[name] ?? ''))));
  return keys.size === all.length;
}
