import { GRAM_MASK, GRAM_SHIFT } from '../gram-index.ts';
import type { Operand } from './assembler/code.ts';
import { i32, i64, returnIf, set, when, whileDo } from './assembler/instructions.ts';
import { assembleModule, type ModuleAssembly } from './assembler/module.ts';
import {
  BATCH_MET,
  BLOCK_BYTES,
  ENTRY,
  FOUND,
  HIT,
  LITERAL,
  type MemoryPlan,
  WINDOW_BEFORE,
} from './memory-plan.ts';

const CLASS_MASK = (1 << GRAM_SHIFT) - 1;

/** What the module does for its host. Texts stand in the memory at `plan.text`; results at `plan.found` and so on. */
export interface ScanExports {
  /** Scans the text of `length` bytes; gives the number of literals met. */
  readonly scan: (length: number) => number;
  /**
   * Adds to what was found what stands in one piece of a text: of `length` bytes in the memory, the grams that end at
   * offsets from `from` up to `to`. Gives the number of literals met so far.
   */
  readonly scanPiece: (length: number, from: number, to: number) => number;
  /** Scans `count` texts that end at `plan.ends`, or as many as literals can be noted of; gives how many. */
  readonly scanMany: (count: number) => number;
}

/** Assembles the scan for one layout of memory, whose addresses are constants in it. */
export function assembleScan(plan: MemoryPlan): Uint8Array<ArrayBuffer> {
  const module = assembleModule(plan.pages);
  const standsAt = defineStandsAt(module, plan);
  const meet = defineMeet(module, plan, standsAt);
  const scanRange = defineScanRange(module, plan, meet);
  const forget = defineForget(module, plan);
  defineScan(module, plan, { scanRange, forget });
  defineScanPiece(module, plan, scanRange);
  defineScanMany(module, plan, { scanRange, forget });
  return module.toBytes();
}

/**
 * Whether an entry's literal, of which the window was seen around the byte at `at`, stands there in full, in the text
 * from `start` up to `end`, and at its edges.
 */
function defineStandsAt(module: ModuleAssembly, plan: MemoryPlan) {
  const parameters = { entry: 'i32', at: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ entry, at, start, end }, local) => {
    const literal = local('i32');
    const first = local('i32');
    const behind = local('i32');
    const edges = local('i32');
    const place = local('i32');
    const char = local('i32');
    const isWord = (address: Operand<'i32'>) => i32.load8U(i32.load8U(address), plan.word);
    return {
      steps: [
        set(literal, i32.add(plan.literals, i32.mul(i32.load(entry, ENTRY.literal), LITERAL.bytes))),
        set(behind, i32.add(i32.add(at, 1), i32.shrU(i32.load(entry, ENTRY.end), 1))),
        set(first, i32.sub(behind, i32.load(literal, LITERAL.length))),
        returnIf(i32.or(i32.gtU(behind, end), i32.ltU(first, start)), 0),
        when(i32.eqz(i32.and(i32.load(entry, ENTRY.end), 1)), [
          set(place, first),
          set(char, i32.load(literal, LITERAL.chars)),
          whileDo(i32.ltU(place, behind), [
            returnIf(i32.ne(i32.load8U(i32.load8U(place), plan.folded), i32.load8U(char)), 0),
            set(place, i32.add(place, 1)),
            set(char, i32.add(char, 1)),
          ]),
        ]),
        set(edges, i32.load(literal, LITERAL.edges)),
        when(i32.and(edges, 1), [when(i32.gtU(first, start), [returnIf(isWord(i32.sub(first, 1)), 0)])]),
        when(i32.and(edges, 2), [when(i32.ltU(behind, end), [returnIf(isWord(behind), 0)])]),
      ],
      result: 1,
    };
  });
}

