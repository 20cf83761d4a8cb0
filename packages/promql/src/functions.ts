import type { ValueType } from './ast.ts';
import { FUNCTION_ROWS } from './function-table.ts';

export interface FunctionParameter {
  readonly name: string;
  readonly type: ValueType;
  readonly optional: boolean;
  /** The last parameter may be repeated any number of times. */
  readonly repeated: boolean;
}

export interface PromqlFunction {
  readonly name: string;
  readonly parameters: readonly FunctionParameter[];
  readonly returns: ValueType;
  /** First Prometheus release that knows it, `major.minor`; `1.0` stands for "since before 2.0". */
  readonly since: string;
  /** First release that no longer knows it. */
  readonly removedIn?: string | undefined;
  /** Needs `--enable-feature=promql-experimental-functions`, in the newest release too. */
  readonly experimental: boolean;
  /** First release in which a function that used to be experimental needs no feature flag. */
  readonly stableSince?: string | undefined;
  /** How it is called: `rate(v range-vector)`. */
  readonly signature: string;
  readonly doc: string;
}

const TYPE_WORDS: Readonly<Record<string, ValueType>> = {
  'instant-vector': 'vector',
  'range-vector': 'matrix',
  scalar: 'scalar',
  string: 'string',
};

/** Every function of PromQL from Prometheus 2 to 3, by name, experimental ones included. */
export const functions: ReadonlyMap<string, PromqlFunction> = new Map(
  FUNCTION_ROWS.map((row) => {
    const parsed = parseSignature(row.signature);
    const entry: PromqlFunction = {
      ...parsed,
      signature: row.signature,
      since: row.since,
      removedIn: row.removedIn,
      experimental: row.experimental ?? false,
      stableSince: row.stableSince,
      doc: row.doc,
    };
    return [parsed.name, entry];
  }),
);

/** Reads `round(v instant-vector, to scalar?): vector`; `?` is optional and `...` is any number, including none. */
function parseSignature(signature: string): Pick<PromqlFunction, 'name' | 'parameters' | 'returns'> {
  const [, name = '', inside = '', returns] = /^(\w+)\((.*)\)(?:: (\w+))?$/.exec(signature) ?? [];
  const parameters = inside === '' ? [] : inside.split(', ').map(parseParameter);
  return { name, parameters, returns: returns === 'scalar' ? 'scalar' : 'vector' };
}

function parseParameter(text: string): FunctionParameter {
  const [, name = '', word = '', mark] = /^(\w+) ([a-z-]+)(\?|\.\.\.)?$/.exec(text) ?? [];
  const type = TYPE_WORDS[word];
  if (type === undefined) throw new Error(`unknown parameter type in the function table: ${text}`);
  return { name, type, optional: mark !== undefined, repeated: mark === '...' };
}
