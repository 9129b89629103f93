import {
  FIELD_LIMIT,
  KNOWN,
  KNOWN_SETS,
  NAME,
  NAME_SLOTS,
  PAGES,
  PLAN,
  ROUTE_KEY_BYTES,
  ROUTE_LIMIT,
  ROUTE_SLOT,
  ROUTE_SLOTS,
  SPAN,
  TYPE,
  TYPE_WORDS,
} from './layout.ts';
import { nameSlot } from './name-program.ts';
import { assembleScan, type RoutingFields, type ScanExports } from './scan-program.ts';

/** Values of routing fields that would take such a part of the room for them are not remembered. */
const ROUTE_KEYS_LEAST = 64;

/** What is used of the JavaScript interface of WebAssembly (W3C, WebAssembly JavaScript Interface 2.0 §5). */
interface WebAssemblyHost {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
  }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly CompileError: new () => Error;
  readonly Instance: new (module: object, imports: object) => { readonly exports: ScanExports };
}

/** What Node's buffers can do besides what their types say: texts of stretches, without the checks of `toString`. */
export interface SlicingBuffer extends Buffer<ArrayBuffer> {
  utf8Slice(start: number, end: number): string;
  latin1Slice(start: number, end: number): string;
}

/** Tables of routes do not fit into the memory any more. */
export class MemoryFull extends Error {
  override readonly name = 'MemoryFull';
}

/** The runtime has no WebAssembly, lacks instructions that the scan needs, or has no such memory left. */
export function isRefusal(cause: unknown): boolean {
  const { WebAssembly: host } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyHost };
  return host === undefined || cause instanceof host.CompileError || cause instanceof RangeError;
}

/** The memory of a scan: the text, where the values of known fields stand in it, and the tables of the routes. */
export class ScanMemory {
  readonly exports: ScanExports;
  readonly bytes: SlicingBuffer;
  readonly numbers: Int32Array;
  readonly #keep: number;
  #next: number;
  /** How many values of routing fields are remembered, and their bytes. */
  #routes = 0;
  #keysBytes = 0;
  readonly #shared = new Map<Uint8Array, number>();
  readonly #typeBytes: number;

