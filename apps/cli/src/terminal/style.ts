import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Styled for standard output; plain when that is no terminal or NO_COLOR is set. */
export function styled(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

/** The same for standard error, where failures and progress go. */
export function styledError(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stderr });
}

/** One line of JSON on standard output, for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
