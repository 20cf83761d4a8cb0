/**
 * Writes the pages that must not disagree with the code:
 *   node packages/server/scripts/generate-docs.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorTable } from '@locum/contracts';
import { settings } from '../src/config-settings.ts';
import type { Setting } from '../src/platform/settings/index.ts';

const docsFolder = fileURLToPath(new URL('../../../docs/', import.meta.url));

/** Path below docs/ → what the file must contain. */
export function buildPages(): Record<string, string> {
  return { 'errors.md': errorsPage(), 'how-to/configure.md': configurePage() };
}

export function readPage(path: string): string {
  return readFileSync(docsFolder + path, 'utf8');
}

function errorsPage(): string {
  const rows = Object.entries(errorTable).map(
    ([code, { status, message }]) => `| \`${code}\` | ${status} | ${cell(message)} |`,
  );
  return `# Errors

<!-- Generated from packages/contracts/src/errors.ts by packages/server/scripts/generate-docs.ts. Do not edit. -->

Every error reply has one shape, and its message says what to do next:

\`\`\`json
{ "error": { "code": "not_found", "message": "…", "hint": "…", "requestId": "…" } }
\`\`\`

\`hint\` names the particulars and may be missing. \`requestId\` is also in the header \`X-Request-Id\` and in the server's log.
Something a caller may not know exists is answered like something that does not.

| code | status | message |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function configurePage(): string {
  const groups = Map.groupBy(Object.entries<Setting>(settings), ([, { group }]) => group);
  const sections = [...groups].map(([group, entries]) => {
    const rows = entries.map(
      ([name, setting]) => `| \`${name}\` | ${defaultOf(setting)} | ${cell(setting.description)} |`,
    );
    return `## ${group}\n\n| variable | default | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Configure the server

<!-- Generated from packages/server/src/config-settings.ts by packages/server/scripts/generate-docs.ts. Do not edit. -->

Every setting is an environment variable; none is required. At the start all faults are reported at once, and a variable
named \`LOCUM_…\` that is no setting is logged with the one that may have been meant.

${sections.join('\n')}`;
}

function defaultOf({ schema, defaultText }: Setting): string {
  if (defaultText !== undefined) return cell(defaultText);
  const parsed = schema.safeParse(undefined);
  const value = parsed.success ? parsed.data : undefined;
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  return `\`${value}\``;
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(buildPages())) {
    writeFileSync(docsFolder + path, text);
    console.error(`Wrote docs/${path}`);
  }
}