/** Notes the literals that stand where a gram that is present ends: that with its last byte at `at`. */
function defineMeet(module: ModuleAssembly, plan: MemoryPlan, standsAt: ReturnType<typeof defineStandsAt>) {
  const parameters = { gram: 'i32', at: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ gram, at, start, end }, local) => {
    const word = local('i32');
    const bucket = local('i32');
    const entry = local('i32');
    const lastEntry = local('i32');
    const literal = local('i32');
    const count = local('i32');
    const window = local('i64');
    const grams = i32.load(i32.shl(word, 2), plan.present);
    const below = i32.and(grams, i32.sub(i32.shl(1, gram), 1));
    const rank = i32.add(i32.load16U(i32.shl(word, 1), plan.gramsBefore), i32.popcnt(below));
    const isWindow = i64.eq(i64.or(window, i64.load(entry, ENTRY.mask)), i64.load(entry, ENTRY.window));
    return {
      steps: [
        set(word, i32.shrU(i32.and(gram, GRAM_MASK), 5)),
        set(bucket, i32.shl(rank, 2)),
        set(entry, i32.load(bucket, plan.buckets)),
        set(lastEntry, i32.load(bucket, plan.buckets + 4)),
        set(window, i64.load(i32.sub(at, WINDOW_BEFORE))),
        whileDo(i32.ltU(entry, lastEntry), [
          when(isWindow, [
            set(literal, i32.load(entry, ENTRY.literal)),
            when(i32.eqz(i32.load8U(literal, plan.isMet)), [
              when(standsAt({ entry, at, start, end }), [
                i32.store8({ address: literal, offset: plan.isMet, value: 1 }),
                set(count, i32.load(plan.found, FOUND.met)),
                i32.store({ address: i32.shl(count, 2), offset: plan.met, value: literal }),
                i32.store({ address: plan.found, offset: FOUND.met, value: i32.add(count, 1) }),
              ]),
            ]),
          ]),
          set(entry, i32.add(entry, ENTRY.bytes)),
        ]),
      ],
      result: null,
    };
  });
}

/**
 * Scans the bytes from `from` up to `to` of a text from `start` up to `end`; leaves their flags, OR-ed. A block at a
 * time, first all its grams are looked up and then its literals compared: the first loop stores each place and goes on
 * by the bit that was found, without a branch that depends on the text and that the processor would guess wrong.
 */
function defineScanRange(module: ModuleAssembly, plan: MemoryPlan, meet: ReturnType<typeof defineMeet>) {
  const parameters = { start: 'i32', end: 'i32', from: 'i32', to: 'i32' } as const;
  return module.define({ parameters, result: 'i64' }, ({ start, end, from, to }, local) => {
    const at = local('i32');
    const blockEnd = local('i32');
    const gram = local('i32');
    const hit = local('i32');
    const hitsEnd = local('i32');
    const flags = local('i64');
    const seen = local('i64');
    const word = i32.load(i32.and(i32.shrU(gram, 3), (GRAM_MASK >> 3) & ~3), plan.present);
    const isPresent = i32.and(i32.shrU(word, gram), 1);
    return {
      steps: [
        set(at, from),
        whileDo(i32.ltU(at, to), [
          set(blockEnd, i32.add(at, BLOCK_BYTES)),
          when(i32.gtU(blockEnd, to), [set(blockEnd, to)]),
          set(hitsEnd, plan.hits),
          whileDo(i32.ltU(at, blockEnd), [
            set(flags, i64.load(i32.shl(i32.load8U(at), 3), plan.flags)),
            set(seen, i64.or(seen, flags)),
            set(gram, i32.or(i32.shl(gram, GRAM_SHIFT), i32.and(i32.wrapI64(flags), CLASS_MASK))),
            i32.store({ address: hitsEnd, offset: HIT.gram, value: gram }),
            i32.store({ address: hitsEnd, offset: HIT.at, value: at }),
            set(hitsEnd, i32.add(hitsEnd, i32.mul(isPresent, HIT.bytes))),
            set(at, i32.add(at, 1)),
          ]),
          set(hit, plan.hits),
          whileDo(i32.ltU(hit, hitsEnd), [
            meet({ gram: i32.load(hit, HIT.gram), at: i32.load(hit, HIT.at), start, end }),
            set(hit, i32.add(hit, HIT.bytes)),
          ]),
        ]),
      ],
      result: seen,
    };
  });
}

