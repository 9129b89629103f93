import type { RegexMatch } from './api.ts';
import type { AutomatonMemory, Tenant } from './automaton-memory.ts';
import type { ByteClasses } from './byte-classes.ts';
import { matchOfSlots } from './match-of-slots.ts';
import { type Meter, STEPS_OF_BYTE, STEPS_OF_MEMBER, STEPS_OF_STATE, spend } from './meter.ts';
import { ACCEPT, ASSERT, ASSERTIONS, BYTE, JUMP, type RegexProgram, SAVE, SPLIT } from './program.ts';

/** Larger programs are left to the other engines, so that the nodes of one stay below some 500 KB. */
const LENGTH_LIMIT = 400;
const BYTES_OF_NODE = 200;
/** A number and three references. */
const BYTES_OF_CLASS = 28;

const TEXT_START = ASSERTIONS.indexOf('text-start');
const TEXT_END = ASSERTIONS.indexOf('text-end');
const NO_SLOTS: readonly number[] = [];

/** Where the machine stands before a byte, or at the end: what each class of bytes leads to. */
interface Node {
  /** By class: the instruction behind the one that takes the byte; -1 where none does. */
  readonly targets: Int32Array;
  /** The same as nodes, once they were gone to. */
  readonly nodes: (Node | undefined)[];
  /** Those of them on whose way there is nothing to note: no slot, and no leaving of a place where a match may end. */
  readonly plain: (Node | undefined)[];
  /** By class: slots that the place is put into on the way to that instruction. */
  readonly slots: (readonly number[])[];
  /** Slots on the way to the pattern's end, whatever comes next, and at the subject's end; null where it is not there. */
  accept: readonly number[] | null;
  acceptAtEnd: readonly number[] | null;
}

/** A way that is being followed from a node. */
interface Way {
  readonly slots: readonly number[];
  /** It is open only at the subject's end. */
  readonly isAtEnd: boolean;
}

/**
 * Finds the match of an anchored pattern in one reading, groups included, where at each place at most one instruction
 * can take the byte that comes (Cox, "Regular Expression Matching in the Wild", 2010, one-pass). Most patterns that
 * describe a whole value are so. Whether this one is, is found out while it runs. A class, because it owns the nodes.
 */
export class OnePass implements Tenant {
  bytes = 0;
  usedAt = 0;
  readonly #program: RegexProgram;
  readonly #classes: ByteClasses;
  readonly #memory: AutomatonMemory;
  readonly #nodes = new Map<number, Node>();
  readonly #slots: Int32Array;
  /** The slots, where the last way to the pattern's end was passed by for a longer one. */
  readonly #kept: Int32Array;
  readonly #seen = new Set<number>();

  /** To be asked before one is made; true when in doubt. */
  static mayRun({ anchored, irregular, loopDepth, length }: RegexProgram): boolean {
    return anchored && !irregular && loopDepth === 0 && length <= LENGTH_LIMIT;
  }

  constructor(program: RegexProgram, classes: ByteClasses, memory: AutomatonMemory) {
    this.#memory = memory;
    this.#program = program;
    this.#classes = classes;
    this.#slots = new Int32Array(program.slotCount);
    this.#kept = new Int32Array(program.slotCount);
  }

  forget(): void {
    this.#nodes.clear();
  }

  /** The match, null where there is none, or undefined where this pattern has to be searched for by other means. */
  search(text: string, meter: Meter): RegexMatch | null | undefined {
    const { classOf } = this.#classes;
    const { length } = text;
    const slots = this.#slots.fill(-1);
    this.usedAt = this.#memory.clock;
    let node = this.#nodeAt(0, meter);
    let at = 0;
    // The last node from which the end could have been gone to, and where that was.
    let last: Node | null = null;
    let lastAt = 0;
    let isKept = false;
    for (; node !== undefined; at += 1) {
      for (; at < length; at += 1) {
        const next: Node | undefined = node.plain[classOf[text.charCodeAt(at) & 0xff] ?? 0];
        if (next === undefined) break;
        node = next;
      }
      if (at === length) break;
      if (node.accept !== null) {
        last = node;
        lastAt = at;
        isKept = false;
      }
      const byteClass = classOf[text.charCodeAt(at) & 0xff] ?? 0;
      if (node.targets[byteClass] === -1) break;
      const written = node.slots[byteClass] ?? NO_SLOTS;
      if (written.length > 0) {
        if (last !== null && !isKept) this.#kept.set(slots);
        isKept = true;
        put(slots, written, at);
      }
      node = node.nodes[byteClass] ?? this.#enter(node, byteClass, meter);
    }
    spend(meter, STEPS_OF_BYTE * at);
    if (node === undefined) return undefined;
    const { groupCount } = this.#program;
    if (at === length && node.acceptAtEnd !== null) {
      put(slots, node.acceptAtEnd, at);
      return matchOfSlots(slots, groupCount, text);
    }
    if (last === null || last.accept === null) return null;
    const found = isKept ? this.#kept : slots;
    put(found, last.accept, lastAt);
    return matchOfSlots(found, groupCount, text);
  }

