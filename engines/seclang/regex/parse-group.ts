import { applyFlagLetters, type ParseState } from './parse-state.ts';
import { type Node, PatternError } from './syntax.ts';

const DEPTH_LIMIT = 200;

const NAME = /\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/y;
const NAMED_REFERENCE = /\?P=([A-Za-z_]\w*)\)/y;
const OPTIONS = /\?(\^?[A-Za-z]*(?:-[A-Za-z]*)?)([:)])/y;

const LOOKS = [
  { opening: '?=', behind: false, negative: false },
  { opening: '?!', behind: false, negative: true },
  { opening: '?<=', behind: true, negative: false },
  { opening: '?<!', behind: true, negative: true },
] as const;

/** Reads what stands behind `(` up to and with its `)`. Source: pcre2pattern, "Groups" to "Comments". */
export function parseGroup(state: ParseState): Node {
  const { cursor } = state;
  const start = cursor.at - 1;
  if (cursor.peek() !== '?' && cursor.peek() !== '*') return parseCapturing(state, start);
  if (cursor.peek() === '*') {
    throw new PatternError('verbs such as (*SKIP) are not supported', start);
  }
  if (cursor.eat('?:')) return parseBody(state, start);
  if (cursor.eat('?#')) {
    cursor.until(')', 'the comment');
    return { kind: 'empty' };
  }
  for (const { opening, behind, negative } of LOOKS) {
    if (cursor.eat(opening)) return { kind: 'look', behind, negative, body: parseBody(state, start) };
  }
  if (cursor.eat('?>')) return { kind: 'atomic', body: parseBody(state, start) };
  const name = cursor.match(NAME);
  if (name !== null) return parseNamed(state, name[1] ?? name[2] ?? '', start);
  if (cursor.match(NAMED_REFERENCE) !== null) {
    const group = state.groupNames.get(cursor.text.slice(start + 4, cursor.at - 1));
    if (group === undefined) throw new PatternError('the reference names a group that is not there', start);
    return { kind: 'backreference', group, ignoreCase: state.flags.ignoreCase };
  }
  return parseOptionGroup(state, start);
}

function parseNamed(state: ParseState, name: string, start: number): Node {
  if (state.groupNames.has(name)) throw new PatternError(`the group name ${name} is used twice`, start);
  state.groupNames.set(name, state.groupCount + 1);
  return parseCapturing(state, start);
}

function parseCapturing(state: ParseState, start: number): Node {
  state.groupCount += 1;
  const number = state.groupCount;
  return { kind: 'group', number, body: parseBody(state, start) };
}

/** `(?i)` sets options up to the end of the enclosing group, `(?i:…)` within its own. */
function parseOptionGroup(state: ParseState, start: number): Node {
  const { cursor } = state;
  const match = cursor.match(OPTIONS);
  const flags = match === null ? null : applyFlagLetters(state.flags, match[1] ?? '');
  if (match === null || flags === null) {
    throw new PatternError(
      'this kind of group is not supported (recursion, conditions, callouts, branch reset)',
      start,
    );
  }
  if (match[2] === ')') {
    state.flags = flags;
    return { kind: 'empty' };
  }
  const outer = state.flags;
  state.flags = flags;
  const body = parseBody(state, start);
  state.flags = outer;
  return body;
}

function parseBody(state: ParseState, start: number): Node {
  state.depth += 1;
  if (state.depth > DEPTH_LIMIT) {
    throw new PatternError(`groups are nested more than ${DEPTH_LIMIT} deep`, start);
  }
  const outer = state.flags;
  const body = state.parseInside(state);
  state.flags = outer;
  state.depth -= 1;
  if (!state.cursor.eat(')')) throw new PatternError('the group is not closed by )', start);
  return body;
}
