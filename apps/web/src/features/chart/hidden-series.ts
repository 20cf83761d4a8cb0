/** The hidden series after a click on `key`. Hiding everything shows everything. */
export function nextHidden(
  hidden: ReadonlySet<string>,
  names: string[],
  key: string,
  alone: boolean,
): ReadonlySet<string> {
  if (alone) {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    return next.size === names.length ? new Set() : next;
  }
  const isIsolated = !hidden.has(key) && hidden.size === names.length - 1;
  return isIsolated ? new Set() : new Set(names.filter((name) => name !== key));
}
