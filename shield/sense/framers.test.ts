import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonFramer, jsonDepthOf } from './json-framer.ts';
import { type FramedLine, KEPT_OF_TOO_LONG_BYTES, LineFramer } from './line-framer.ts';
import { OctetFramer } from './octet-framer.ts';

interface Framer {
  push(chunk: Uint8Array): FramedLine[];
  flush(): FramedLine | null;
}

/** Pushes `bytes` in pieces of the given sizes, in turn, through one reused buffer, as a socket may. */
function frame(framer: Framer, bytes: Buffer, sizes: readonly number[]): readonly FramedLine[] {
  const frames: FramedLine[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const reused = Buffer.from(bytes.subarray(at, at + size));
    frames.push(...framer.push(reused));
    reused.fill(0x21);
    at += size;
  }
  const last = framer.flush();
  return last === null ? frames : [...frames, last];
}

const pieceSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const texts = (framer: Framer, bytes: Buffer, sizes: readonly number[]) =>
  frame(framer, bytes, sizes).map((line) => line.text);

describe('LineFramer', () => {
  it('gives the same lines however the bytes arrive', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''));
    fc.assert(
      fc.property(fc.array(line), fc.boolean(), pieceSizes, (lines, crlf, sizes) => {
        const end = crlf ? '\r\n' : '\n';
        const bytes = Buffer.from(lines.map((text) => text + end).join(''));
        const frames = frame(new LineFramer(), bytes, sizes);
        expect(frames.map(({ text }) => text)).toEqual(
          lines.map((text) => Buffer.from(text).toString('utf8')),
        );
        expect(frames.at(-1)?.endOffset ?? 0).toBe(bytes.length);
      }),
    );
  });

  it('keeps the beginning of a line over the limit, and goes on after it', () => {
    const bytes = Buffer.from(`first\n${'x'.repeat(50_000)}\nlast`);
    const frames = frame(new LineFramer(20_000), bytes, [7_000]);
    expect(frames.map(({ text, tooLong }) => [text.length, tooLong])).toEqual([
      [5, false],
      [KEPT_OF_TOO_LONG_BYTES, true],
      [4, false],
    ]);
  });

  it('reads invalid UTF-8 and NULs', () => {
    expect(texts(new LineFramer(), Buffer.from([0x61, 0xff, 0xc3, 0x0a, 0x00, 0x62, 0x0a]), [3])).toEqual([
      'a\ufffd\ufffd',
      '\0b',
    ]);
  });
});

describe('JsonFramer', () => {
  const jsonValue = fc.array(fc.object({ maxDepth: 3 }), { maxLength: 6 });

  it.each([
    [
      'values over several lines',
      0,
      (list: readonly object[]) => list.map((item) => JSON.stringify(item, null, 2)).join('\n'),
    ],
    ['a list', 1, (list: readonly object[]) => JSON.stringify(list, null, 1)],
    [
      'a file of CloudTrail',
      2,
      (list: readonly object[]) => JSON.stringify({ Records: list, more: { a: [1] } }),
    ],
  ] as const)('cuts %s into its records, however the bytes arrive', (_, depth, write) => {
    fc.assert(
      fc.property(jsonValue, pieceSizes, (list, sizes) => {
        const found = texts(new JsonFramer(depth), Buffer.from(write(list)), sizes).slice(0, list.length);
        expect(found.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });

  it('gives out what is no record, and finds its way back after a damaged one', () => {
    const text = '{"a": [1, "x\n{"b":2}\nstray words\n{"c":3}\n';
    expect(texts(new JsonFramer(0), Buffer.from(text), [5]).map((part) => part.trim())).toEqual([
      '{"a": [1, "x',
      '{"b":2}',
      'stray words',
      '{"c":3}',
    ]);
  });

  it('bounds a record', () => {
    const frames = frame(
      new JsonFramer(1, 10_000),
      Buffer.from(`[{"a":"${'x'.repeat(30_000)}"},{"b":1}]`),
      [999],
    );
    expect(frames.map(({ text, tooLong }) => [text.length, tooLong])).toEqual([
      [KEPT_OF_TOO_LONG_BYTES, true],
      [7, false],
    ]);
  });

  it.each([
    [' [{', 1],
    ['{ "Records" : [', 2],
    ['{"records":\n[', 2],
    ['{"@odata.context":"https://x/$metadata","value":[{', 2],
    ['{"value":[{', 0],
    ['[]', 1],
    ['[\n', 1],
    ['[Mon Nov 23 10:00:00 2026] [core:notice] x', 0],
    ['{"a":', 0],
  ])('tells by %j how deep records stand', (beginning, depth) => {
    expect(jsonDepthOf(beginning)).toBe(depth);
  });
});

describe('OctetFramer', () => {
  it('gives the same messages however the bytes arrive', () => {
    const message = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\r\n\0]$/.test(text));
    fc.assert(
      fc.property(fc.array(message), pieceSizes, (messages, sizes) => {
        const bytes = Buffer.concat(
          messages.map((text) => Buffer.from(`${Buffer.byteLength(text)} ${text}`)),
        );
        expect(texts(new OctetFramer(), bytes, sizes)).toEqual(
          messages.map((text) => Buffer.from(text).toString('utf8')),
        );
      }),
    );
  });

  it('says when the count is lost, and bounds a message', () => {
    const lost = new OctetFramer();
    expect(lost.push(Buffer.from('3 abcXYZ 5 later'))).toHaveLength(1);
    expect(lost.broken).toMatch(/lost the count/);
    const long = new OctetFramer(100);
    expect(long.push(Buffer.from(`500 ${'x'.repeat(500)}2 ok`)).map(({ tooLong }) => tooLong)).toEqual([
      true,
      false,
    ]);
    expect(new OctetFramer().push(Buffer.from('999999999 x'))).toEqual([]);
  });
});
