import type { ByteSet } from '../regex/byte-set.ts';
import type { Node } from '../regex/syntax.ts';

/** What is known of the texts that a part of a pattern matches; literals are in lower case. */
interface Knowledge {
  /** All texts that the part can match, without regard to case; null when there are too many. */
  readonly exact: readonly string[] | null;
  /** Each match contains at least one of these; null when nothing is known. */
  readonly required: readonly string[] | null;
}

/** Most alternatives that are kept, and most members of a byte set that is written out. */
const ALTERNATIVES_LIMIT = 128;
const SET_LIMIT = 4;

const NOTHING: Knowledge = { exact: null, required: null };
const EMPTY: Knowledge = { exact: [''], required: null };

/**
 * Literals of which each match of the pattern holds at least one, without regard to the case of ASCII letters, or
 * null where no useful ones are known. A value without any of them cannot match, which is all that it is used for;
 * the idea is that of Rust's regex-syntax `literal` module.
 */
export function requiredLiterals(root: Node): readonly string[] | null {
  const known = analyse(root);
  const best = better(known.required, known.exact);
  return best?.every(isUseful) ? [...new Set(best)] : null;
}

/** One letter or digit is in nearly every value; one mark is not. */
function isUseful(literal: string): boolean {
  return literal.length >= 2 || /^[^a-z0-9 ]$/.test(literal);
}

function analyse(node: Node): Knowledge {
  switch (node.kind) {
    case 'bytes':
      return { exact: membersOf(node.set), required: null };
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
    case 'empty':
    case 'look':
    case 'assertion':
    case 'keep':
      return EMPTY;
  }
}

function membersOf(set: ByteSet): readonly string[] | null {
  const members = new Set<string>();
  for (let byte = 0; byte < 256; byte += 1) {
    if (set[byte] !== 1) continue;
    members.add(byte >= 0x41 && byte <= 0x5a ? String.fromCharCode(byte + 0x20) : String.fromCharCode(byte));
    if (members.size > SET_LIMIT) return null;
  }
  return [...members];
}

/** Joins neighbours whose texts are all known; the best run is required. */
function analyseSequence(items: readonly Node[]): Knowledge {
  let run: readonly string[] = [''];
  let isWhole = true;
  let required: readonly string[] | null = null;
  for (const item of items) {
    const known = analyse(item);
    const joined = known.exact === null ? null : product(run, known.exact);
    if (joined !== null) {
      run = joined;
      continue;
    }
    required = better(better(required, run), known.required);
    isWhole = false;
    run = known.exact ?? [''];
  }
  return isWhole ? { exact: run, required } : { exact: null, required: better(required, run) };
}

function product(left: readonly string[], right: readonly string[]): readonly string[] | null {
  if (left.length * right.length > ALTERNATIVES_LIMIT) return null;
  return left.flatMap((start) => right.map((end) => start + end));
}

function analyseAlternation(branches: readonly Knowledge[]): Knowledge {
  const exacts = branches.flatMap(({ exact }) => (exact === null ? [] : [exact]));
  const exact = exacts.flat();
  const isExact = exacts.length === branches.length && exact.length <= ALTERNATIVES_LIMIT;
  const required: string[] = [];
  for (const branch of branches) {
    const best = better(branch.required, branch.exact);
    if (best === null) return { exact: isExact ? exact : null, required: null };
    required.push(...best);
  }
  return {
    exact: isExact ? exact : null,
    required: required.length <= 4 * ALTERNATIVES_LIMIT ? required : null,
  };
}

function analyseRepeat({ body, min, max }: Extract<Node, { kind: 'repeat' }>): Knowledge {
  const known = analyse(body);
  if (min === 0) {
    const exact = max === 1 && known.exact !== null ? ['', ...known.exact] : null;
    return { exact, required: null };
  }
  if (min === 1 && max === 1) return known;
  return { exact: null, required: better(known.required, known.exact) };
}

/** The set that fewer values will hold: longer literals, then fewer of them. A set with an empty text is none. */
function better(one: readonly string[] | null, other: readonly string[] | null): readonly string[] | null {
  return weight(one) >= weight(other) ? (weight(one) > 0 ? one : null) : other;
}

function weight(literals: readonly string[] | null): number {
  if (literals === null || literals.length === 0) return 0;
  const shortest = Math.min(...literals.map((literal) => literal.length));
  return shortest === 0 ? 0 : Math.min(shortest, 8) + 1 / (1 + literals.length);
}
