import { fixedLength } from './fixed-length.ts';
import { measureProgram } from './measure-program.ts';
import { isNullable } from './nullable.ts';
import type { Instruction, RegexProgram } from './program.ts';
import type { Node, Syntax } from './syntax.ts';

interface Emitter {
  readonly code: Instruction[];
  /** Mark slots of the loops that are being written, innermost first. */
  loops: readonly number[];
  loopDepth: number;
  slotCount: number;
  hasBackreference: boolean;
}

/** Turns a syntax tree into instructions. Throws {@link PatternError} where it grows too large. */
export function compileProgram(syntax: Syntax): RegexProgram {
  const { irregular } = measureProgram(syntax);
  const emitter: Emitter = {
    code: [],
    loops: [],
    loopDepth: 0,
    slotCount: 2 * (syntax.groupCount + 1),
    hasBackreference: false,
  };
  emit(emitter, { kind: 'save', slot: 0 });
  emitNode(emitter, syntax.root);
  emit(emitter, { kind: 'save', slot: 1 });
  emit(emitter, { kind: 'accept' });
  const { code, slotCount, loopDepth, hasBackreference } = emitter;
  return {
    code,
    slotCount,
    loopDepth,
    irregular,
    hasBackreference,
    groupCount: syntax.groupCount,
    anchored: isAnchored(syntax.root),
  };
}

function emit<T extends Instruction>(emitter: Emitter, instruction: T): T {
  emitter.code.push(instruction);
  return instruction;
}

function emitNode(emitter: Emitter, node: Node): void {
  switch (node.kind) {
    case 'empty':
      return;
    case 'bytes':
      emit(emitter, { kind: 'byte', set: node.set });
      return;
    case 'sequence':
      for (const item of node.items) emitNode(emitter, item);
      return;
    case 'alternation':
      emitAlternation(emitter, node.branches);
      return;
    case 'group':
      emit(emitter, { kind: 'save', slot: 2 * node.number });
      emitNode(emitter, node.body);
      emit(emitter, { kind: 'save', slot: 2 * node.number + 1 });
      return;
    case 'repeat':
      emitRepeat(emitter, node);
      return;
    case 'atomic':
      emitAtomic(emitter, node.body);
      return;
    case 'look':
      emitLook(emitter, node);
      return;
    case 'assertion':
      emit(emitter, { kind: 'assertion', at: node.at });
      return;
    case 'backreference':
      emitter.hasBackreference = true;
      emit(emitter, { kind: 'backreference', group: node.group, ignoreCase: node.ignoreCase });
      return;
    case 'keep':
      emit(emitter, { kind: 'save', slot: 0 });
  }
}

function emitAlternation(emitter: Emitter, branches: readonly Node[]): void {
  const ends: { target: number }[] = [];
  branches.forEach((branch, number) => {
    if (number === branches.length - 1) {
      emitNode(emitter, branch);
      return;
    }
    const split = emitSplit(emitter);
    split.first = emitter.code.length;
    emitNode(emitter, branch);
    ends.push(emit(emitter, { kind: 'jump', target: 0 }));
    split.second = emitter.code.length;
  });
  for (const end of ends) end.target = emitter.code.length;
}

type Repeat = Extract<Node, { kind: 'repeat' }>;

function emitRepeat(emitter: Emitter, repeat: Repeat): void {
  const { body, min, max, mode } = repeat;
  if (mode === 'possessive') {
    if (body.kind === 'bytes' && max === Infinity) {
      emit(emitter, { kind: 'span', set: body.set, min });
    } else emitAtomic(emitter, { ...repeat, mode: 'greedy' });
    return;
  }
  const greedy = mode === 'greedy';
  // x{2,} is x followed by x+, as PCRE writes it out.
  const copies = max === Infinity && min > 0 ? min - 1 : min;
  for (let copy = 0; copy < copies; copy += 1) {
    const before = emitter.code.length;
    emitNode(emitter, body);
    // Copies of what needs no instruction would take time without meeting the limit.
    if (emitter.code.length === before) break;
  }
  if (max === Infinity && min > 0) emitPlus(emitter, body, greedy);
  else if (max === Infinity) emitStar(emitter, body, greedy);
  else emitOptionals(emitter, body, { count: max - min, greedy });
}

