import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGramIndex } from '../gram-index.ts';
import type { ScanLiteral } from '../scan-condition.ts';
import { BATCH_MET, BATCH_TEXTS, BLOCK_BYTES, ROOM_BYTES } from './memory-plan.ts';
import { createPlainScanCore } from './plain-scan-core.ts';
import { createScanCore, type ScanCore, type ScanTables } from './scan-core.ts';
import { createWasmScanCore } from './wasm-scan-core.ts';

const CORES = { wasm: createWasmScanCore, plain: createPlainScanCore } as const;

function tablesOf(literals: readonly ScanLiteral[]): ScanTables {
  const index = createGramIndex(literals);
  return {
    index,
    entries: Int32Array.from(
      index.classOf,
      (byteClass, byte) => (Math.imul(byte, 0x9e3779b1) << 6) | byteClass,
    ),
    wideFlags: Int32Array.from({ length: 256 }, (_, byte) => 1 << (byte & 31)),
  };
}

function coreOf(create: (tables: ScanTables) => ScanCore | null, tables: ScanTables): ScanCore {
  const core = create(tables);
  if (core === null) throw new Error('this runtime has no WebAssembly');
  return core;
}

const literal = (text: string, edges = ''): ScanLiteral => ({
  text,
  atWordStart: edges.includes('<'),
  atWordEnd: edges.includes('>'),
});

const fold = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const isWordAt = (text: string, at: number) => /\w/.test(text.charAt(at));

/** Every literal at every place, by comparing. */
function naive(literals: readonly ScanLiteral[], text: string): readonly number[] {
  const folded = fold(text);
  return literals.flatMap(({ text: wanted, atWordStart, atWordEnd }, number) => {
    for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + 1)) {
      if (atWordStart && isWordAt(text, at - 1)) continue;
      if (atWordEnd && isWordAt(text, at + wanted.length)) continue;
      return [number];
    }
    return [];
  });
}

function flagsOf(text: string, table: Int32Array): number {
  return Buffer.from(text, 'latin1').reduce((flags, byte) => flags | (table[byte] ?? 0), 0);
}

/** What a core finds in one text, literals in the order of their numbers. */
function scanned(core: ScanCore, text: string) {
  const met = [...core.met.subarray(0, core.scan(text))];
  return { met: met.sort((one, other) => one - other), entries: core.entries, wideFlags: core.wideFlags };
}

/** The same of many texts, by calls on many. */
function scannedMany(core: ScanCore, texts: readonly string[]) {
  const results: ReturnType<typeof scanned>[] = [];
  while (results.length < texts.length) {
    const first = results.length;
    const end = core.scanMany(texts, first);
    let metBefore = 0;
    for (let at = 0; at < end - first; at += 1) {
      const [entries = 0, wideFlags = 0, count = 0] = core.found.subarray(3 * at, 3 * at + 3);
      const met = [...core.met.subarray(metBefore, metBefore + count)].sort((one, other) => one - other);
      metBefore += count;
      results.push({ met, entries, wideFlags });
    }
  }
  return results;
}

const LITERALS = [
  literal('select'),
  literal('union', '<>'),
  literal('or', '<>'),
  literal('..'),
  literal('/etc/passwd'),
  literal('etc', '<'),
  literal('wd', '>'),
  literal('a long literal, longer than any window of bytes'),
  literal('\0\0\0'),
  literal('\xe4\xb8\xad'),
  literal('@@'),
  literal('[{'),
];

