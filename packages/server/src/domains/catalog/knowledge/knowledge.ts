import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const phrases = z.array(z.string().min(2)).min(1);

const measureFact = z.strictObject({
  say: phrases,
  measure: z.string().min(2),
  unit: z.string(),
  keys: z.array(z.string()).optional(),
  holds: z
    .string()
    .regex(/^(==|!=|>=|<=|>|<)\s*-?[\d.e]+$/)
    .optional(),
  combine: z.enum(['sum', 'avg', 'max', 'min']).optional(),
  window: z
    .string()
    .regex(/^\d+[smhd]$/)
    .optional(),
  note: z.string().optional(),
});
export type MeasureFact = z.infer<typeof measureFact>;

const knowledgeFile = z.strictObject({
  name: z.string(),
  title: z.string(),
  source: z.array(z.string()).min(1),
  about: z.array(z.string()).default([]),
  labels: z.record(z.string(), z.array(z.string())).default({}),
  values: z.record(z.string(), z.record(z.string(), z.array(z.string()))).default({}),
  types: z.record(z.string(), z.enum(['counter', 'gauge', 'histogram', 'summary'])).default({}),
  outcomes: z
    .array(z.strictObject({ label: z.string(), success: z.string().optional(), failure: z.string().optional() }))
    .default([]),
  measures: z.array(measureFact).default([]),
});
export type KnowledgeFile = z.infer<typeof knowledgeFile>;

/** Groups of words that mean the same, the first being the one they are all read as. */
const lexiconFile = z.strictObject({ synonyms: z.array(z.array(z.string()).min(2)), ignore: z.array(z.string()) });
export type Lexicon = z.infer<typeof lexiconFile>;

const here = import.meta.dirname;

/** A file that cannot be read or is not in the format; the message names the file, the place and what is expected. */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError';
}

function readYaml<T>(path: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(attempt(path, () => parse(readFileSync(path, 'utf8'))));
  if (!result.success)
    throw new KnowledgeError(`${path} is not a valid knowledge file:\n${z.prettifyError(result.error)}`);
  return result.data;
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KnowledgeError(`Knowledge cannot be read from ${path}: ${reason}`, { cause });
  }
}

/** Reads every `*.yaml` of the built-in folder and of the user's own folders, in alphabetical order. */
export function loadKnowledge(extraDirs: readonly string[] = []): readonly KnowledgeFile[] {
  return [join(here, 'data'), ...extraDirs].flatMap((dir) =>
    attempt(dir, () => readdirSync(dir))
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map((file) => readYaml(join(dir, file), knowledgeFile)),
  );
}

export function loadLexicon(): Lexicon {
  return readYaml(join(here, 'lexicon.yaml'), lexiconFile);
}
