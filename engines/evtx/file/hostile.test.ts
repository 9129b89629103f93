import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineBuffer } from '../line/line-buffer.ts';
import { toJsonLine } from '../line/write-line.ts';
import { buildChunk, buildFile, type Markup, sealChunk, text, u32 } from '../testing/build-evtx.ts';
import { readAll } from '../testing/read-all.ts';
import { EvtxReader } from './reader.ts';

const ROOT: Markup = {
  name: 'Event',
  children: [
    { name: 'System', children: [{ name: 'EventID', children: [{ slot: 1 }] }] },
    {
      name: 'EventData',
      children: [
        { name: 'Data', attributes: { Name: 'a' }, children: [{ slot: 0 }] },
        { name: 'Data', attributes: { Name: 'b' }, children: [{ slot: 2, optional: true }] },
      ],
    },
  ],
};

const value = fc.record({ type: fc.integer({ min: 0, max: 255 }), bytes: fc.uint8Array({ maxLength: 40 }) });
const values = fc.array(
  value.map(({ type, bytes }) => ({ type, bytes: Buffer.from(bytes) })),
  { maxLength: 4 },
);
const file = buildFile([
  buildChunk([
    { root: ROOT, values: [text('one'), { type: 8, bytes: u32(1) }, text('x')] },
    { root: ROOT, values: [text('two é'), { type: 8, bytes: u32(2) }, { type: 0, bytes: Buffer.alloc(0) }] },
    { root: ROOT, isPlain: true },
  ]),
  buildChunk([{ root: ROOT, values: [text('three'), { type: 8, bytes: u32(3) }, text('y')] }]),
]);

describe('any values', () => {
  it('are written by compiled templates as by the plain way', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), (records) => {
        const bytes = buildFile([buildChunk(records.map((one) => ({ root: ROOT, values: one })))]);
        const { lines, fields } = readAll(bytes);
        expect(lines.map((line) => (line === null ? null : JSON.parse(line)))).toEqual(fields);
      }),
      { numRuns: 300 },
    );
  });
});

describe('any bytes', () => {
  const place = fc.oneof(fc.integer({ min: 4096, max: 8000 }), fc.integer({ min: 0, max: file.length - 1 }));
  const change = fc.tuple(place, fc.integer({ min: 0, max: 255 }));

  it('never make it throw, and are written by compiled templates as by the plain way', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = Buffer.from(file);
        for (const [at, byte] of changes) bytes[at] = byte;
        const { lines, fields } = readAll(bytes, { slack: true });
        expect(lines.map((line) => (line === null ? null : JSON.parse(line)))).toEqual(fields);
      }),
      { numRuns: 400 },
    );
  });

  it('give the same in pieces of any length', () => {
    const whole = readAll(file);
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 140_000 }), (pieceBytes) => {
        expect(readAll(Buffer.from(file), {}, pieceBytes).lines).toEqual(whole.lines);
      }),
      { numRuns: 20 },
    );
  });

  it('without any order are no event log', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        expect(readAll(Buffer.from(bytes)).diagnostics.length).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a file that was made to use up memory or time', () => {
  const many = (count: number, content: Markup['children']): Markup => ({
    name: 'Event',
    children: [{ name: 'EventData', children: Array(count).fill({ name: 'a', children: content }) }],
  });

  it('cannot write a value over and over', () => {
    const root = many(1000, [{ slot: 0 }]);
    const { lines, diagnostics } = readAll(
      buildFile([buildChunk([{ root, values: [text('x'.repeat(12_000))] }])]),
    );
    expect(lines).toEqual([null]);
    expect(diagnostics[0]).toBe(
      'a.evtx@0x1200: error evtx.too-large: Record 1 cannot be decoded: the record is longer than 1048576 bytes when ' +
        'decoded\n  help: The record is left out: it looks as if it were made to use up memory or time.',
    );
  });

  it('cannot have all its records be large', () => {
    const root = many(900, [{ slot: 0 }]);
    const first = { root, values: [text('x'.repeat(1000))] };
    const bytes = buildChunk([first, ...Array(20).fill({ root: { name: 'Event' }, isPlain: true })]);
    const instance = bytes.subarray(512 + 24, 512 + bytes.readUInt32LE(512 + 4) - 4);
    // Twenty further records that use the template of the first one, each with the values of the first one.
    const end = instance.lastIndexOf('x\0') + 2;
    const small = Buffer.concat([instance.subarray(0, 14), instance.subarray(end - 2008, end + 1)]);
    let at = 512 + bytes.readUInt32LE(512 + 4);
    for (let record = 0; record < 20; record += 1) {
      const size = 24 + small.length + 4;
      bytes.fill(0, at, at + size);
      bytes.writeUInt32LE(0x2a2a, at);
      bytes.writeUInt32LE(size, at + 4);
      small.copy(bytes, at + 24);
      bytes.writeUInt32LE(size, at + size - 4);
      at += size;
    }
    const reader = new EvtxReader();
    const into = new LineBuffer();
    const decoded = [...reader.push(buildFile([sealChunk(bytes, at)]))].filter((one) =>
      toJsonLine(one, into),
    );
    expect(decoded.length).toBeGreaterThan(10);
    expect(decoded.length).toBeLessThan(19);
    expect(reader.diagnostics.at(-1)?.message).toContain(
      'the chunk is longer than 16777216 bytes when decoded',
    );
  });

  it('cannot repeat long names', () => {
    const long = Array.from({ length: 20 }, (_, level) => `${level}${'n'.repeat(100)}`).reduceRight<Markup>(
      (inner, name) => ({ name, children: [inner] }),
      { name: 'a', children: [{ slot: 0 }] },
    );
    const root = { name: 'Event', children: [{ name: 'EventData', children: [long] }] };
    const { lines, fields } = readAll(buildFile([buildChunk([{ root, values: [text('x')] }])]));
    expect(JSON.parse(lines[0] ?? 'null')).toEqual(fields[0]);
    expect(Object.keys(fields[0] as object).map((name) => name.length)).toEqual([512]);
    const name = buildFile([buildChunk([{ root: { name: 'n'.repeat(1025) } }])]);
    expect(readAll(name).diagnostics[0]).toContain('Record 1 cannot be decoded: a name of 1025 characters');
  });

  it('cannot nest without end', () => {
    const root = Array.from({ length: 200 }).reduce<Markup>((inner) => ({ name: 'a', children: [inner] }), {
      name: 'a',
    });
    const { diagnostics } = readAll(buildFile([buildChunk([{ root }])]));
    expect(diagnostics[0]).toContain('elements nested deeper than 32 levels');
  });

  it('cannot put a template into itself', () => {
    const bytes = buildChunk([{ root: { name: 'x'.repeat(100) } }]);
    const start = 512 + 24;
    const definition = start + 14;
    const instance = Buffer.concat([Buffer.from([0x0f, 1, 1, 0, 0x0c, 1]), u32(1), u32(definition)]);
    const body = Buffer.concat([instance, u32(0), Buffer.alloc(1)]);
    Buffer.concat([instance, Buffer.alloc(20), u32(body.length), body, u32(0)]).copy(bytes, start);
    const { lines, diagnostics } = readAll(buildFile([bytes]));
    expect(lines).toEqual([null]);
    expect(diagnostics.at(-1)).toContain('nested deeper than 32 levels');
  });
});
