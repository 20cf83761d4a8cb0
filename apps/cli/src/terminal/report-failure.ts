import { exitCodes } from '../exit-codes.ts';
import { printJson, styledError } from './style.ts';

/** What a failure says of itself. ApiError of the client and AppError of the server both fit. */
interface Described {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly requestId?: string;
}

/** A command cannot go on because of how it was called. Shown as it is; the process ends with the usage code. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Says what happened and what to do, on standard error or as JSON on standard output. Answers the exit code. */
export function reportFailure(error: unknown, { asJson }: { readonly asJson: boolean }): number {
  const described = describe(error);
  if (asJson) printJson({ error: described });
  else {
    console.error(`${styledError('red', 'locum:')} ${described.message}`);
    if (described.hint !== undefined) console.error(`  ${described.hint}`);
    if (described.requestId !== undefined) console.error(styledError('dim', `  Request ${described.requestId}`));
  }
  // Nothing of ours foresaw it, so only the stack says where to look.
  if (!asJson && described.code === 'internal' && !isOurs(error)) console.error(error);
  return described.code === 'usage' ? exitCodes.usage.code : exitCodes.failed.code;
}

function isOurs(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AppError' || error.name === 'ApiError');
}

/** How the command was called, its environment variables, and the knowledge files they name. */
const CONFIGURATION_FAULTS = new Set(['UsageError', 'SettingsError', 'KnowledgeError']);

function describe(error: unknown): Described {
  if (!(error instanceof Error)) return { code: 'internal', message: String(error) };
  if (CONFIGURATION_FAULTS.has(error.name)) return { code: 'usage', message: error.message };
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? value : undefined;
  };
  const [hint, requestId] = [text('hint'), text('requestId')];
  return {
    code: error.name === 'ApiError' || error.name === 'AppError' ? (text('code') ?? 'internal') : 'internal',
    // An AppError's own message is written for operators; with a hint, its public one says the rest.
    message: hint === undefined ? error.message : (text('publicMessage') ?? error.message),
    ...(hint === undefined ? {} : { hint }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