/** `x{0,n}` as x?, with each further copy inside the one before. */
function emitOptionals(
  emitter: Emitter,
  body: Node,
  { count, greedy }: { readonly count: number; readonly greedy: boolean },
): void {
  const splits: { first: number; second: number }[] = [];
  for (let copy = 0; copy < count; copy += 1) {
    const split = emitSplit(emitter);
    splits.push(split);
    aim(split, { inside: emitter.code.length, greedy });
    emitNode(emitter, body);
  }
  for (const split of splits) aim(split, { outside: emitter.code.length, greedy });
}

/** `x*` is an optional `x+`. */
function emitStar(emitter: Emitter, body: Node, greedy: boolean): void {
  const split = emitSplit(emitter);
  aim(split, { inside: emitter.code.length, greedy });
  emitPlus(emitter, body, greedy);
  aim(split, { outside: emitter.code.length, greedy });
}

/** The body, then a choice to do it again; an iteration that consumed nothing is the last, the first one too. */
function emitPlus(emitter: Emitter, body: Node, greedy: boolean): void {
  const head = emitter.code.length;
  if (!isNullable(body)) {
    emitNode(emitter, body);
    const split = emitSplit(emitter);
    aim(split, { inside: head, outside: emitter.code.length, greedy });
    return;
  }
  const slot = emitter.slotCount++;
  const { loops } = emitter;
  emit(emitter, { kind: 'mark', slot });
  emitter.loops = [slot, ...loops];
  emitter.loopDepth = Math.max(emitter.loopDepth, emitter.loops.length);
  emitNode(emitter, body);
  emitter.loops = loops;
  const progress = emit(emitter, { kind: 'progress', slot, exit: 0 });
  const split = emitSplit(emitter);
  aim(split, { inside: head, outside: emitter.code.length, greedy });
  progress.exit = emitter.code.length;
}

function emitSplit(emitter: Emitter) {
  return emit(emitter, { kind: 'split' as const, first: 0, second: 0, loops: emitter.loops });
}

/** Sets where a split goes to stay in a repeat or to leave it; greedy ones prefer to stay. */
function aim(
  split: { first: number; second: number },
  to: { readonly inside?: number; readonly outside?: number; readonly greedy: boolean },
): void {
  const first = to.greedy ? to.inside : to.outside;
  const second = to.greedy ? to.outside : to.inside;
  if (first !== undefined) split.first = first;
  if (second !== undefined) split.second = second;
}

function emitAtomic(emitter: Emitter, body: Node): void {
  const atomic = emit(emitter, { kind: 'atomic', body: emitter.code.length + 1, next: 0 });
  emitNode(emitter, body);
  emit(emitter, { kind: 'accept' });
  atomic.next = emitter.code.length;
}

function emitLook(emitter: Emitter, node: Extract<Node, { kind: 'look' }>): void {
  const bodies: { start: number; length: number }[] = [];
  const look = emit(emitter, { kind: 'look', negative: node.negative, bodies, next: 0 });
  const branches = node.behind && node.body.kind === 'alternation' ? node.body.branches : [node.body];
  for (const branch of branches) {
    bodies.push({ start: emitter.code.length, length: node.behind ? fixedLength(branch) : 0 });
    emitNode(emitter, branch);
    emit(emitter, { kind: 'accept' });
  }
  look.next = emitter.code.length;
}

/** Whether every match begins at the subject's start. */
function isAnchored(node: Node): boolean {
  switch (node.kind) {
    case 'assertion':
      return node.at === 'text-start';
    case 'sequence':
      return node.items.some((item, at) => isAnchored(item) && node.items.slice(0, at).every(isZeroWidth));
    case 'alternation':
      return node.branches.every(isAnchored);
    case 'group':
    case 'atomic':
      return isAnchored(node.body);
    default:
      return false;
  }
}

function isZeroWidth(node: Node): boolean {
  return node.kind === 'empty' || node.kind === 'assertion';
}
