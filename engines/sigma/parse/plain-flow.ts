import { BEYOND, isOddKey, plainNode, type Read, readQuoted, take } from './plain-scalar.ts';
import type { YamlEntry, YamlNode } from './yaml-node.ts';

const PLAIN = /([^\s\-?:,[\]{}#&*!|>'"%@`][^,[\]{}#:\n]*)/y;
const COLON = /(: )/y;
const SPACES = /( *)/y;
const DEPTH_LIMIT = 8;

/** A list or map in brackets, all on one line. */
export function readFlow(text: string, at: number, depth = 0): Read {
  if (depth > DEPTH_LIMIT) throw BEYOND;
  return text[at] === '[' ? readList(text, at, depth) : readMap(text, at, depth);
}

function readList(text: string, at: number, depth: number): Read {
  const items: YamlNode[] = [];
  const end = readMembers(text, { at, close: ']' }, (from) => {
    const { node, end: behind } = readValue(text, from, depth);
    items.push(node);
    return behind;
  });
  return { node: { kind: 'list', items, at }, end };
}

function readMap(text: string, at: number, depth: number): Read {
  const entries: YamlEntry[] = [];
  const end = readMembers(text, { at, close: '}' }, (keyAt) => {
    const { key, end: behind } = readKey(text, keyAt);
    if (entries.some((entry) => entry.key === key)) throw BEYOND;
    take(COLON, text, behind);
    const { node, end: last } = readValue(text, skipSpaces(text, COLON.lastIndex), depth);
    entries.push({ key, keyAt, value: node });
    return last;
  });
  return { node: { kind: 'map', entries, at }, end };
}

/** Reads members with commas between them up to the closing bracket; gives the offset behind it. */
function readMembers(
  text: string,
  { at, close }: { readonly at: number; readonly close: string },
  readMember: (at: number) => number,
): number {
  let next = skipSpaces(text, at + 1);
  if (text[next] === close) return next + 1;
  for (;;) {
    next = skipSpaces(text, readMember(next));
    if (text[next] === close) return next + 1;
    if (text[next] !== ',') throw BEYOND;
    next = skipSpaces(text, next + 1);
  }
}

function readKey(text: string, at: number): { readonly key: string; readonly end: number } {
  if (text[at] === "'") {
    const { node, end } = readQuoted(text, at);
    if (node.kind !== 'text') throw BEYOND;
    return { key: node.value, end };
  }
  const key = take(PLAIN, text, at);
  if (isOddKey(key) || key.endsWith(' ')) throw BEYOND;
  return { key, end: PLAIN.lastIndex };
}

function readValue(text: string, at: number, depth: number): Read {
  const first = text[at];
  if (first === '[' || first === '{') return readFlow(text, at, depth + 1);
  if (first === "'" || first === '"') return readQuoted(text, at);
  const value = take(PLAIN, text, at).replace(/ +$/, '');
  return { node: plainNode(value, at), end: at + value.length };
}

function skipSpaces(text: string, at: number): number {
  take(SPACES, text, at);
  return SPACES.lastIndex;
}
