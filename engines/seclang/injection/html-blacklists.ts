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

/** Hashes of what is in the lists: a name whose hash is not among them need not be taken out of its text. */
const TAG_HASHES = hashesOf(TAGS);
const ATTRIBUTE_HASHES = hashesOf(ATTRIBUTES.keys());

function hashesOf(names: Iterable<string>): Uint8Array {
  const hashes = new Uint8Array(1024);
  for (const name of names) hashes[hashOf(name, 0, name.length)] = 1;
  return hashes;
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

function nameOf(text: string, { start, end }: Stretch): string {
  return text.slice(start, end).replaceAll('\0', '').toUpperCase();
}

/** Whether a tag can run or load script; everything of SVG and XSL counts. NUL in the name is passed over. */
export function isScriptTag(text: string, name: Stretch): boolean {
  if (name.end - name.start < 3) return false;
  for (const start of TAG_STARTS) if (startsWithWord(text, name, start)) return true;
  return TAG_HASHES[hashOf(text, name.start, name.end)] === 1 && TAGS.has(nameOf(text, name));
}

/** What an attribute of that name can do; zero bytes in the name are passed over, as some browsers do. */
export function attributeKind(text: string, name: Stretch): AttributeKind {
  const size = name.end - name.start;
  if (size < 2) return 'harmless';
  if (size >= 5) for (const start of ATTRIBUTE_STARTS) if (startsWithWord(text, name, start)) return 'script';
  if (ATTRIBUTE_HASHES[hashOf(text, name.start, name.end)] !== 1) return 'harmless';
  return ATTRIBUTES.get(nameOf(text, name)) ?? 'harmless';
}

/** Whether a URL has a scheme that runs script, however it is written with character references and white space. */
export function isScriptUrl(text: string, { start, end }: Stretch): boolean {
  let from = start;
  while (from < end && isPassedBefore(text.charCodeAt(from))) from += 1;
  return lists.urlSchemes.some((scheme) => hasScheme(text, { start: from, end }, scheme));
}

/** What browsers pass over before a URL; bytes above 7E are negative in the reference, and count. */
function isPassedBefore(code: number): boolean {
  return code <= 0x20 || code >= 0x7f;
}

function hasScheme(text: string, { start, end }: Stretch, scheme: string): boolean {
  let matched = 0;
  for (let at = start; at < end; ) {
    const reference = text.charCodeAt(at) === AMPERSAND ? readReference(text, at, end) : null;
    const code = reference === null ? text.charCodeAt(at) : reference.code;
    at = reference === null ? at + 1 : reference.end;
    // White space before the scheme, and NUL and line feeds within it, are passed over.
    if ((matched === 0 && code <= 0x20) || code === 0 || code === 0x0a) continue;
    const upper = code >= 0x61 && code <= 0x7a ? code - 32 : code;
    if ((upper & 0xff) !== scheme.charCodeAt(matched)) return false;
    matched += 1;
    if (matched === scheme.length) return true;
  }
  return false;
}

const AMPERSAND = 0x26;
const LARGEST_REFERENCE = 0x10ffff;

/** A numeric character reference, with or without its semicolon; null where there is none. */
function readReference(text: string, at: number, end: number): { code: number; end: number } | null {
  if (text.charCodeAt(at + 1) !== 0x23) return null;
  const isHex = (text.charCodeAt(at + 2) | 0x20) === 0x78;
  const first = at + (isHex ? 3 : 2);
  let code = 0;
  let next = first;
  for (; next < end; next += 1) {
    const digit = digitValue(text.charCodeAt(next));
    if (digit >= (isHex ? 16 : 10)) break;
    code = code * (isHex ? 16 : 10) + digit;
    if (code > LARGEST_REFERENCE) return null;
  }
  if (next === first) return null;
  return { code, end: next < end && text.charCodeAt(next) === 0x3b ? next + 1 : next };
}

/** Value of a hexadecimal digit; 99 where it is none. */
function digitValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 99;
}