  /** Makes the node that a class leads to; undefined where the pattern turns out not to be one-pass. */
  #enter(from: Node, byteClass: number, meter: Meter): Node | undefined {
    const node = this.#nodeAt(from.targets[byteClass] ?? 0, meter);
    from.nodes[byteClass] = node;
    const isPlain = from.slots[byteClass]?.length === 0 && (from.accept === null || node?.accept !== null);
    if (isPlain) from.plain[byteClass] = node;
    return node;
  }

  #nodeAt(instruction: number, meter: Meter): Node | undefined {
    const known = this.#nodes.get(instruction);
    if (known !== undefined) return known;
    const { count } = this.#classes;
    const node: Node = {
      targets: new Int32Array(count).fill(-1),
      nodes: new Array(count),
      plain: new Array(count),
      slots: new Array(count),
      accept: null,
      acceptAtEnd: null,
    };
    this.#seen.clear();
    const isOnePass = this.#follow(node, instruction, { slots: NO_SLOTS, isAtEnd: false });
    spend(meter, STEPS_OF_STATE + STEPS_OF_MEMBER * this.#seen.size);
    if (!isOnePass) return undefined;
    this.#nodes.set(instruction, node);
    this.#memory.grow(this, BYTES_OF_NODE + BYTES_OF_CLASS * count);
    return node;
  }

  /** Follows what consumes nothing, preferred ways first; false where two ways can take one byte. */
  #follow(node: Node, at: number, way: Way): boolean {
    // Behind the pattern's end no way is as good. A way that comes to where a better one was has nothing to add.
    const place = 2 * at + (way.isAtEnd ? 1 : 0);
    if (node.accept !== null || this.#seen.has(place)) return true;
    this.#seen.add(place);
    const { op, x, y } = this.#program;
    const target = x[at] ?? 0;
    switch (op[at]) {
      case ACCEPT:
        node.acceptAtEnd ??= way.slots;
        if (!way.isAtEnd) node.accept = way.slots;
        return true;
      case BYTE:
        return way.isAtEnd || this.#take(node, at, way.slots);
      case SPLIT:
        return this.#follow(node, target, way) && this.#follow(node, y[at] ?? 0, way);
      case JUMP:
        return this.#follow(node, target, way);
      case SAVE:
        return this.#follow(node, at + 1, { ...way, slots: [...way.slots, target] });
      case ASSERT:
        // Only the first node, that of instruction 0, stands at the subject's start.
        if (target === TEXT_START) return !this.#seen.has(0) || this.#follow(node, at + 1, way);
        return target === TEXT_END && this.#follow(node, at + 1, { ...way, isAtEnd: true });
      default:
        return false;
    }
  }

  #take(node: Node, at: number, slots: readonly number[]): boolean {
    const { x, sets } = this.#program;
    const { count, example } = this.#classes;
    for (let byteClass = 0; byteClass < count; byteClass += 1) {
      if (sets[256 * (x[at] ?? 0) + (example[byteClass] ?? 0)] !== 1) continue;
      if (node.targets[byteClass] !== -1) return false;
      node.targets[byteClass] = at + 1;
      node.slots[byteClass] = slots;
    }
    return true;
  }
}

function put(slots: Int32Array, numbers: readonly number[], place: number): void {
  for (let at = 0; at < numbers.length; at += 1) slots[numbers[at] ?? 0] = place;
}
