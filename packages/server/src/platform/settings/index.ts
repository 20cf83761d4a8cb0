import type { z } from 'zod';
import { findNearName } from '../near-name.ts';

/** One environment variable: how it is read, and what its documentation says. */
export interface Setting {
  readonly group: string;
  /** Takes the text of the variable. */
  readonly schema: z.ZodType;
  readonly description: string;
  /** What applies when it is not set, in words, where the schema's default does not say it. */
  readonly defaultText?: string;
  /** Its value is never printed. */
  readonly secret?: boolean;
}

export type SettingsTable = Readonly<Record<string, Setting>>;
type ValuesOf<T extends SettingsTable> = { [K in keyof T]: z.output<T[K]['schema']> };

/** A rule across settings; `message` names the variables and what to do. */
export interface SettingsRule<T extends SettingsTable> {
  isBroken(values: Partial<ValuesOf<T>>): boolean;
  readonly message: string;
}

/** Every fault of the configuration, one sentence each. `message` is the whole list, ready to be shown. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
    super(`The configuration has ${count}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads a table of settings from environment variables; an empty variable counts as not set. All faults are gathered
 * before SettingsError is thrown. `unknown` lists variables with the prefix that are no setting.
 */
export function readSettings<T extends SettingsTable>(
  table: T,
  environment: Readonly<Record<string, string | undefined>>,
  options: {
    readonly prefix: string;
    readonly rules: readonly SettingsRule<T>[];
    /** Variables with the prefix that somebody else reads. */
    readonly foreign?: readonly string[];
  },
): { values: ValuesOf<T>; unknown: string[] } {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(table)) {
    const text = environment[name] || undefined;
    const parsed = setting.schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else faults.push(describeFault(name, setting, text, parsed.error));
  }
  // Each value came from the schema under its own name.
  const complete = values as ValuesOf<T>;
  for (const rule of options.rules) if (rule.isBroken(complete)) faults.push(rule.message);
  if (faults.length > 0) throw new SettingsError(faults);
  const known = new Set([...Object.keys(table), ...(options.foreign ?? [])]);
  const strangers = Object.keys(environment).filter((name) => name.startsWith(options.prefix) && !known.has(name));
  return { values: complete, unknown: strangers.map((name) => describeUnknown(name, Object.keys(table))) };
}

function describeFault(name: string, setting: Setting, text: string | undefined, error: z.ZodError): string {
  const reason = error.issues
    .map((issue) => issue.message.replace(/^Invalid (input|option): /, 'is not valid: '))
    .join('; ');
  if (text === undefined) return `${name} is not set. ${setting.description}`;
  return `${name}${setting.secret ? '' : `="${withoutUserInfo(text).slice(0, 100)}"`} ${/^(must|is) /.test(reason) ? '' : 'is not valid: '}${reason}.`;
}

/** Addresses may hold a password, also those that are not valid. */
function withoutUserInfo(text: string): string {
  return text.replace(/\/\/[^/]*@/g, '//…@');
}

function describeUnknown(name: string, known: readonly string[]): string {
  const nearest = findNearName(name, known);
  return nearest === null ? `${name} is no setting.` : `${name} is no setting; did you mean ${nearest}?`;
}
