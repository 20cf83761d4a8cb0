/** Telemetry and people write these texts: control characters could rewrite the terminal, direction marks disguise them. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ');
}

/** Whether standard output shows block and braille characters: a terminal, not a dumb one, with a UTF-8 locale. */
export function canDraw(
  environment: NodeJS.ProcessEnv = process.env,
  isTerminal = process.stdout.isTTY === true,
): boolean {
  if (!isTerminal || environment.TERM === 'dumb') return false;
  if (process.platform === 'win32') return environment.WT_SESSION !== undefined;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  return /utf-?8/i.test(locale);
}