describe.each(Object.entries(CORES))('the %s core', (_, create) => {
  const core = coreOf(create, tablesOf(LITERALS));

  it.each([
    ['', []],
    ['x', []],
    ['SELECT', [0]],
    ['selec', []],
    ['union', [1]],
    ['reunion', []],
    ['unions', []],
    ['a UNION-b', [1]],
    ['1 or 1', [2]],
    ['oror', []],
    ['oror or', [2]],
    ['or', [2]],
    ['..', [3]],
    ['.', []],
    ['../../etc/passwd', [3, 4, 5, 6]],
    ['/etc/passwds', [4, 5]],
    ['a LONG literal, longer than any window of bytes', [7]],
    ['a long literal, longer than any window of bites', []],
    ['\0\0', []],
    ['\0\0\0', [8]],
    ['\xe4\xb8\xad', [9]],
    ['\xc4\xb8\xad', []],
    ['``', []],
    ['[{', [11]],
    ['{[', []],
    ['\x5b\x5b{{', [11]],
  ])('finds in %j the literals %j', (text, met) => {
    expect(scanned(core, text).met).toEqual(met);
    expect(naive(LITERALS, text)).toEqual(met);
  });

  it('reports each literal once, and forgets it for the next text', () => {
    expect(scanned(core, 'union union union').met).toEqual([1]);
    expect(scanned(core, 'union').met).toEqual([1]);
    expect(scanned(core, 'onion').met).toEqual([]);
  });

  it.each(LITERALS.map(({ text }) => [text]))(
    'does not see %j where texts before, behind or formerly end in it',
    (text) => {
      const cuts = Array.from({ length: text.length - 1 }, (_unused, at) => [
        text.slice(0, at + 1),
        text.slice(at + 1),
      ]);
      for (const halves of cuts) {
        const wanted = halves.map((half) => naive(LITERALS, half));
        const alone = halves.map((half) => {
          core.scan(text);
          return scanned(core, half).met;
        });
        expect(alone).toEqual(wanted);
        expect(scannedMany(core, halves).map(({ met }) => met)).toEqual(wanted);
      }
    },
  );

  it('reads a code above 255 by its low byte', () => {
    const text = 'select\u4e61, and more than a few characters';
    expect(scanned(core, text)).toEqual(scanned(core, 'selecta, and more than a few characters'));
    expect(scanned(core, '\u0173elect').met).toEqual([0]);
  });

  it('scans the first bytes of an array', () => {
    const bytes = Buffer.from('..; select; union, and what is more');
    expect([...core.met.subarray(0, core.scanBytes(bytes, 11))]).toEqual([3, 0]);
    expect(core.wideFlags).toBe(flagsOf('..; select;', tablesOf(LITERALS).wideFlags));
    expect(core.scanBytes(bytes, 2)).toBe(1);
    expect(core.scanBytes(bytes, bytes.length)).toBe(3);
  });

  it('scans bytes that were written into its room', () => {
    expect(core.room).toHaveLength(ROOM_BYTES);
    core.room.set(Buffer.from('/etc/passwd'), ROOM_BYTES - 11);
    core.room.fill(0x20, 0, ROOM_BYTES - 11);
    const count = core.scanBytes(core.room, ROOM_BYTES);
    expect([...core.met.subarray(0, count)].sort()).toEqual([4, 5, 6]);
    core.room.set(Buffer.from('select'));
    expect([core.scanBytes(core.room, 5), core.scanBytes(core.room, 6)]).toEqual([0, 1]);
  });

  it('finds literals wherever they stand in a block', () => {
    for (let before = BLOCK_BYTES - 12; before <= BLOCK_BYTES + 2; before += 1) {
      expect(scanned(core, `${' '.repeat(before)}/etc/passwd`).met).toEqual([4, 5, 6]);
    }
  });

  it('finds a literal that crosses from one piece of a long text to the next', () => {
    const { text: long } = LITERALS[7] ?? literal('');
    for (let before = ROOM_BYTES - long.length - 2; before <= ROOM_BYTES + 2; before += 1) {
      const text = `${'-'.repeat(before)}${long}${'-'.repeat(20)}`;
      expect(scanned(core, text).met).toEqual([7]);
      expect([...core.met.subarray(0, core.scanBytes(Buffer.from(text), text.length))]).toEqual([7]);
    }
  });

  it('sees the edges of words in the next piece and in the one before', () => {
    for (let before = ROOM_BYTES - 7; before <= ROOM_BYTES + 2; before += 1) {
      const found = (word: string) => scanned(core, `${'-'.repeat(before)}${word}${'-'.repeat(20)}`).met;
      expect([found('union'), found('xunion'), found('unionx')]).toEqual([[1], [], []]);
    }
  });

  it('ORs flags over all pieces, and forgets what a long text held', () => {
    const text = `select${'\x01'.repeat(2 * ROOM_BYTES)}\x02union`;
    const { entries, wideFlags } = tablesOf(LITERALS);
    expect(scanned(core, text)).toEqual({
      met: [0, 1],
      entries: flagsOf('select\x01\x02union', entries),
      wideFlags: flagsOf('select\x01\x02union', wideFlags),
    });
    expect(scanned(core, '\x02')).toEqual({ met: [], entries: entries[2], wideFlags: wideFlags[2] });
  });

  it('scans many texts as it scans each, where literals do not cross from one to the next', () => {
    const texts = [
      'sel',
      'ect',
      '',
      'UNION',
      'union',
      'or',
      'x',
      ' or',
      '..',
      '.',
      '.',
      '/etc/passwd',
      '\u4e00',
    ];
    expect(scannedMany(core, texts)).toEqual(texts.map((text) => scanned(core, text)));
  });

  it('scans one text after a call on many', () => {
    core.scanMany(['select', 'union', '..'], 0);
    expect(scanned(core, 'union select ..').met).toEqual([0, 1, 3]);
  });

  it('gives way between texts where there is no room for all', () => {
    const many = Array.from({ length: 2 * BATCH_TEXTS + 3 }, (_unused, number) => `union ${number} select`);
    const long = [
      'or',
      '-'.repeat(ROOM_BYTES - 1),
      'union',
      'x'.repeat(ROOM_BYTES + 1),
      `${'-'.repeat(ROOM_BYTES)}or`,
    ];
    for (const texts of [many, long]) {
      expect(scannedMany(core, texts)).toEqual(texts.map((text) => scanned(core, text)));
    }
    expect(core.scanMany([], 0)).toBe(0);
    expect(core.scanMany(['a'], 1)).toBe(1);
  });
});

