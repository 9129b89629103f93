import { type ByteSet, WORD } from './byte-set.ts';
import {
  costOf,
  EDGE,
  LENGTH_LIMIT,
  product,
  rarer,
  standsAtEnd,
  standsAtStart,
  type Texts,
  union,
  unionOfEnds,
  withoutEdges,
} from './literal-set.ts';
import type { Node } from './syntax.ts';

/** A literal that a match must hold, in lower case, and beside which there can be no byte of `\w`. */
export interface RequiredLiteral {
  readonly text: string;
  /** The text begins with a byte of `\w`, and the byte before it is none, or the value begins there. */
  readonly atWordStart: boolean;
  /** The text ends with a byte of `\w`, and the byte behind it is none, or the value ends there. */
  readonly atWordEnd: boolean;
}

/** What is known of the texts that a part of a pattern matches. */
interface Knowledge {
  /** All of them, without regard to case; null when there are too many. */
  readonly exact: Texts | null;
  /** Each begins with one of these. */
  readonly starts: Texts;
  /** Each ends with one of these. */
  readonly ends: Texts;
  /** Each contains at least one of these; null when nothing is known. */
  readonly required: Texts | null;
}

/** Most members of a byte set that is written out. */
const SET_LIMIT = 10;
/** Above this many in a byte of ordinary text, a filter passes nearly every value. */
const COST_LIMIT = 0.02;
/** Most literals of which those that contain others are removed; it takes the square of their number. */
const MINIMISED_LIMIT = 200;
/** Most copies of a repeated part that are written out. */
const COPIES_LIMIT = 6;

const NOTHING: Knowledge = { exact: null, starts: [''], ends: [''], required: null };
const EMPTY = exactly(['']);
const AT_EDGE = exactly([EDGE]);

/**
 * Literals of which each match of the pattern holds at least one, without regard to the case of ASCII letters, or
 * null where no useful ones are known. A value without any of them cannot match, which is all that it is used for.
 * That starts, ends and inner texts are followed apart is an idea of Rust's regex-syntax (`hir::literal`).
 */
export function requiredLiterals(root: Node): readonly RequiredLiteral[] | null {
  const best = bestOf(analyse(root));
  if (best === null || costOf(best) > COST_LIMIT) return null;
  return minimise(describe(best));
}

/** How often one of the literals is found per byte of ordinary text, as an estimate. */
export function frequencyOf(literals: readonly RequiredLiteral[]): number {
  return costOf(literals.map(({ text }) => text));
}

function exactly(texts: Texts): Knowledge {
  return { exact: texts, starts: texts, ends: texts, required: null };
}

function bestOf({ exact, starts, ends, required }: Knowledge): Texts | null {
  return exact === null ? rarer(rarer(required, starts), ends) : rarer(exact, required);
}

function analyse(node: Node): Knowledge {
  switch (node.kind) {
    case 'bytes':
      return analyseSet(node.set);
    case 'sequence':
      return analyseSequence(node.items);
    case 'alternation':
      return analyseAlternation(node.branches.map(analyse));
    case 'group':
    case 'atomic':
      return analyse(node.body);
    case 'repeat':
      return analyseRepeat(node);
    case 'backreference':
      return NOTHING;
    case 'assertion':
      return node.at === 'not-word-boundary' ? EMPTY : AT_EDGE;
    case 'empty':
    case 'look':
    case 'keep':
      return EMPTY;
  }
}

/** Most sets of a pattern are the same objects. */
const KNOWN_SETS = new WeakMap<ByteSet, Knowledge>();

function analyseSet(set: ByteSet): Knowledge {
  const known = KNOWN_SETS.get(set) ?? membersOf(set);
  KNOWN_SETS.set(set, known);
  return known;
}

function membersOf(set: ByteSet): Knowledge {
  const members = new Set<string>();
  let hasWordByte = false;
  for (let byte = 0; byte < 256; byte += 1) {
    if (set[byte] !== 1) continue;
    members.add(String.fromCharCode(byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));
    if (WORD[byte] === 1) hasWordByte = true;
  }
  // White space and the like say more by ending a word than by which of them it is.
  if (members.size <= (hasWordByte ? SET_LIMIT : 4)) return exactly([...members]);
  return hasWordByte ? NOTHING : { exact: null, starts: [EDGE], ends: [EDGE], required: smallSet(members) };
}

