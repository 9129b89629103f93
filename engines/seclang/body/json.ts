import { type ArgumentName, isWritten, type KnownNames } from '../transaction/known-names.ts';
import type { Variable } from '../transaction/variable.ts';
import { bytesOf } from '../transformations/bytes.ts';
import { decodeJsonString } from './json-string.ts';
import { scanNumber, scanString } from './json-token.ts';
import { createField, type Field, type ParsedBody } from './parsed-body.ts';

/** Bounds of reading a JSON body. */
export interface JsonLimits {
  readonly depth: number;
  readonly fields: number;
}

/** An array or an object that is open. */
interface Container {
  readonly name: ArgumentName;
  /** The one that it stands in. */
  readonly outer: Container | null;
  /** 1 for the outermost. */
  readonly depth: number;
  /** Number of the next element of an array; -1 for an object without members, -2 for others. */
  index: number;
  /** Name of the member that was read last; null before the first. */
  previous: ArgumentName | null;
}

/** What is found while a text is read. */
interface Reading {
  readonly text: string;
  readonly bytes: Buffer;
  /** How many of the bytes are those of the text. */
  readonly end: number;
  readonly limits: JsonLimits;
  readonly known: KnownNames;
  readonly fields: Field[];
  readonly names: Variable[];
  /** Most bytes that the names of all fields may have together, and how many they have. */
  readonly nameLimitBytes: number;
  nameBytes: number;
  /** The innermost that is open. */
  container: Container | null;
  at: number;
  error: string | null;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Name of a member whose name is empty, as libmodsecurity has it. */
const EMPTY_NAME = 'empty-key';

/**
 * A flattened name repeats those of all containers around it, so that a body of 128 KB could name thousands of values
 * with 100 KB each. Records of applications take a few times their own length, and lists of small numbers within long
 * names more; the floor lets 4,096 values have names of 256 bytes.
 */
const NAME_BYTES_PER_BYTE = 16;
const NAME_BYTES_AT_LEAST = 1_048_576;

/**
 * Reads JSON (RFC 8259, UTF-8) into flattened fields: `{"a":{"b":[1]}}` gives `json.a.b.array_0` = `1`. Repeated names
 * are all kept, which is why `JSON.parse` is not used; numbers stay as they are written, `null` is empty. On an error
 * the fields before it stay. Names that take more than 16 times the body together, and more than 1 MB, are an error.
 * Without recursion, so that deep nesting cannot exhaust the stack.
 */
export function parseJson(text: string, limits: JsonLimits, known: KnownNames): ParsedBody {
  const reading: Reading = {
    text,
    bytes: bytesOf(text),
    end: text.length,
    limits,
    known,
    fields: [],
    names: [],
    nameLimitBytes: Math.max(NAME_BYTES_AT_LEAST, NAME_BYTES_PER_BYTE * text.length),
    nameBytes: 0,
    container: null,
    at: 0,
    error: null,
  };
  known.beginList();
  let goesOn = readValue(reading, known.json);
  while (goesOn && reading.container !== null) goesOn = readMember(reading, reading.container);
  if (goesOn && nextByte(reading) !== -1) refuse(reading);
  return { fields: reading.fields, names: reading.names, error: reading.error };
}

/** The byte that stands next behind white space; -1 at the end. */
function nextByte(reading: Reading): number {
  const { at } = reading;
  const code = at < reading.end ? (reading.bytes[at] as number) : 0;
  return code > 0x20 ? code : skipWhite(reading);
}

function skipWhite(reading: Reading): number {
  const { bytes, end } = reading;
  for (; reading.at < end; reading.at += 1) {
    const code = bytes[reading.at] as number;
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
  }
  return -1;
}

function refuse(reading: Reading): false {
  reading.error = `JSON: unexpected input at byte ${reading.at}`;
  return false;
}

/** Reads the next member of the innermost container, or its end. */
function readMember(reading: Reading, container: Container): boolean {
  const { index } = container;
  let next = nextByte(reading);
  if (next === (index < 0 ? CLOSE_OBJECT : CLOSE_ARRAY)) {
    reading.at += 1;
    reading.container = container.outer;
    return true;
  }
  if (index !== 0 && index !== -1) {
    if (next !== COMMA) return refuse(reading);
    reading.at += 1;
    next = nextByte(reading);
  }
  container.index = index < 0 ? -2 : index + 1;
  const name = index < 0 ? readName(reading, container, next) : elementName(reading, container, index);
  return name !== null && readValue(reading, name);
}

/** The name of a property and the colon behind it; null where they are not there. */
function readName(reading: Reading, container: Container, next: number): ArgumentName | null {
  if (next === QUOTE) {
    const name = expectedName(reading, container) ?? otherName(reading, container);
    if (name === null) return null;
    if (nextByte(reading) === COLON) {
      reading.at += 1;
      return name;
    }
  }
  refuse(reading);
  return null;
}

/** The name that stood here the last time, where it is written here again. */
function expectedName(reading: Reading, container: Container): ArgumentName | null {
  const name = container.previous === null ? container.name.first : container.previous.next;
  if (name === null || name.around !== container.name || name.index !== -1) return null;
  const { bytes } = reading;
  const start = reading.at + 1;
  const end = start + name.written.length;
  if (end >= reading.end || bytes[end] !== QUOTE || !isWritten(name, bytes, start)) return null;
  reading.at = end + 1;
  container.previous = name;
  return name;
}

/** The name at its opening quote; null where there is none. */
function otherName(reading: Reading, container: Container): ArgumentName | null {
  const { bytes, known } = reading;
  const start = reading.at + 1;
  const found = passString(reading);
  if (found === -1) return null;
  const end = found >> 1;
  let name = known.find(container.name, bytes, start, end);
  if (name === null) {
    // A copy of its own: a slice would keep the whole body as long as the name is known.
    const written = bytes.toString('latin1', start, end);
    const own = (found & 1) === 1 ? decodeJsonString(written) : written;
    const text = `${container.name.variable.value}.${own === '' ? EMPTY_NAME : own}`;
    name = known.add(container.name, written, text);
  }
  expectNextTime(container, name);
  return name;
}

function elementName(reading: Reading, container: Container, index: number): ArgumentName {
  const expected = container.previous === null ? container.name.first : container.previous.next;
  if (expected !== null && expected.around === container.name && expected.index === index) {
    container.previous = expected;
    return expected;
  }
  const name = reading.known.element(container.name, index);
  expectNextTime(container, name);
  return name;
}

/** Notes where a name stands, for the next time; names that are not kept are not to be kept by others either. */
function expectNextTime(container: Container, name: ArgumentName): void {
  if (name.isKept && container.previous === null) container.name.first = name;
  else if (name.isKept && container.previous !== null) container.previous.next = name;
  container.previous = name;
}

function readValue(reading: Reading, name: ArgumentName): boolean {
  const code = nextByte(reading);
  if (code === OPEN_OBJECT || code === OPEN_ARRAY) return open(reading, name, code === OPEN_ARRAY ? 0 : -1);
  const value = code === QUOTE ? readString(reading) : readBare(reading, code);
  if (value === null) return false;
  if (reading.fields.length >= reading.limits.fields) {
    reading.error = `JSON: more than ${reading.limits.fields} values`;
    return false;
  }
  const variable = reading.known.take(name);
  reading.nameBytes += variable.value.length;
  if (reading.nameBytes > reading.nameLimitBytes) {
    reading.error = `JSON: the names of all values, written out with those around them, take more than ${reading.nameLimitBytes} bytes`;
    return false;
  }
  reading.names.push(variable);
  reading.fields.push(createField(variable.value, value));
  return true;
}

function open(reading: Reading, name: ArgumentName, index: number): boolean {
  const outer = reading.container;
  const depth = outer === null ? 1 : outer.depth + 1;
  if (depth > reading.limits.depth) {
    reading.error = `JSON: nested deeper than ${reading.limits.depth}`;
    return false;
  }
  reading.at += 1;
  reading.container = { name, outer, depth, index, previous: null };
  return true;
}

/** Goes behind the string at its opening quote; gives what `scanString` says of it. */
function passString(reading: Reading): number {
  const found = scanString(reading.bytes, reading.at + 1, reading.end);
  if (found === -1) refuse(reading);
  else reading.at = (found >> 1) + 1;
  return found;
}

/** The string at its opening quote, decoded, as UTF-8 bytes; null where it is none. */
function readString(reading: Reading): string | null {
  const start = reading.at + 1;
  const found = passString(reading);
  if (found === -1) return null;
  const written = reading.text.slice(start, found >> 1);
  return (found & 1) === 1 ? decodeJsonString(written) : written;
}

/** A number as it is written, `true`, `false`, or nothing for `null`; null where there is none of these. */
function readBare(reading: Reading, code: number): string | null {
  const { text, at } = reading;
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
    const end = scanNumber(reading.bytes, at, reading.end);
    if (end === -1) {
      refuse(reading);
      return null;
    }
    reading.at = end;
    return text.slice(at, end);
  }
  const word = code === 0x74 ? 'true' : code === 0x66 ? 'false' : 'null';
  if (!text.startsWith(word, at)) {
    refuse(reading);
    return null;
  }
  reading.at = at + word.length;
  return word === 'null' ? '' : word;
}
