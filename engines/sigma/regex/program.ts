import type { Assertion, RegexNode } from './ast.ts';
import type { CharSet } from './char-set.ts';
import { unsupported } from './reader.ts';

/** One instruction of a Thompson automaton; numbers are positions of instructions. */
export type Instruction =
  | { readonly kind: 'class'; readonly set: CharSet; readonly next: number }
  | { readonly kind: 'split'; readonly targets: readonly number[] }
  | { readonly kind: 'assert'; readonly what: Assertion; readonly next: number }
  | { readonly kind: 'match' };

/** A compiled expression; `start`: index of the first instruction. */
export interface RegexProgram {
  readonly instructions: readonly Instruction[];
  readonly start: number;
}

/** Repeats are written out, so that a pattern's size bounds the work for each character. */
const SIZE_LIMIT = 5000;

/** Compiles to an automaton (Thompson 1968), built from the end backwards. Throws `RegexError` when too large. */
export function compileProgram(node: RegexNode): RegexProgram {
  const instructions: Instruction[] = [{ kind: 'match' }];
  return { start: emit(node, 0, instructions), instructions };
}

/** Emits `node` before the instruction `next`; returns where it starts. */
function emit(node: RegexNode, next: number, out: Instruction[]): number {
  switch (node.kind) {
    case 'class':
      return push({ kind: 'class', set: node.set, next }, out);
    case 'assert':
      return push({ kind: 'assert', what: node.what, next }, out);
    case 'sequence':
      return node.parts.reduceRight((after, part) => emit(part, after, out), next);
    case 'choice':
      return push({ kind: 'split', targets: node.parts.map((part) => emit(part, next, out)) }, out);
    case 'repeat':
      return emitRepeat(node, next, out);
  }
}

function emitRepeat(node: Extract<RegexNode, { kind: 'repeat' }>, next: number, out: Instruction[]): number {
  let start = next;
  if (node.max === Number.POSITIVE_INFINITY) {
    const loop = push({ kind: 'split', targets: [next] }, out);
    const body = emit(node.part, loop, out);
    out[loop] = { kind: 'split', targets: [body, next] };
    start = loop;
  } else {
    for (let count = node.min; count < node.max; count += 1) {
      start = push({ kind: 'split', targets: [emit(node.part, start, out), next] }, out);
    }
  }
  for (let count = 0; count < node.min; count += 1) start = emit(node.part, start, out);
  return start;
}

function push(instruction: Instruction, out: Instruction[]): number {
  if (out.length >= SIZE_LIMIT) unsupported(`An expression of more than ${SIZE_LIMIT} steps`);
  return out.push(instruction) - 1;
}