function smallSet(members: ReadonlySet<string>): Texts | null {
  return members.size <= 2 * SET_LIMIT ? [...members] : null;
}

/** Runs of single letters, which most of a pattern consists of, are put together at once. */
function analyseSequence(items: readonly Node[]): Knowledge {
  let all: Knowledge = EMPTY;
  let run = '';
  for (const item of items) {
    const known = analyse(item);
    const only = known.exact?.length === 1 ? known.exact[0] : undefined;
    if (only !== undefined && only.length === 1 && run.length < LENGTH_LIMIT) {
      run += only;
      continue;
    }
    all = follow(follow(all, exactly([run])), known);
    run = '';
  }
  return follow(all, exactly([run]));
}

function follow(first: Knowledge, second: Knowledge): Knowledge {
  if (isNothing(first)) return second;
  if (isNothing(second)) return first;
  const exact = first.exact && second.exact && product(first.exact, second.exact);
  if (exact !== null) return { ...exactly(exact), required: rarer(first.required, second.required) };
  const between = product(first.ends, second.starts);
  const around = rarer(between, rarer(first.ends, second.starts));
  return {
    exact: null,
    starts: (first.exact && product(first.exact, second.starts)) ?? first.starts,
    ends: (second.exact && product(first.ends, second.exact)) ?? second.ends,
    required: rarer(rarer(first.required, second.required), around),
  };
}

/** Matches the empty text alone. */
function isNothing({ exact }: Knowledge): boolean {
  return exact?.length === 1 && exact[0] === '';
}

function analyseAlternation(branches: readonly Knowledge[]): Knowledge {
  const exacts = branches.flatMap(({ exact }) => (exact === null ? [] : [exact]));
  const exact = exacts.length === branches.length ? union(exacts) : null;
  const bests = branches.flatMap((branch) => {
    const best = bestOf(branch);
    return best === null ? [] : [best];
  });
  return {
    exact,
    starts:
      exact ??
      unionOfEnds(
        branches.map(({ starts }) => starts),
        'start',
      ),
    ends:
      exact ??
      unionOfEnds(
        branches.map(({ ends }) => ends),
        'end',
      ),
    required: bests.length === branches.length ? [...new Set(bests.flat())] : null,
  };
}

function analyseRepeat({ body, min, max }: Extract<Node, { kind: 'repeat' }>): Knowledge {
  const once = analyse(body);
  if (max === 0) return EMPTY;
  if (min === 0) {
    const exact = max === 1 && once.exact !== null ? union([[''], once.exact]) : null;
    return exact === null ? NOTHING : exactly(exact);
  }
  let copies = once;
  for (let copy = 1; copy < Math.min(min, COPIES_LIMIT); copy += 1) copies = follow(copies, once);
  if (min === max && min <= COPIES_LIMIT) return copies;
  return { exact: null, starts: copies.starts, ends: copies.ends, required: bestOf(copies) };
}

function describe(texts: Texts): readonly RequiredLiteral[] {
  const described = new Map<string, RequiredLiteral>();
  for (const marked of texts) {
    const text = withoutEdges(marked);
    const known = described.get(text);
    const atWordStart = standsAtStart(marked) && known?.atWordStart !== false;
    const atWordEnd = standsAtEnd(marked) && known?.atWordEnd !== false;
    described.set(text, { text, atWordStart, atWordEnd });
  }
  return [...described.values()];
}

/** Without those that hold another, which is found wherever they are. */
function minimise(literals: readonly RequiredLiteral[]): readonly RequiredLiteral[] {
  if (literals.length > MINIMISED_LIMIT) return literals;
  return literals.filter(
    ({ text }) => !literals.some((other) => other.text !== text && includes(text, other)),
  );
}

function includes(text: string, other: RequiredLiteral): boolean {
  return !other.atWordStart && !other.atWordEnd && text.includes(other.text);
}
