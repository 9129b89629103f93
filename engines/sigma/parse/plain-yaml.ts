import { readFlow } from './plain-flow.ts';
import { BEYOND, isOddKey, plainNode, readQuoted, take } from './plain-scalar.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlText } from './yaml-node.ts';

/** Lines that are not blank, by their first character that is no space; and all lines, for texts over several. */
interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
  /** Spaces before the first other character; -1 for a blank line. */
  readonly indents: readonly number[];
  /** The line at hand. */
  line: number;
  depth: number;
}

/** Tabs, carriage returns, a mark of byte order: legal in places, and never needed. */
const ODD = /[\x00-\x09\x0b-\x1f\x7f\ufeff]/;
/** A key as rules write them, without or in single quotes. Its length is bounded as that of YAML's implicit keys. */
const KEY = /([^\s\-?:,[\]{}#&*!|>'"%@`](?:[^:#\n]{0,200}[^:#\s])?|'[^'\n]{1,200}') *:(?= |\n|$)/y;
const LITERAL = /\|(-?) *(?:\n|$)/y;
/** What ends a line behind a value. */
const LINE_END = / *(?: #[^\n]*)?(?:\n|$)/y;
const INDICATOR = /^(?:[,[\]{}#&*!|>'"%@`]|[-?:](?: |$))/;
const DEPTH_LIMIT = 24;

/**
 * Reads the documents of a file that keeps to the part of YAML in which nearly all rules are written: maps and lists by
 * indentation, or in brackets on one line, values on one line, literal texts, comments. Null for any other file, also for one with a mistake; it is
 * for the library to read. What is read is what the library makes of it, offsets included.
 */
export function readPlainYaml(text: string): readonly YamlMap[] | null {
  if (ODD.test(text)) return null;
  const lines = splitLines(text);
  const documents: YamlMap[] = [];
  try {
    skipBlank(lines);
    while (lines.line < lines.starts.length) {
      if (isMarker(lines)) {
        lines.line += 1;
        skipBlank(lines);
        continue;
      }
      documents.push(readMap(lines, indentOf(lines)));
      if (lines.line < lines.starts.length && !isMarker(lines)) throw BEYOND;
    }
  } catch (cause) {
    if (cause !== BEYOND) throw cause;
    return null;
  }
  return documents;
}

function splitLines(text: string): Lines {
  const starts: number[] = [];
  const indents: number[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    let first = at;
    while (text.charCodeAt(first) === 0x20) first += 1;
    starts.push(at);
    indents.push(first >= end ? -1 : first - at);
    at = end + 1;
  }
  return { text, starts, indents, line: 0, depth: 0 };
}

/** Goes on to the next line with more than a comment. */
function skipBlank(lines: Lines): void {
  for (; lines.line < lines.starts.length; lines.line += 1) {
    const indent = indentOf(lines);
    if (indent !== -1 && lines.text[startOf(lines) + indent] !== '#') return;
  }
}

function startOf({ starts, line }: Lines): number {
  return starts[line] ?? 0;
}

/** -1 also behind the last line, where every block ends. */
function indentOf({ indents, line }: Lines): number {
  return indents[line] ?? -1;
}

function isMarker(lines: Lines): boolean {
  const start = startOf(lines);
  if (!lines.text.startsWith('---', start) && !lines.text.startsWith('...', start)) return false;
  if (/^--- *(?:\n|$)/.test(lines.text.slice(start, start + 80))) return true;
  throw BEYOND;
}

function isItem(lines: Lines): boolean {
  const at = startOf(lines) + indentOf(lines);
  const next = lines.text[at + 1];
  return lines.text[at] === '-' && (next === ' ' || next === '\n' || next === undefined);
}

/** Whether the line at hand continues a block of this indent; a deeper one would continue a value. */
function isWithin(lines: Lines, indent: number): boolean {
  const own = indentOf(lines);
  if (own > indent || (own === 0 && indent === 0 && isMarker(lines))) {
    if (own > indent) throw BEYOND;
    return false;
  }
  return own === indent;
}

/** A map whose first key stands at this column of the line at hand. */
function readMap(lines: Lines, indent: number): YamlMap {
  enter(lines);
  const entries: YamlEntry[] = [];
  const keys = new Set<string>();
  const at = startOf(lines) + indent;
  for (let keyAt = at; ; keyAt = startOf(lines) + indent) {
    const written = take(KEY, lines.text, keyAt);
    const key = written.startsWith("'") ? written.slice(1, -1) : written;
    if (keys.has(key) || (key === written && isOddKey(key))) throw BEYOND;
    keys.add(key);
    entries.push({ key, keyAt, value: readValue(lines, KEY.lastIndex, indent) });
    if (!isWithin(lines, indent)) break;
    if (isItem(lines)) throw BEYOND;
  }
  lines.depth -= 1;
  return { kind: 'map', entries, at };
}

/** What stands behind a key or a dash, on its line from `from` on or on the lines below. */
function readValue(lines: Lines, from: number, indent: number): YamlNode {
  const { text } = lines;
  let at = from;
  while (text[at] === ' ') at += 1;
  LINE_END.lastIndex = from;
  if (!LINE_END.test(text)) return readScalar(lines, at, indent);
  lines.line += 1;
  skipBlank(lines);
  const below = indentOf(lines);
  // A list may stand below its key without being indented.
  if (below === indent && text[from - 1] === ':' && isItem(lines)) return readList(lines, below);
  if (below <= indent) throw BEYOND;
  return isItem(lines) ? readList(lines, below) : readMap(lines, below);
}

function readList(lines: Lines, indent: number): YamlNode {
  enter(lines);
  const items: YamlNode[] = [];
  const at = startOf(lines) + indent;
  while (isWithin(lines, indent) && isItem(lines)) {
    const dash = startOf(lines) + indent;
    let first = dash + 1;
    while (lines.text[first] === ' ') first += 1;
    KEY.lastIndex = first;
    const isMap = KEY.test(lines.text);
    items.push(isMap ? readMap(lines, first - startOf(lines)) : readValue(lines, dash + 1, indent));
  }
  lines.depth -= 1;
  return { kind: 'list', items, at };
}

function enter(lines: Lines): void {
  lines.depth += 1;
  if (lines.depth > DEPTH_LIMIT) throw BEYOND;
}

function readScalar(lines: Lines, at: number, indent: number): YamlNode {
  const { text } = lines;
  switch (text[at]) {
    case "'":
    case '"': {
      const { node, end } = readQuoted(text, at);
      return endLine(lines, end, node);
    }
    case '[':
    case '{': {
      const { node, end } = readFlow(text, at);
      return endLine(lines, end, node);
    }
    case '|':
      return readLiteral(lines, at, indent);
    default:
      return readPlain(lines, at);
  }
}

function readPlain(lines: Lines, at: number): YamlNode {
  const next = lines.starts[lines.line + 1] ?? lines.text.length;
  const rest = lines.text.slice(at, next);
  const comment = rest.indexOf(' #');
  // Not trimEnd, which takes spaces of other scripts, too.
  const value = (comment === -1 ? rest : rest.slice(0, comment)).replace(/[ \n]+$/, '');
  if (INDICATOR.test(value) || value.includes(': ') || value.endsWith(':')) throw BEYOND;
  return endLine(lines, at + value.length, plainNode(value, at));
}

/** Nothing but a comment may follow the value on its line. */
function endLine(lines: Lines, end: number, node: YamlNode): YamlNode {
  LINE_END.lastIndex = end;
  if (!LINE_END.test(lines.text)) throw BEYOND;
  lines.line += 1;
  skipBlank(lines);
  return node;
}

/** A literal text (YAML 1.2.2, 8.1.2), its last newline kept (`|`) or not (`|-`). */
function readLiteral(lines: Lines, at: number, parent: number): YamlText {
  const { text, starts, indents } = lines;
  const chomp = take(LITERAL, text, at);
  const first = lines.line + 1;
  const indent = indents[first] ?? -1;
  // With a blank line first, or none, the indent is a matter of more rules than are read here.
  if (indent <= parent) throw BEYOND;
  const content: string[] = [];
  let line = first;
  for (; line < starts.length; line += 1) {
    const own = indents[line] ?? -1;
    const start = starts[line] ?? 0;
    const end = (starts[line + 1] ?? text.length + (text.endsWith('\n') ? 0 : 1)) - 1;
    if (own !== -1 && own < indent) break;
    if (own === -1 && end - start > indent) throw BEYOND;
    content.push(text.slice(start + (own === -1 ? end - start : indent), end));
  }
  while (content.at(-1) === '') content.pop();
  lines.line = line;
  skipBlank(lines);
  return { kind: 'text', value: `${content.join('\n')}${chomp === '-' ? '' : '\n'}`, at };
}
