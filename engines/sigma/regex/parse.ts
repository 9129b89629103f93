import type { RegexFlags, RegexTest } from '../ast/value-test.ts';
import type { RegexNode } from './ast.ts';
import { ANY, type CharSet, complement, foldAsciiCase, NEWLINE } from './char-set.ts';
import { parseClass } from './class.ts';
import { parseEscape } from './escape.ts';
import { malformed, peek, type RegexReader, take, takeMatch, unsupported } from './reader.ts';

const DEPTH_LIMIT = 60;
const REPEAT_LIMIT = 1000;

/**
 * Parses the PCRE subset that the modifiers appendix allows, and what is common beyond it: inline flags, named and
 * non-capturing groups, escapes, POSIX classes. Throws `RegexError`.
 */
export function parseRegex(test: Pick<RegexTest, 'source' | 'flags'>): RegexNode {
  const reader: RegexReader = { source: test.source, at: 0, flags: test.flags, depth: 0 };
  const node = parseChoice(reader);
  if (reader.at < reader.source.length) malformed(reader, 'A closing bracket has no opening one');
  return node;
}

function parseChoice(reader: RegexReader): RegexNode {
  const parts = [parseSequence(reader)];
  while (take(reader, '|')) parts.push(parseSequence(reader));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
}

function parseSequence(reader: RegexReader): RegexNode {
  const parts: RegexNode[] = [];
  while (reader.at < reader.source.length && peek(reader) !== '|' && peek(reader) !== ')') {
    const atom = parseAtom(reader);
    if (atom !== null) parts.push(parseQuantifiers(atom, reader));
  }
  return { kind: 'sequence', parts };
}

/** One atom; null for what is none: comments and inline flags. */
function parseAtom(reader: RegexReader): RegexNode | null {
  const character = peek(reader);
  if (/[*+?]/.test(character)) malformed(reader, 'There is nothing to repeat');
  reader.at += 1;
  switch (character) {
    case '(':
      return parseGroup(reader);
    case '[':
      return classNode(parseClass(reader), reader);
    case '.':
      return { kind: 'class', set: reader.flags.dotAll ? ANY : complement(NEWLINE) };
    case '^':
      return { kind: 'assert', what: reader.flags.multiLine ? 'line-start' : 'text-start' };
    case '$':
      return { kind: 'assert', what: reader.flags.multiLine ? 'line-end' : 'text-end-or-newline' };
    case '\\': {
      const node = parseEscape(reader);
      return node.kind === 'class' ? classNode(node.set, reader) : node;
    }
    default:
      return classNode([[character.charCodeAt(0), character.charCodeAt(0)]], reader);
  }
}

function classNode(set: CharSet, reader: RegexReader): RegexNode {
  return { kind: 'class', set: reader.flags.ignoreCase ? foldAsciiCase(set) : set };
}

function parseGroup(reader: RegexReader): RegexNode | null {
  if (take(reader, '?#')) {
    if (takeMatch(reader, /[^)]*\)/y) === null) malformed(reader, 'The comment is not closed');
    return null;
  }
  if (takeMatch(reader, /\?<?[=!]/y) !== null) unsupported('A look-around');
  if (takeMatch(reader, /\?[>|(&R0-9]|\*/y) !== null) unsupported('This kind of group');
  const outer = reader.flags;
  const inline = takeMatch(reader, /\?([imsx]*)(?:-([imsx]+))?([:)])/y);
  if (inline !== null) {
    reader.flags = changeFlags(outer, inline[1] ?? '', inline[2] ?? '');
    // Without a colon the flags hold up to the end of the group that encloses them.
    if (inline[3] === ')') return null;
  } else takeMatch(reader, /\?P?<[A-Za-z_]\w*>|\?'[A-Za-z_]\w*'/y);
  if (peek(reader) === '?') malformed(reader, 'Unknown kind of group');
  reader.depth += 1;
  if (reader.depth > DEPTH_LIMIT) malformed(reader, 'Groups are nested too deep');
  const node = parseChoice(reader);
  reader.depth -= 1;
  if (!take(reader, ')')) malformed(reader, 'A bracket is not closed');
  reader.flags = outer;
  return node;
}

function changeFlags(flags: RegexFlags, on: string, off: string): RegexFlags {
  if (on.includes('x') || off.includes('x')) unsupported('The flag x');
  const set = (letter: string, before: boolean) => (before || on.includes(letter)) && !off.includes(letter);
  return {
    ignoreCase: set('i', flags.ignoreCase),
    multiLine: set('m', flags.multiLine),
    dotAll: set('s', flags.dotAll),
  };
}

/** Whether a repeat is lazy does not change whether the expression matches; a possessive one can. */
function parseQuantifiers(atom: RegexNode, reader: RegexReader): RegexNode {
  const found = takeMatch(reader, /([*+?])|\{(\d{1,5})(,?)(\d{0,5})\}|\{,(\d{1,5})\}/y);
  if (found === null) return atom;
  if (take(reader, '+')) unsupported('A possessive repeat');
  take(reader, '?');
  if (/[*+?]/.test(peek(reader))) malformed(reader, 'There is nothing to repeat');
  const [min, max] = boundsOf(found);
  if (min > max) malformed(reader, 'The bounds of the repeat are in the wrong order');
  if (min > REPEAT_LIMIT || (max !== Number.POSITIVE_INFINITY && max > REPEAT_LIMIT)) {
    unsupported(`A repeat above ${REPEAT_LIMIT}`);
  }
  return { kind: 'repeat', part: atom, min, max };
}

function boundsOf(found: RegExpExecArray): readonly [number, number] {
  const [, sign, low, comma, high, upTo] = found;
  if (sign === '*') return [0, Number.POSITIVE_INFINITY];
  if (sign === '+') return [1, Number.POSITIVE_INFINITY];
  if (sign === '?') return [0, 1];
  if (upTo !== undefined) return [0, Number(upTo)];
  const min = Number(low);
  if (comma === '') return [min, min];
  return [min, high === '' ? Number.POSITIVE_INFINITY : Number(high)];
}
