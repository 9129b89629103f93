import { fixedLength } from './fixed-length.ts';
import { RUN_LIMIT } from './neighbour.ts';
import { isNullable } from './nullable.ts';
import { type Node, PatternError, type Syntax } from './syntax.ts';

/** Instructions of one pattern; repeats with counts are written out, so that this bounds them too. */
export const CODE_LIMIT = 20_000;

/** A run with a higher least count is left to the backtracker, which counts without writing copies out. */
const COUNT_OF_RUN_LIMIT = 64;

/** What is known of a program before it is written. */
export interface ProgramMeasure {
  /** Number of instructions. */
  readonly size: number;
  /** There is lookaround, an atomic group, a backreference or `\Z`: an automaton alone cannot decide. */
  readonly irregular: boolean;
  /** Possessive repeats of sets are greedy ones that end where no byte of the set comes next. */
  readonly endsRuns: boolean;
}

/**
 * Works out how large a pattern's program will be, in time proportional to the pattern, so that what is too large is
 * refused while rules load and nothing need be written before a value asks for it. Throws {@link PatternError}.
 */
export function measureProgram({ root }: Syntax): ProgramMeasure {
  const runs = new Set<string>();
  const isRegular = !isIrregular(root, runs);
  // The ends of runs are no help to a pattern that has to be tried out anyway.
  const isFew = runs.size > 0 && runs.size <= RUN_LIMIT;
  const endsRuns = isRegular && isFew && sizeOf(root, true) + 3 <= CODE_LIMIT;
  const size = sizeOf(root, endsRuns) + 3;
  if (size > CODE_LIMIT) {
    throw new PatternError(`the pattern needs more than ${CODE_LIMIT} instructions; use smaller counts`, 0);
  }
  return { size, irregular: !isRegular || (runs.size > 0 && !endsRuns), endsRuns };
}

function sizeOf(node: Node, endsRuns: boolean): number {
  switch (node.kind) {
    case 'empty':
      return 0;
    case 'sequence':
      return total(node.items, endsRuns);
    case 'alternation':
      return total(node.branches, endsRuns) + 2 * (node.branches.length - 1);
    case 'group':
    case 'atomic':
      return sizeOf(node.body, endsRuns) + 2;
    case 'look': {
      const branches = node.behind && node.body.kind === 'alternation' ? node.body.branches : [node.body];
      if (node.behind) for (const branch of branches) fixedLength(branch);
      return total(branches, endsRuns) + branches.length + 1;
    }
    case 'repeat':
      return sizeOfRepeat(node, endsRuns);
    default:
      return 1;
  }
}

function total(nodes: readonly Node[], endsRuns: boolean): number {
  return nodes.reduce((sum, node) => sum + sizeOf(node, endsRuns), 0);
}

type Repeat = Extract<Node, { kind: 'repeat' }>;

/** A possessive repeat without upper bound of a set: it ends where no byte of the set comes next. */
export function isRun({ body, max, mode }: Repeat): boolean {
  return mode === 'possessive' && max === Infinity && body.kind === 'bytes';
}

/** The counterpart of how repeats are written out; see `emitRepeat`. */
function sizeOfRepeat(repeat: Repeat, endsRuns: boolean): number {
  if (isRun(repeat)) return endsRuns ? 1 + sizeOfRepeat({ ...repeat, mode: 'greedy' }, false) : 1;
  const { body, min, max, mode } = repeat;
  const atomic = mode === 'possessive' ? 2 : 0;
  const inside = sizeOf(body, endsRuns);
  if (max !== Infinity) return atomic + min * inside + (max - min) * (inside + 1);
  const loop = inside + (isNullable(body) ? 3 : 1);
  return atomic + (min === 0 ? 1 + loop : (min - 1) * inside + loop);
}

/** Whether there is anything but runs that an automaton cannot decide; the sets of runs are added to `runs`. */
function isIrregular(node: Node, runs: Set<string>): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.items.some((item) => isIrregular(item, runs));
    case 'alternation':
      return node.branches.some((branch) => isIrregular(branch, runs));
    case 'group':
      return isIrregular(node.body, runs);
    case 'repeat':
      if (node.body.kind !== 'bytes' || !isRun(node))
        return node.mode === 'possessive' || isIrregular(node.body, runs);
      runs.add(Buffer.from(node.body.set).toString('latin1'));
      return node.min > COUNT_OF_RUN_LIMIT;
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