describe.each(Object.entries(CORES))('a %s core with many literals', (_, create) => {
  const letters = [...'abcdefghijkl'];
  const triples = letters.flatMap((one) =>
    letters.flatMap((two) => letters.map((three) => literal(one + two + three))),
  );
  const core = coreOf(create, tablesOf(triples));

  it('notes all of them, of one text and of many', () => {
    const all = triples.map(({ text }) => text).join('');
    expect(scanned(core, all).met).toEqual(triples.map((_unused, number) => number));
    const texts = Array.from({ length: Math.ceil(BATCH_MET / triples.length) + 3 }, () => all);
    expect(core.scanMany(texts, 0)).toBeLessThan(texts.length);
    for (const { met } of scannedMany(core, texts)) expect(met).toHaveLength(triples.length);
  });
});

describe('both cores', () => {
  const byte = fc.constantFrom('a', 'b', 'A', 'c', '_', ' ', '.', '\0', '\xe9', '@', '`');
  const word = (minLength: number, maxLength: number) =>
    fc.array(byte, { minLength, maxLength }).map((bytes) => bytes.join(''));
  const anyLiteral = fc.tuple(word(2, 12).map(fold), fc.boolean(), fc.boolean()).map(
    ([text, start, end]): ScanLiteral => ({
      text,
      atWordStart: start && isWordAt(text, 0),
      atWordEnd: end && isWordAt(text, text.length - 1),
    }),
  );
  const withLiterals = fc.array(anyLiteral, { minLength: 0, maxLength: 8 }).chain((literals) =>
    fc.tuple(
      fc.constant(literals),
      fc.array(
        fc
          .array(fc.oneof(word(0, 6), fc.constantFrom('', ...literals.map(({ text }) => text))), {
            maxLength: 8,
          })
          .map((parts) => parts.join('')),
        { maxLength: 6 },
      ),
    ),
  );

  it('find what a naive search finds, in one text and in many', () => {
    fc.assert(
      fc.property(withLiterals, ([literals, texts]) => {
        const tables = tablesOf(literals);
        const wanted = texts.map((text) => ({
          met: naive(literals, text),
          entries: flagsOf(text, tables.entries),
          wideFlags: flagsOf(text, tables.wideFlags),
        }));
        for (const create of Object.values(CORES)) {
          const core = coreOf(create, tables);
          expect(texts.map((text) => scanned(core, text))).toEqual(wanted);
          expect(scannedMany(core, texts)).toEqual(wanted);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('find the same, in the same order, where a text is cut into pieces', () => {
    const wasm = coreOf(createWasmScanCore, tablesOf(LITERALS));
    const plain = createPlainScanCore(tablesOf(LITERALS));
    const parts = fc.constantFrom('union', 'or', ' ', '/etc/', 'passwd', '.', 'sel', 'ect', '\0', 'x');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), fc.nat(100), (around, back) => {
        const text = `${'-'.repeat(ROOM_BYTES - back)}${around.join('')}`;
        const [one, other] = [wasm, plain].map((core) => [...core.met.subarray(0, core.scan(text))]);
        expect(one).toEqual(other);
      }),
      { numRuns: 100 },
    );
  });
});

describe('createScanCore', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('makes a core in WebAssembly', () => {
    expect(createScanCore(tablesOf(LITERALS)).kind).toBe('wasm');
  });

  it('makes a plain one where there is no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(createScanCore(tablesOf(LITERALS)).kind).toBe('plain');
  });

  it('makes a plain one where no memory is to be had', () => {
    class Memory {
      constructor() {
        throw new RangeError('WebAssembly.Memory(): could not allocate memory');
      }
    }
    vi.stubGlobal('WebAssembly', { Memory });
    expect(createScanCore(tablesOf(LITERALS)).kind).toBe('plain');
  });
});
