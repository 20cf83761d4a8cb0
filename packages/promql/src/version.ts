export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
}

/** `"2.42.0+ds"` → `{major: 2, minor: 42}`; undefined when the text does not start with two numbers. */
export function parseVersion(text: string): ServerVersion | undefined {
  const parts = /^v?(\d+)\.(\d+)/.exec(text.trim());
  return parts === null ? undefined : { major: Number(parts[1]), minor: Number(parts[2]) };
}

/** True when `version` is `since` or newer. */
export function isAtLeast(version: ServerVersion, since: string): boolean {
  const floor = parseVersion(since);
  if (floor === undefined) throw new RangeError(`not a version: ${since}`);
  return version.major > floor.major || (version.major === floor.major && version.minor >= floor.minor);
}