  /** `names` are the fields to be noted, from number 1 on; the first of them decide on the route. */
  constructor(names: readonly string[], routingFields: RoutingFields) {
    // Through unknown: the types of browsers, which the console brings, know WebAssembly in other words than ours.
    const { WebAssembly: host } = globalThis as unknown as { readonly WebAssembly: WebAssemblyHost };
    const memory = new host.Memory({ initial: PAGES, maximum: PAGES });
    this.bytes = Buffer.from(memory.buffer) as SlicingBuffer;
    this.numbers = new Int32Array(memory.buffer);
    this.#next = PLAN.heap;
    this.#typeBytes = 4 + 4 * Math.ceil(routingFields.byType / TYPE.perWord);
    if (this.#typeBytes > 4 + 4 * TYPE_WORDS) throw new MemoryFull('fields that records are told by');
    const module = new host.Module(assembleScan(routingFields));
    this.exports = new host.Instance(module, { host: { memory } }).exports;
    if (names.length >= FIELD_LIMIT) throw new MemoryFull(`more than ${FIELD_LIMIT} fields`);
    for (const [index, name] of names.entries()) this.#addName(name, index + 1);
    this.#keep = this.#next;
    this.write(PLAN.recordsEnd, PLAN.records);
  }

  /** Address of so many bytes that are 0. */
  allot(bytes: number): number {
    const address = this.#next;
    this.#next = (address + bytes + 15) & ~15;
    if (this.#next + 16 > this.bytes.length) throw new MemoryFull('the tables of the rules');
    return address;
  }

  /** Puts bytes behind each other, and some of room that vectors are loaded from. */
  putBytes(bytes: Uint8Array): number {
    const address = this.allot(bytes.length + 16);
    this.bytes.set(bytes, address);
    return address;
  }

  /** Puts bytes that are the same object only once. */
  putShared(bytes: Uint8Array): number {
    const known = this.#shared.get(bytes);
    if (known !== undefined) return known;
    const address = this.putBytes(bytes);
    this.#shared.set(bytes, address);
    return address;
  }

  putNumbers(numbers: readonly number[]): number {
    const address = this.allot(numbers.length * 4);
    this.numbers.set(numbers, address >> 2);
    return address;
  }

  read(address: number): number {
    return this.numbers[address >> 2] ?? 0;
  }

  write(address: number, value: number): void {
    this.numbers[address >> 2] = value;
  }

  /** Where a field of the line at hand stands; its address in the table of spans, 0 if the line has none. */
  spanOf(field: number): number {
    const span = PLAN.spans + field * SPAN.bytes;
    return this.numbers[(span + SPAN.line) >> 2] === this.numbers[PLAN.line >> 2] ? span : 0;
  }

  /** Remembers the route for the values of the routing fields of the line at hand. */
  addRoute(values: readonly (readonly [kind: number, bytes: Uint8Array])[], route: number): void {
    const parts = values.map(([kind, bytes]) => {
      const head = Buffer.alloc(8);
      head.writeInt32LE(bytes.length, 0);
      head.writeInt32LE(kind, 4);
      return Buffer.concat([head, bytes]);
    });
    const hash = this.exports.routeHash();
    const types = this.bytes.subarray(PLAN.origin, PLAN.origin + this.#typeBytes);
    const bytes = Buffer.concat([types, ...parts]);
    if (bytes.length > ROUTE_KEY_BYTES / ROUTE_KEYS_LEAST) return;
    const isCrowded = this.#routes >= ROUTE_LIMIT || this.#keysBytes + bytes.length > ROUTE_KEY_BYTES;
    if (isCrowded) this.#forgetKeys();
    const key = PLAN.routeKeys + this.#keysBytes;
    this.bytes.set(bytes, key);
    this.#keysBytes += (bytes.length + 3) & ~3;
    this.#routes += 1;
    const free = (place: number) =>
      this.read(PLAN.routes + place * ROUTE_SLOT.bytes + ROUTE_SLOT.route) === 0;
    let place = (hash >>> 0) % ROUTE_SLOTS;
    while (!free(place)) place = (place + 1) % ROUTE_SLOTS;
    const slot = PLAN.routes + place * ROUTE_SLOT.bytes;
    this.write(slot + ROUTE_SLOT.hash, hash);
    this.write(slot + ROUTE_SLOT.key, key);
    this.write(slot + ROUTE_SLOT.route, route);
  }

  /** Forgets all routes and their tables. */
  forget(): void {
    this.#forgetKeys();
    this.bytes.fill(0, this.#keep, this.#next);
    // What is known of values are addresses of lists that go with the tables.
    this.bytes.fill(0, PLAN.known, PLAN.known + KNOWN_SETS * KNOWN.bytes);
    this.write(PLAN.recordsEnd, PLAN.records);
    this.write(PLAN.search, 0);
    this.#next = this.#keep;
    this.#shared.clear();
  }

  /** Values may come from an attacker, who has ever new ones: the tables stay. */
  #forgetKeys(): void {
    this.bytes.fill(0, PLAN.routes, PLAN.routes + ROUTE_SLOTS * ROUTE_SLOT.bytes);
    this.#routes = 0;
    this.#keysBytes = 0;
  }

  #addName(name: string, field: number): void {
    const bytes = Buffer.from(name);
    const { length } = bytes;
    if (length === 0) return;
    const padded = Buffer.alloc(8);
    bytes.copy(padded);
    const head = padded.readBigUInt64LE();
    const tail = length > 8 ? bytes.readBigUInt64LE(length - 8) : 0n;
    let place = nameSlot(head, tail, length);
    const slotAt = () => PLAN.names + place * NAME.bytes;
    while (this.read(slotAt() + NAME.length) !== 0) place = (place + 1) % NAME_SLOTS;
    this.bytes.writeBigUInt64LE(head, slotAt() + NAME.head);
    this.bytes.writeBigUInt64LE(tail, slotAt() + NAME.tail);
    this.write(slotAt() + NAME.length, length);
    this.write(slotAt() + NAME.field, field);
    this.write(slotAt() + NAME.address, this.putBytes(bytes));
  }
}
