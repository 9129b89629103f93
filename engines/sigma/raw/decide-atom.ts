import { LearntAutomaton } from './decide-automaton.ts';
import type { Leaf } from './decide-choice.ts';
import { ANSWER, ANSWER_BITS, ATOM, FLAG, PLACE, RANGE_SHIFT, TEST, TOKENS } from './decide-layout.ts';
import type { Part, RawPattern, RawToken } from './decide-part.ts';
import { UNKNOWABLE } from './decide-test-program.ts';
import { ANCHOR, KIND, PLAN } from './layout.ts';
import { rank } from './literal-table.ts';
import type { ScanMemory } from './scan-memory.ts';

/** Where the value of a field of rules is found among the fields of lines, by their numbers. */
export interface FieldPlace {
  /** The first that is there counts. */
  readonly fields: readonly number[];
  /** What it means that none is there: the field is missing; or not, if one of these is there; or nothing is known. */
  readonly otherwise: 'missing' | 'unknown' | readonly number[];
}

/** Letters in either case are equal but for this bit. */
const CASE = 0x20;

type RegexPart = Extract<Part, { readonly kind: 'regex' }>;

interface RegexPlace {
  readonly cell: number;
  readonly part: RegexPart;
  automaton: LearntAutomaton | null;
}

/** Writes questions to fields, each once: rules share them. */
export class AtomWriter {
  readonly #memory: ScanMemory;
  readonly #places: (field: string) => FieldPlace;
  readonly #atomOf = new Map<string, number>();
  readonly #placeOf = new Map<string, number>();
  readonly #charsOf = new Map<string, number>();
  readonly #regexesOf = new Map<number, readonly RegexPlace[]>();
  #regexes: RegexPlace[] = [];

  constructor(memory: ScanMemory, places: (field: string) => FieldPlace) {
    this.#memory = memory;
    this.#places = places;
  }

