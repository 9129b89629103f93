import { fixedLength } from './fixed-length.ts';
import { isNullable } from './nullable.ts';
import { type Node, PatternError, type Syntax } from './syntax.ts';

/** Instructions of one pattern; repeats with counts are written out, so that this bounds them too. */
export const CODE_LIMIT = 20_000;

/** What is known of a program before it is written. */
export interface ProgramMeasure {
  /** Number of instructions. */
  readonly size: number;
  /** There is lookaround, an atomic group, a backreference or `\Z`: an automaton alone cannot decide. */
  readonly irregular: boolean;
}

/**
 * Works out how large a pattern's program will be, in time proportional to the pattern, so that what is too large is
 * refused while rules load and nothing need be written before a value asks for it. Throws {@link PatternError}.
 */
export function measureProgram({ root }: Syntax): ProgramMeasure {
  const size = sizeOf(root) + 3;
  if (size > CODE_LIMIT) {
    throw new PatternError(`the pattern needs more than ${CODE_LIMIT} instructions; use smaller counts`, 0);
  }
  return { size, irregular: isIrregular(root) };
}

function sizeOf(node: Node): number {
  switch (node.kind) {
    case 'empty':
      return 0;
    case 'sequence':
      return total(node.items);
    case 'alternation':
      return total(node.branches) + 2 * (node.branches.length - 1);
    case 'group':
    case 'atomic':
      return sizeOf(node.body) + 2;
    case 'look': {
      const branches = node.behind && node.body.kind === 'alternation' ? node.body.branches : [node.body];
      if (node.behind) for (const branch of branches) fixedLength(branch);
      return total(branches) + branches.length + 1;
    }
    case 'repeat':
      return sizeOfRepeat(node);
    default:
      return 1;
  }
}

function total(nodes: readonly Node[]): number {
  return nodes.reduce((sum, node) => sum + sizeOf(node), 0);
}

/** The counterpart of how repeats are written out; see `emitRepeat`. */
function sizeOfRepeat({ body, min, max, mode }: Extract<Node, { kind: 'repeat' }>): number {
  if (mode === 'possessive' && max === Infinity && body.kind === 'bytes') return 1;
  const atomic = mode === 'possessive' ? 2 : 0;
  const inside = sizeOf(body);
  if (max !== Infinity) return atomic + min * inside + (max - min) * (inside + 1);
  const loop = inside + (isNullable(body) ? 3 : 1);
  return atomic + (min === 0 ? 1 + loop : (min - 1) * inside + loop);
}

function isIrregular(node: Node): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.items.some(isIrregular);
    case 'alternation':
      return node.branches.some(isIrregular);
    case 'group':
      return isIrregular(node.body);
    case 'repeat':
      return node.mode === 'possessive' || isIrregular(node.body);
    case 'atomic':
    case 'look':
    case 'backreference':
      return true;
    case 'assertion':
      // Which line feed is the last one is not known to an automaton that reads byte by byte.
      return node.at === 'text-end-or-last-line-feed';
    default:
      return false;
  }
}