type ScanRange = ReturnType<typeof defineScanRange>;

/** Unmarks the literals noted from the address `from` on, up to the last. */
function defineForget(module: ModuleAssembly, plan: MemoryPlan) {
  return module.define({ parameters: { from: 'i32' }, result: 'none' }, ({ from }, local) => {
    const at = local('i32');
    const end = local('i32');
    return {
      steps: [
        set(at, from),
        set(end, i32.add(plan.met, i32.shl(i32.load(plan.found, FOUND.met), 2))),
        whileDo(i32.ltU(at, end), [
          i32.store8({ address: i32.load(at), offset: plan.isMet, value: 0 }),
          set(at, i32.add(at, 4)),
        ]),
      ],
      result: null,
    };
  });
}

interface ScanParts {
  readonly scanRange: ScanRange;
  readonly forget: ReturnType<typeof defineForget>;
}

function defineScan(module: ModuleAssembly, plan: MemoryPlan, { scanRange, forget }: ScanParts): void {
  module.define({ parameters: { length: 'i32' }, result: 'i32', exportAs: 'scan' }, ({ length }, local) => {
    const end = local('i32');
    return {
      steps: [
        forget({ from: plan.met }),
        i32.store({ address: plan.found, offset: FOUND.met, value: 0 }),
        set(end, i32.add(length, plan.text)),
        i64.store({
          address: plan.found,
          value: scanRange({ start: plan.text, end, from: plan.text, to: end }),
        }),
      ],
      result: i32.load(plan.found, FOUND.met),
    };
  });
}

function defineScanPiece(module: ModuleAssembly, plan: MemoryPlan, scanRange: ScanRange): void {
  const parameters = { length: 'i32', from: 'i32', to: 'i32' } as const;
  module.define({ parameters, result: 'i32', exportAs: 'scanPiece' }, ({ length, from, to }) => ({
    steps: [
      i64.store({
        address: plan.found,
        value: i64.or(
          i64.load(plan.found),
          scanRange({
            start: plan.text,
            end: i32.add(length, plan.text),
            from: i32.add(from, plan.text),
            to: i32.add(to, plan.text),
          }),
        ),
      }),
    ],
    result: i32.load(plan.found, FOUND.met),
  }));
}

function defineScanMany(module: ModuleAssembly, plan: MemoryPlan, { scanRange, forget }: ScanParts): void {
  const signature = { parameters: { count: 'i32' }, result: 'i32', exportAs: 'scanMany' } as const;
  module.define(signature, ({ count }, local) => {
    const text = local('i32');
    const start = local('i32');
    const end = local('i32');
    const metBefore = local('i32');
    const found = local('i32');
    const met = i32.load(plan.found, FOUND.met);
    return {
      steps: [
        forget({ from: plan.met }),
        i32.store({ address: plan.found, offset: FOUND.met, value: 0 }),
        set(start, plan.text),
        whileDo(i32.and(i32.ltU(text, count), i32.leU(met, BATCH_MET)), [
          set(metBefore, met),
          set(end, i32.load(i32.shl(text, 2), plan.ends)),
          set(found, i32.add(plan.batchFound, i32.mul(text, FOUND.bytes))),
          i64.store({ address: found, value: scanRange({ start, end, from: start, to: end }) }),
          i32.store({ address: found, offset: FOUND.met, value: i32.sub(met, metBefore) }),
          forget({ from: i32.add(plan.met, i32.shl(metBefore, 2)) }),
          set(start, end),
          set(text, i32.add(text, 1)),
        ]),
      ],
      result: text,
    };
  });
}
