import type { Re2Node } from './re2.ts';

/**
 * Runs a pattern over a text in time proportional to their lengths (Thompson's simulation), anchored at both ends.
 * Returns undefined when repeat counts would make the program too large to be worth running.
 */
export function createMatcher(node: Re2Node): ((text: string) => boolean) | undefined {
  const program: Instruction[] = [];
  if (!emit(node, program)) return undefined;
  program.push({ kind: 'match' });
  return (text) => run(program, text);
}

type Instruction =
  | { kind: 'char'; test: (char: string) => boolean }
  | { kind: 'assert'; test: (before: string, after: string) => boolean }
  | { kind: 'fork'; targets: number[] }
  | { kind: 'match' };

const LARGEST_PROGRAM = 20_000;

/** Appends the instructions of a node; false when the program grows too large. */
function emit(node: Re2Node, program: Instruction[]): boolean {
  if (program.length > LARGEST_PROGRAM) return false;
  switch (node.kind) {
    case 'char':
    case 'assert':
      program.push(node);
      return true;
    case 'sequence':
      return node.parts.every((part) => emit(part, program));
    case 'choice':
      return emitChoice(node.parts, program);
    case 'repeat':
      return emitRepeat(node, program);
  }
}

function emitChoice(parts: readonly Re2Node[], program: Instruction[]): boolean {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return emit(only, program);
  const entry: number[] = [];
  const exits: number[][] = [];
  program.push({ kind: 'fork', targets: entry });
  for (const part of parts) {
    entry.push(program.length);
    if (!emit(part, program)) return false;
    const exit: number[] = [];
    exits.push(exit);
    program.push({ kind: 'fork', targets: exit });
  }
  for (const exit of exits) exit.push(program.length);
  return true;
}

function emitRepeat(node: Re2Node & { kind: 'repeat' }, program: Instruction[]): boolean {
  for (let count = 0; count < node.least; count += 1) if (!emit(node.part, program)) return false;
  if (node.most === Number.POSITIVE_INFINITY) {
    const targets: number[] = [];
    const start = program.length;
    program.push({ kind: 'fork', targets });
    targets.push(program.length);
    if (!emit(node.part, program)) return false;
    program.push({ kind: 'fork', targets: [start] });
    targets.push(program.length);
    return true;
  }
  const skips: number[][] = [];
  for (let count = node.least; count < node.most; count += 1) {
    const targets: number[] = [program.length + 1];
    skips.push(targets);
    program.push({ kind: 'fork', targets });
    if (!emit(node.part, program)) return false;
  }
  for (const skip of skips) skip.push(program.length);
  return true;
}

function run(program: readonly Instruction[], text: string): boolean {
  const chars = [...text];
  let current = follow(program, [0], '', chars[0] ?? '');
  for (let at = 0; at < chars.length && current.length > 0; at += 1) {
    const char = chars[at] ?? '';
    const next: number[] = [];
    for (const position of current) {
      const instruction = program[position];
      if (instruction?.kind === 'char' && instruction.test(char)) next.push(position + 1);
    }
    current = follow(program, next, char, chars[at + 1] ?? '');
  }
  return current.some((position) => program[position]?.kind === 'match');
}

/** Positions reachable without reading a character; each is visited once. */
function follow(program: readonly Instruction[], from: readonly number[], before: string, after: string): number[] {
  const seen = new Set<number>();
  const stack = [...from];
  const reached: number[] = [];
  for (let position = stack.pop(); position !== undefined; position = stack.pop()) {
    if (seen.has(position)) continue;
    seen.add(position);
    const instruction = program[position];
    if (instruction === undefined) continue;
    if (instruction.kind === 'fork') stack.push(...instruction.targets);
    else if (instruction.kind === 'assert') {
      if (instruction.test(before, after)) stack.push(position + 1);
    } else reached.push(position);
  }
  return reached;
}