  /** Address of a leaf's atom; written if it is new. */
  addressOf(leaf: Leaf): number {
    const key = keyOf(leaf);
    const known = this.#atomOf.get(key);
    if (known !== undefined) return known;
    const place = this.#place(leaf.field);
    this.#regexes = [];
    const address = this.#memory.putNumbers([0, place, ...this.#rest(leaf)]);
    this.#atomOf.set(key, address);
    if (this.#regexes.length > 0) this.#regexesOf.set(address, this.#regexes);
    return address;
  }

  /** Whether an atom has something to learn of values. */
  isLearning(atom: number): boolean {
    return this.#regexesOf.has(atom);
  }

  /** Works out what the automata of an atom come to on the value that left them without an answer. */
  learn(atom: number): void {
    const answer = (this.#memory.read(PLAN.line) << ANSWER_BITS) | ANSWER.unknown;
    if (this.#memory.read(atom + ATOM.memo) !== answer) return;
    const raw = this.#rawValue(this.#memory.read(atom + ATOM.place));
    if (raw === null) return;
    const lower = raw.toLowerCase();
    const text = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
    for (const regex of this.#regexesOf.get(atom) ?? []) {
      const { texts, test } = regex.part;
      if (texts.length > 0 && !texts.some((bytes) => lower.includes(bytes.toString('latin1')))) continue;
      regex.automaton ??= new LearntAutomaton(this.#memory, test);
      this.#memory.write(regex.cell, regex.automaton.address);
      regex.automaton.learn(text);
    }
  }

  /** Bytes of the value of a place, one a character; null where there is none to be looked at. */
  #rawValue(place: number): string | null {
    const kind = this.#memory.read(place + PLACE.kind);
    if ((kind & (KIND.string | KIND.number | KIND.boolean)) === 0 || (kind & UNKNOWABLE) !== 0) return null;
    const { bytes } = this.#memory;
    return bytes.latin1Slice(this.#memory.read(place + PLACE.start), this.#memory.read(place + PLACE.end));
  }

  /** Address of what becomes the address of an automaton when a value first asks for it. */
  #regex(part: RegexPart): number {
    const cell = this.#memory.putNumbers([0]);
    this.#regexes.push({ cell, part, automaton: null });
    return cell;
  }

  #rest(leaf: Leaf): readonly number[] {
    if (leaf.kind === 'exists') return [FLAG.exists, 0];
    const parts = leaf.parts.filter(({ kind }) => kind !== 'null');
    const flags = parts.length < leaf.parts.length ? FLAG.orNull : 0;
    const groups = Map.groupBy(parts, groupOf);
    const inOrder = [...groups.values()].toSorted((one, other) => orderOf(one) - orderOf(other));
    return [flags, groups.size, ...inOrder.flatMap((group) => this.#group(group))];
  }

  #group(parts: readonly Part[]): readonly number[] {
    const [first] = parts;
    if (first === undefined) return [];
    const entries = parts.flatMap((part) => this.#entry(part));
    const isCased = 'cased' in first && first.cased;
    return [TEST[testOf(first)], isCased ? 0 : CASE, entries.length * 4, ...entries];
  }

  #entry(part: Part): readonly number[] {
    switch (part.kind) {
      case 'contains':
        return this.#found(part.bytes, part.cased);
      case 'startswith':
      case 'endswith':
      case 'equals':
      case 'number':
        return [...quickOf(part.bytes, part.kind === 'endswith'), part.bytes.length, this.#chars(part.bytes)];
      case 'glob':
        return [this.#pattern(part.pattern, part.cased)];
      case 'regex':
        return [this.#regex(part), this.#texts(part.texts)];
      case 'range':
        return rangeOf(part);
      case 'network':
        return [part.address, part.mask];
      case 'reference':
        return [this.#place(part.field)];
      default:
        return [];
    }
  }

  /** A group of texts that another group asks for first. */
  #texts(texts: readonly Buffer[]): number {
    if (texts.length === 0) return 0;
    const parts = texts.map((bytes): Part => ({ kind: 'contains', bytes, cased: false }));
    return this.#memory.putNumbers(this.#group(parts));
  }

  #pattern({ isAnchored, segments }: RawPattern, isCased: boolean): number {
    const anchors = (isAnchored.start ? ANCHOR.start : 0) | (isAnchored.end ? ANCHOR.end : 0);
    const words = segments.flatMap((tokens) => [
      tokens.length,
      ...tokens.flatMap((token) => this.#token(token, isCased)),
    ]);
    return this.#memory.putNumbers([anchors, segments.length, ...words]);
  }

  #token(token: RawToken, isCased: boolean): readonly number[] {
    if (token.kind !== 'text') return [TOKENS[token.kind], 0, 0, 0];
    return [TOKENS.text, ...this.#found(token.bytes, isCased)];
  }

  #found(bytes: Buffer, isCased: boolean): readonly number[] {
    return [bytes.length, this.#chars(bytes), rareOf(bytes, isCased)];
  }

  #chars(bytes: Buffer): number {
    const key = bytes.toString('latin1');
    const known = this.#charsOf.get(key);
    if (known !== undefined) return known;
    const address = this.#memory.putBytes(bytes);
    this.#charsOf.set(key, address);
    return address;
  }

  #place(field: string): number {
    const known = this.#placeOf.get(field);
    if (known !== undefined) return known;
    const { fields, otherwise } = this.#places(field);
    const others = otherwise === 'missing' ? 0 : this.#list(otherwise === 'unknown' ? [] : otherwise);
    const address = this.#memory.putNumbers([0, 0, 0, 0, this.#list(fields), others]);
    this.#placeOf.set(field, address);
    return address;
  }

  #list(fields: readonly number[]): number {
    return this.#memory.putNumbers([fields.length, ...fields]);
  }
}

type TestKind = keyof typeof TEST;

/** What a value of a field that is null or missing answers is no test of its own. */
function testOf({ kind }: Part): TestKind {
  return kind === 'null' ? 'unknown' : kind;
}

/** Parts of one group are asked together; each reference stands alone. */
function groupOf(part: Part): unknown {
  if (part.kind === 'reference') return part;
  return `${part.kind} ${'cased' in part && part.cased}`;
}

function orderOf([first]: readonly Part[]): number {
  const order: readonly (TestKind | undefined)[] = ['equals', 'startswith', 'endswith', 'number', 'contains'];
  const place = order.indexOf(first === undefined ? undefined : testOf(first));
  return place === -1 ? order.length : place;
}

/** Up to four bytes at an end of a text, all with the bit of letters set, and the mask of those that count. */
function quickOf(bytes: Buffer, isAtEnd: boolean): readonly [quick: number, mask: number] {
  const count = Math.min(4, bytes.length);
  const padded = Buffer.alloc(4);
  const mask = Buffer.alloc(4);
  const from = isAtEnd ? 4 - count : 0;
  for (let index = 0; index < count; index += 1) {
    const byte = bytes[isAtEnd ? bytes.length - count + index : index] ?? 0;
    padded[from + index] = byte | CASE;
    mask[from + index] = 0xff;
  }
  return [padded.readInt32LE(), mask.readInt32LE()];
}

/** Tells leaves apart; parts of regular expressions and patterns are few. */
function keyOf(leaf: Leaf): string {
  if (leaf.kind === 'exists') return `? ${leaf.field}`;
  const parts = leaf.parts.map((part) => {
    const { kind } = part;
    if (kind === 'number') return `${kind} ${part.bytes.toString('latin1')}`;
    if (kind === 'contains' || kind === 'startswith' || kind === 'endswith' || kind === 'equals') {
      return `${kind} ${part.cased} ${part.bytes.toString('latin1')}`;
    }
    return JSON.stringify(part);
  });
  return `= ${leaf.field}\0${parts.join('\0')}`;
}

/** Places of two bytes that are met the least, as far as a byte each can say, then these bytes. */
function rareOf(bytes: Buffer, isCased: boolean): number {
  let one = 0;
  let other = 0;
  let least = Number.POSITIVE_INFINITY;
  let next = Number.POSITIVE_INFINITY;
  for (const [place, byte] of bytes.subarray(0, 256).entries()) {
    const found = rank(byte);
    if (found < least) {
      [other, next] = [one, least];
      [one, least] = [place, found];
    } else if (found < next) [other, next] = [place, found];
  }
  const byteAt = (place: number) => (bytes[place] ?? 0) | (isCased ? 0 : CASE);
  return one | (other << 8) | (byteAt(one) << 16) | (byteAt(other) << 24);
}

function rangeOf({ isBelow, bound }: Extract<Part, { kind: 'range' }>): readonly number[] {
  const shifted = BigInt(bound) + BigInt(RANGE_SHIFT);
  const words = [shifted, shifted >> 32n].map((word) => Number(BigInt.asIntN(32, word)));
  return [isBelow ? 1 : 0, ...words];
}
