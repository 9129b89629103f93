import { fixedLength } from './fixed-length.ts';
import { isRun, measureProgram } from './measure-program.ts';
import { isNullable } from './nullable.ts';
import {
  ACCEPT,
  ASSERT,
  ASSERTIONS,
  ATOMIC,
  BACKREFERENCE,
  BYTE,
  JUMP,
  LOOK,
  MARK,
  PROGRESS,
  type RegexProgram,
  SAVE,
  SPAN,
  SPLIT,
} from './program.ts';
import { ProgramWriter } from './program-writer.ts';
import type { Node, Syntax } from './syntax.ts';

interface Emitter {
  readonly writer: ProgramWriter;
  /** Mark slots of the loops that are being written, innermost first. */
  loops: readonly number[];
  loopDepth: number;
  slotCount: number;
  readonly endsRuns: boolean;
}

/** Turns a syntax tree into instructions. Throws {@link PatternError} where it grows too large. */
export function compileProgram(syntax: Syntax): RegexProgram {
  const { irregular, endsRuns } = measureProgram(syntax);
  const { root, groupCount } = syntax;
  const writer = new ProgramWriter();
  const emitter: Emitter = { writer, loops: [], loopDepth: 0, slotCount: 2 * (groupCount + 1), endsRuns };
  writer.add(SAVE, 0);
  emitNode(emitter, root);
  writer.add(SAVE, 1);
  writer.add(ACCEPT);
  const { slotCount, loopDepth } = emitter;
  return writer.finish({ groupCount, slotCount, loopDepth, irregular, anchored: isAnchored(root) });
}

function emitNode(emitter: Emitter, node: Node): void {
  const { writer } = emitter;
  switch (node.kind) {
    case 'empty':
      return;
    case 'bytes':
      writer.add(BYTE, writer.internSet(node.set));
      return;
    case 'sequence':
      for (const item of node.items) emitNode(emitter, item);
      return;
    case 'alternation':
      emitAlternation(emitter, node.branches);
      return;
    case 'group':
      writer.add(SAVE, 2 * node.number);
      emitNode(emitter, node.body);
      writer.add(SAVE, 2 * node.number + 1);
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
      writer.add(ASSERT, ASSERTIONS.indexOf(node.at));
      return;
    case 'backreference':
      writer.add(BACKREFERENCE, node.group, node.ignoreCase ? 1 : 0);
      return;
    case 'keep':
      writer.add(SAVE, 0);
  }
}

function emitAlternation(emitter: Emitter, branches: readonly Node[]): void {
  const { writer } = emitter;
  const ends: number[] = [];
  branches.forEach((branch, number) => {
    if (number === branches.length - 1) {
      emitNode(emitter, branch);
      return;
    }
    const split = emitSplit(emitter);
    writer.setX(split, writer.length);
    emitNode(emitter, branch);
    ends.push(writer.add(JUMP));
    writer.setY(split, writer.length);
  });
  for (const end of ends) writer.setX(end, writer.length);
}

type Repeat = Extract<Node, { kind: 'repeat' }>;

function emitRepeat(emitter: Emitter, repeat: Repeat): void {
  const { body, min, max, mode } = repeat;
  const { writer } = emitter;
  if (mode === 'possessive') {
    if (body.kind !== 'bytes' || !isRun(repeat)) emitAtomic(emitter, { ...repeat, mode: 'greedy' });
    else if (!emitter.endsRuns) writer.add(SPAN, writer.internSet(body.set), min);
    else {
      emitRepeat(emitter, { ...repeat, mode: 'greedy' });
      writer.addRunEnd(body.set);
    }
    return;
  }
  const greedy = mode === 'greedy';
  // x{2,} is x followed by x+, as PCRE writes it out.
  const copies = max === Infinity && min > 0 ? min - 1 : min;
  for (let copy = 0; copy < copies; copy += 1) {
    const before = writer.length;
    emitNode(emitter, body);
    // Copies of what needs no instruction would take time without meeting the limit.
    if (writer.length === before) break;
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
  const { writer } = emitter;
  const splits: number[] = [];
  for (let copy = 0; copy < count; copy += 1) {
    const split = emitSplit(emitter);
    splits.push(split);
    aim(emitter, split, { inside: writer.length, greedy });
    emitNode(emitter, body);
  }
  for (const split of splits) aim(emitter, split, { outside: writer.length, greedy });
}

/** `x*` is an optional `x+`. */
function emitStar(emitter: Emitter, body: Node, greedy: boolean): void {
  const split = emitSplit(emitter);
  aim(emitter, split, { inside: emitter.writer.length, greedy });
  emitPlus(emitter, body, greedy);
  aim(emitter, split, { outside: emitter.writer.length, greedy });
}

/** The body, then a choice to do it again; an iteration that consumed nothing is the last, the first one too. */
function emitPlus(emitter: Emitter, body: Node, greedy: boolean): void {
  const { writer, loops } = emitter;
  const head = writer.length;
  if (!isNullable(body)) {
    emitNode(emitter, body);
    const split = emitSplit(emitter);
    aim(emitter, split, { inside: head, outside: writer.length, greedy });
    return;
  }
  const slot = emitter.slotCount++;
  writer.add(MARK, slot);
  emitter.loops = [slot, ...loops];
  emitter.loopDepth = Math.max(emitter.loopDepth, emitter.loops.length);
  emitNode(emitter, body);
  emitter.loops = loops;
  const progress = writer.add(PROGRESS, slot);
  const split = emitSplit(emitter);
  aim(emitter, split, { inside: head, outside: writer.length, greedy });
  writer.setY(progress, writer.length);
}

function emitSplit({ writer, loops }: Emitter): number {
  return writer.add(SPLIT, 0, 0, loops);
}

/** Sets where a split goes to stay in a repeat or to leave it; greedy ones prefer to stay. */
function aim(
  { writer }: Emitter,
  split: number,
  to: { readonly inside?: number; readonly outside?: number; readonly greedy: boolean },
): void {
  const first = to.greedy ? to.inside : to.outside;
  const second = to.greedy ? to.outside : to.inside;
  if (first !== undefined) writer.setX(split, first);
  if (second !== undefined) writer.setY(split, second);
}

function emitAtomic(emitter: Emitter, body: Node): void {
  const { writer } = emitter;
  const atomic = writer.add(ATOMIC, writer.length + 1);
  emitNode(emitter, body);
  writer.add(ACCEPT);
  writer.setY(atomic, writer.length);
}

function emitLook(emitter: Emitter, node: Extract<Node, { kind: 'look' }>): void {
  const { writer } = emitter;
  const bodies: { start: number; length: number }[] = [];
  const look = writer.add(LOOK, writer.addLook({ negative: node.negative, bodies }));
  const branches = node.behind && node.body.kind === 'alternation' ? node.body.branches : [node.body];
  for (const branch of branches) {
    bodies.push({ start: writer.length, length: node.behind ? fixedLength(branch) : 0 });
    emitNode(emitter, branch);
    writer.add(ACCEPT);
  }
  writer.setY(look, writer.length);
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
