import { ANY, type ByteSet, ESCAPE_CLASSES, NOT_LINE_FEED, singleByte, VERTICAL_SPACE } from './byte-set.ts';
import { parseClass } from './parse-class.ts';
import { byteOf, parseByteEscape } from './parse-escape.ts';
import { parseGroup } from './parse-group.ts';
import { countGroups, type ParseState } from './parse-state.ts';
import { type Assertion, type Node, PatternError } from './syntax.ts';

const ASSERTION_ESCAPES: Readonly<Record<string, Assertion>> = {
  A: 'text-start',
  // A search always begins at the subject's start, so that \G means the same as \A.
  G: 'text-start',
  z: 'text-end',
  Z: 'text-end-or-last-line-feed',
  b: 'word-boundary',
  B: 'not-word-boundary',
};

/** `\R`: a line break in any style; CR LF is not taken apart once it matched. */
const LINE_BREAK: Node = {
  kind: 'atomic',
  body: {
    kind: 'alternation',
    branches: [
      {
        kind: 'sequence',
        items: [
          { kind: 'bytes', set: singleByte(0x0d, false) },
          { kind: 'bytes', set: singleByte(0x0a, false) },
        ],
      },
      { kind: 'bytes', set: VERTICAL_SPACE },
    ],
  },
};

/** Reads one item of a branch, without a repeat behind it; null for what stands for nothing (comments, `\E`). */
export function parseAtom(state: ParseState): Node | null {
  const { cursor, flags } = state;
  const start = cursor.at;
  const char = cursor.next();
  switch (char) {
    case '(':
      return parseGroup(state);
    case '[':
      return bytes(parseClass(cursor, flags.ignoreCase));
    case '.':
      return bytes(flags.dotAll ? ANY : NOT_LINE_FEED);
    case '^':
      return { kind: 'assertion', at: flags.multiline ? 'line-start' : 'text-start' };
    case '$':
      return { kind: 'assertion', at: flags.multiline ? 'line-end' : 'text-end' };
    case '\\':
      return parseEscape(state);
    case '*':
    case '+':
    case '?':
      throw new PatternError(`${char} has nothing to repeat`, start);
    default:
      return literal(byteOf(char, start), flags.ignoreCase);
  }
}

/** One byte, or both its cases. */
export function literal(byte: number, ignoreCase: boolean): Node {
  return bytes(singleByte(byte, ignoreCase));
}

function bytes(set: ByteSet): Node {
  return { kind: 'bytes', set };
}

function parseEscape(state: ParseState): Node | null {
  const { cursor, flags } = state;
  const char = cursor.peek();
  const named = ESCAPE_CLASSES.get(char);
  const assertion = Object.hasOwn(ASSERTION_ESCAPES, char) ? ASSERTION_ESCAPES[char] : undefined;
  if (named !== undefined || assertion !== undefined) cursor.at += 1;
  if (named !== undefined) return bytes(named);
  if (assertion !== undefined) return { kind: 'assertion', at: assertion };
  if (cursor.eat('E')) return null;
  if (cursor.eat('N')) return bytes(NOT_LINE_FEED);
  if (cursor.eat('C')) return bytes(ANY);
  if (cursor.eat('R')) return LINE_BREAK;
  if (cursor.eat('K')) return { kind: 'keep' };
  return parseBackreference(state) ?? literal(parseByteEscape(cursor), flags.ignoreCase);
}

const NAMED_REFERENCE = /g\{(-?\d{1,5})\}|g(-?\d{1,5})|g\{([A-Za-z_]\w*)\}|k(?:<(\w+)>|'(\w+)'|\{(\w+)\})/y;
const REFERENCE_NUMBER = /[1-9]\d{0,4}/y;

/** `\1`, `\g1`, `\g{-1}`, `\g{name}`, `\k<name>`, `\k'name'`, `\k{name}`; null when it is none. */
function parseBackreference(state: ParseState): Node | null {
  const { cursor } = state;
  if (!/[1-9gk]/.test(cursor.peek())) return null;
  const offset = cursor.at - 1;
  const reference = parseNumber(state) ?? cursor.match(NAMED_REFERENCE);
  if (reference === null) return null;
  const text = [...reference].slice(1).find((part) => part !== undefined) ?? reference[0];
  const group = resolveReference(state, text);
  if (group === undefined || group < 1) {
    throw new PatternError(`the reference ${text} names a group that is not there`, offset);
  }
  state.references.push({ group, offset });
  return { kind: 'backreference', group, ignoreCase: state.flags.ignoreCase };
}

function resolveReference(state: ParseState, text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (text.startsWith('-')) return state.groupCount + 1 + Number(text);
  return state.groupNames.get(text);
}

/** One digit is always a group; more are one if there are so many groups, and else an octal code or an error. */
function parseNumber(state: ParseState): RegExpExecArray | null {
  const { cursor } = state;
  const start = cursor.at;
  const match = cursor.match(REFERENCE_NUMBER);
  if (match === null) return null;
  const isGroup =
    match[0].length === 1 || /^[89]/.test(match[0]) || Number(match[0]) <= countGroups(cursor.text);
  if (!isGroup) cursor.at = start;
  return isGroup ? match : null;
}
