import lists from './tables/html-blacklists.json' with { type: 'json' };

/** What an attribute can do: run script itself, carry style, hold a URL, or name another attribute. */
export type AttributeKind = 'script' | 'style' | 'url' | 'names-attribute' | 'harmless';

/** Stretch of a text: from `start` to before `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const TAGS: ReadonlySet<string> = new Set(lists.tags);
const ATTRIBUTES: ReadonlyMap<string, AttributeKind> = new Map<string, AttributeKind>([
  ...lists.scriptAttributes.map((name) => [name, 'script'] as const),
  ...lists.styleAttributes.map((name) => [name, 'style'] as const),
  ...lists.urlAttributes.map((name) => [name, 'url'] as const),
  ...lists.namingAttributes.map((name) => [name, 'names-attribute'] as const),
]);

/** Tags that begin so are SVG or XSL. */
const TAG_STARTS = ['SVG', 'XSL'] as const;
/** Event handlers, and name spaces that can define tags anew. */
const ATTRIBUTE_STARTS = ['ON', 'XMLNS', 'XLINK'] as const;

const LONGEST = Math.max(...[...TAGS, ...ATTRIBUTES.keys()].map((name) => name.length));

/** Names by their hash, so that none need be taken out of its text. */
type NameTable = readonly (readonly string[] | undefined)[];

const TAG_TABLE = tableOf(TAGS);
const ATTRIBUTE_TABLE = tableOf(ATTRIBUTES.keys());

function tableOf(names: Iterable<string>): NameTable {
  const table: (string[] | undefined)[] = new Array<undefined>(1024).fill(undefined);
  for (const name of names) {
    const hash = hashOf(name, 0, name.length);
    table[hash] = [...(table[hash] ?? []), name];
  }
  return table;
}

/** The name of the table that stands between two offsets, in either case and with NUL passed over; null where none does. */
function findName(table: NameTable, text: string, { start, end }: Stretch): string | null {
  const names = table[hashOf(text, start, end)];
  if (names === undefined) return null;
  for (const name of names) if (isName(text, { start, end }, name)) return name;
  return null;
}

function isName(text: string, { start, end }: Stretch, name: string): boolean {
  let matched = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0) continue;
    const upper = code >= 0x61 && code <= 0x7a ? code - 32 : code;
    if (matched === name.length || upper !== name.charCodeAt(matched)) return false;
    matched += 1;
  }
  return matched === name.length;
}

/** A number below 1024 of a name without regard to case and NUL; 0 for names longer than any in the lists. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0) continue;
    if (count === LONGEST) return 0;
    count += 1;
    hash = (Math.imul(hash, 31) + (code & 0xdf)) & 0xffffff;
  }
  return 1 + (hash % 1023);
}

/** Whether the name between two offsets begins with a word (upper case), NUL passed over. */
function startsWithWord(text: string, { start, end }: Stretch, word: string): boolean {
  let matched = 0;
  for (let at = start; at < end && matched < word.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0) continue;
    if ((code & 0xdf) !== word.charCodeAt(matched)) return false;
    matched += 1;
  }
  return matched === word.length;
}

/** Whether a tag can run or load script; everything of SVG and XSL counts. NUL in the name is passed over. */
export function isScriptTag(text: string, name: Stretch): boolean {
  if (name.end - name.start < 3) return false;
  for (const start of TAG_STARTS) if (startsWithWord(text, name, start)) return true;
  return findName(TAG_TABLE, text, name) !== null;
}

/** What an attribute of that name can do; zero bytes in the name are passed over, as some browsers do. */
export function attributeKind(text: string, name: Stretch): AttributeKind {
  const size = name.end - name.start;
  if (size < 2) return 'harmless';
  if (size >= 5) for (const start of ATTRIBUTE_STARTS) if (startsWithWord(text, name, start)) return 'script';
  const found = findName(ATTRIBUTE_TABLE, text, name);
  return found === null ? 'harmless' : (ATTRIBUTES.get(found) ?? 'harmless');
}

/** Whether a URL has a scheme that runs script, however it is written with character references and white space. */
export function isScriptUrl(text: string, { start, end }: Stretch): boolean {
  let from = start;
  while (from < end && isPassedBefore(text.charCodeAt(from))) from += 1;
  const reader = new UrlReader(text, end);
  // Most URLs begin as no scheme does.
  const first = reader.begin(from);
  for (const scheme of lists.urlSchemes)
    if (scheme.charCodeAt(0) === first && hasScheme(reader, from, scheme)) return true;
  return false;
}

/** What browsers pass over before a URL; bytes above 7E are negative in the reference, and count. */
function isPassedBefore(code: number): boolean {
  return code <= 0x20 || code >= 0x7f;
}

function hasScheme(reader: UrlReader, from: number, scheme: string): boolean {
  let code = reader.begin(from);
  for (let matched = 0; code === scheme.charCodeAt(matched); code = reader.next()) {
    matched += 1;
    if (matched === scheme.length) return true;
  }
  return false;
}

const AMPERSAND = 0x26;
const LARGEST_REFERENCE = 0x10ffff;
/** There is no further character, or no reference. */
const NONE = -1;

/**
 * Reads a URL as browsers do: references decoded, white space before it and NUL and line feeds within it passed over,
 * in upper case, by the low byte. A class, because it owns the place.
 */
class UrlReader {
  readonly #text: string;
  readonly #end: number;
  #at = 0;

  constructor(text: string, end: number) {
    this.#text = text;
    this.#end = end;
  }

  /** The first character from an offset on, or -1. */
  begin(from: number): number {
    this.#at = from;
    let code = this.#read();
    while (code !== NONE && code <= 0x20) code = this.#read();
    return this.#upper(code);
  }

  /** The next character, or -1. */
  next(): number {
    let code = this.#read();
    while (code === 0 || code === 0x0a) code = this.#read();
    return this.#upper(code);
  }

  #upper(code: number): number {
    if (code === NONE) return NONE;
    return (code >= 0x61 && code <= 0x7a ? code - 32 : code) & 0xff;
  }

  #read(): number {
    if (this.#at >= this.#end) return NONE;
    const code = this.#text.charCodeAt(this.#at);
    const reference = code === AMPERSAND ? this.#readReference() : NONE;
    if (reference !== NONE) return reference;
    this.#at += 1;
    return code;
  }

  /** A numeric character reference, with or without its semicolon, which is stepped over; -1 where there is none. */
  #readReference(): number {
    const text = this.#text;
    const at = this.#at;
    if (text.charCodeAt(at + 1) !== 0x23) return NONE;
    const isHex = (text.charCodeAt(at + 2) | 0x20) === 0x78;
    const first = at + (isHex ? 3 : 2);
    let code = 0;
    let next = first;
    for (; next < this.#end; next += 1) {
      const digit = digitValue(text.charCodeAt(next));
      if (digit >= (isHex ? 16 : 10)) break;
      code = code * (isHex ? 16 : 10) + digit;
      if (code > LARGEST_REFERENCE) return NONE;
    }
    if (next === first) return NONE;
    this.#at = next < this.#end && text.charCodeAt(next) === 0x3b ? next + 1 : next;
    return code;
  }
}

/** Value of a hexadecimal digit; 99 where it is none. */
function digitValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 99;
}
