import type { Located } from '../ast/place.ts';
import type { ActionNode } from '../ast/rule.ts';
import type { Reporter } from './reporter.ts';

/**
 * Reads `id:1,phase:2,msg:'a, b',setvar:'tx.a=1'`. A value that begins with a single quote ends with one and may hold
 * commas and `\'`; inside other values quotes are text, and protect commas (`ctl:ruleRemoveTargetById=1;ARGS:'a,b'`).
 */
export function parseActions(word: Located, reporter: Reporter): readonly ActionNode[] {
  const actions: ActionNode[] = [];
  const { text } = word;
  let at = 0;
  while (at < text.length) {
    if (isSeparator(text, at)) {
      at += 1;
      continue;
    }
    const start = at;
    at = nameEnd(text, start);
    const name = text.slice(start, at).trim().toLowerCase();
    let value: string | null = null;
    if (text[at] === ':') {
      const read = readValue(text, at + 1);
      value = read.value;
      at = read.end;
      if (read.openQuote !== null) reportOpenQuote(word.placeAt(read.openQuote), reporter);
    }
    actions.push({ name, value, place: word.placeAt(start) });
  }
  return actions;
}

const COMMA = 0x2c;
const COLON = 0x3a;

/** Whether a comma or white space stands there. */
function isSeparator(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  // Between the blank and DEL there is no white space.
  return code === COMMA || ((code <= 0x20 || code > 0x7e) && /\s/.test(text[at] ?? ''));
}

/** Place of the first comma or colon from `start` on; the text's end where there is none. */
function nameEnd(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === COLON) break;
  }
  return at;
}

interface ReadValue {
  readonly value: string;
  /** Offset of the comma behind the value, or of the end. */
  readonly end: number;
  /** Offset of a quote that is not closed. */
  readonly openQuote: number | null;
}

function readValue(text: string, start: number): ReadValue {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return text[at] === "'" ? readQuoted(text, at) : readBare(text, at);
}

function readQuoted(text: string, start: number): ReadValue {
  let value = '';
  let taken = start + 1;
  let at = indexFrom(text, "'", taken);
  while (at < text.length && text[at - 1] === '\\' && at - 1 >= taken) {
    value += text.slice(taken, at - 1);
    taken = at;
    at = indexFrom(text, "'", at + 1);
  }
  value += text.slice(taken, at);
  const isClosed = at < text.length;
  const end = indexFrom(text, ',', at + 1);
  const rest = text.slice(at + 1, end).trim();
  return { value: value + rest, end, openQuote: isClosed && rest === '' ? null : start };
}

function readBare(text: string, start: number): ReadValue {
  const comma = indexFrom(text, ',', start);
  const plain = text.slice(start, comma);
  if (!plain.includes("'")) return { value: plain.trimEnd(), end: comma, openQuote: null };
  let value = '';
  let quoted = false;
  let at = start;
  for (; at < text.length && (quoted || text[at] !== ','); at += 1) {
    if (text[at] === '\\' && text[at + 1] === "'") {
      value += "'";
      at += 1;
      continue;
    }
    if (text[at] === "'") quoted = !quoted && text.includes("'", at + 1);
    value += text[at];
  }
  return { value: value.trimEnd(), end: at, openQuote: null };
}

/** Place of the character, from `start` on; the text's end where there is none. */
function indexFrom(text: string, char: string, start: number): number {
  const at = text.indexOf(char, start);
  return at === -1 ? text.length : at;
}

function reportOpenQuote(place: ActionNode['place'], reporter: Reporter): void {
  reporter.report({
    code: 'seclang.open-quote',
    severity: 'warning',
    message: 'the value that begins with this quote does not end with one before the next comma',
    place,
    help: "close the quote right before the comma; a quote inside of the value is written \\'",
  });
}
