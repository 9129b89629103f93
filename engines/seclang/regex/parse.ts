import type { RegexOptions } from './api.ts';
import { Cursor } from './cursor.ts';
import { literal, parseAtom } from './parse-atom.ts';
import { byteOf } from './parse-escape.ts';
import type { ParseState } from './parse-state.ts';
import { type Node, PatternError, type RepeatMode, type Syntax } from './syntax.ts';

const REPEAT_LIMIT = 65535;

/** Parses a PCRE pattern (pcre2pattern(3), without UTF). Throws {@link PatternError}. */
export function parsePattern(pattern: string, options: RegexOptions): Syntax {
  const state: ParseState = {
    cursor: new Cursor(pattern),
    flags: {
      ignoreCase: options.ignoreCase ?? false,
      dotAll: options.dotAll ?? false,
      multiline: options.multiline ?? false,
      extended: false,
      ungreedy: false,
    },
    groupCount: 0,
    groupNames: new Map(),
    references: [],
    depth: 0,
    parseInside: parseAlternation,
  };
  const root = parseAlternation(state);
  if (!state.cursor.done) throw new PatternError('there is a ) without its (', state.cursor.at);
  for (const { group, offset } of state.references) {
    if (group > state.groupCount) throw new PatternError(`there is no group ${group}`, offset);
  }
  return { root, groupCount: state.groupCount };
}

/** Branches up to `)` or the end. An option set in one branch holds in those behind it too. */
function parseAlternation(state: ParseState): Node {
  const branches = [parseBranch(state)];
  while (state.cursor.eat('|')) branches.push(parseBranch(state));
  const [first, ...others] = branches;
  return first !== undefined && others.length === 0 ? first : { kind: 'alternation', branches };
}

function parseBranch(state: ParseState): Node {
  const { cursor } = state;
  const items: Node[] = [];
  for (;;) {
    skipIgnored(state);
    if (cursor.done || cursor.peek() === '|' || cursor.peek() === ')') break;
    if (cursor.eat('\\Q')) parseQuoted(state, items);
    else {
      const atom = parseAtom(state);
      if (atom !== null) items.push(parseRepeat(state, atom));
    }
  }
  const [first, ...others] = items;
  if (first === undefined) return { kind: 'empty' };
  return others.length === 0 ? first : { kind: 'sequence', items };
}

/** `\Q…\E`: every character stands for itself; a repeat behind it belongs to the last one. */
function parseQuoted(state: ParseState, items: Node[]): void {
  const { cursor, flags } = state;
  const found = cursor.text.indexOf('\\E', cursor.at);
  const end = found === -1 ? cursor.text.length : found;
  for (; cursor.at < end; cursor.at += 1) {
    items.push(literal(byteOf(cursor.peek(), cursor.at), flags.ignoreCase));
  }
  cursor.eat('\\E');
  const last = items.pop();
  if (last !== undefined) items.push(parseRepeat(state, last));
}

/** Reads any number of quantifiers behind an item; without one the item comes back as it is. */
function parseRepeat(state: ParseState, atom: Node): Node {
  skipIgnored(state);
  const start = state.cursor.at;
  const bounds = parseBounds(state);
  if (bounds === null) return atom;
  const { min, max } = bounds;
  if (min > REPEAT_LIMIT || (max > REPEAT_LIMIT && max !== Infinity)) {
    throw new PatternError(`a repeat count is above ${REPEAT_LIMIT}`, start);
  }
  if (max < min) throw new PatternError('the repeat counts are out of order', start);
  const mode = parseMode(state);
  const repeated: Node = { kind: 'repeat', body: atom, min, max, mode };
  return parseRepeat(state, repeated);
}

const COUNTS = /\{(\d{1,9})(?:(,)(\d{0,9}))?\}/y;

function parseBounds({ cursor }: ParseState): { readonly min: number; readonly max: number } | null {
  if (cursor.eat('*')) return { min: 0, max: Infinity };
  if (cursor.eat('+')) return { min: 1, max: Infinity };
  if (cursor.eat('?')) return { min: 0, max: 1 };
  if (cursor.peek() !== '{') return null;
  const match = cursor.match(COUNTS);
  if (match === null) return null;
  const min = Number(match[1]);
  if (match[2] === undefined) return { min, max: min };
  return { min, max: match[3] === '' ? Infinity : Number(match[3]) };
}

function parseMode({ cursor, flags }: ParseState): RepeatMode {
  if (cursor.eat('+')) return 'possessive';
  return cursor.eat('?') !== flags.ungreedy ? 'lazy' : 'greedy';
}

const IGNORED = /(?:[ \t\n\v\f\r]|#[^\n]*(?:\n|$))*/y;

/** Under `x`: white space and comments up to the end of the line. */
function skipIgnored({ cursor, flags }: ParseState): void {
  if (flags.extended) cursor.match(IGNORED);
}
