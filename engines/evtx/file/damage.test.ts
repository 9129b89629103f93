import { describe, expect, it } from 'vitest';
import { buildChunk, buildFile, sealChunk, text } from '../testing/build-evtx.ts';
import { readAll } from '../testing/read-all.ts';

const ROOT = {
  name: 'Event',
  children: [{ name: 'EventData', children: [{ name: 'a', children: [{ slot: 0 }] }] }],
};
const entry = (value: string) => ({ root: ROOT, values: [text(value)] });
const chunk = (...values: readonly string[]) => buildChunk(values.map(entry));
const file = (flags = 0) => buildFile([chunk('one', 'two', 'three'), chunk('four')], flags);
const CHUNK = 4096;

/** Where the second record of the first chunk begins. */
const SECOND = CHUNK + 512 + file().readUInt32LE(CHUNK + 512 + 4);

function damaged(change: (bytes: Buffer) => Buffer | undefined): Buffer {
  const bytes = file();
  return change(bytes) ?? bytes;
}

const HELP = {
  header: 'The records are read all the same; copy the file again if the original is at hand.',
  sum: 'The records are read all the same; what they say may have been changed or be damaged.',
  chunk: 'Records in it were searched for by their signature; copy the file again if possible.',
  lost: 'Records after it were searched for by their signature; copy the file again if possible.',
};
const SUM = (at: string) =>
  `a.evtx@${at}: warning evtx.bad-checksum: The checksum of the records of a chunk does not hold\n  help: ${HELP.sum}`;

describe('damaged files give what can be read, and say what cannot', () => {
  it.each<readonly [what: string, bytes: Buffer, values: readonly string[], said: readonly string[]]>([
    ['an intact file', file(), ['one', 'two', 'three', 'four'], []],
    [
      'an empty file',
      Buffer.alloc(0),
      [],
      [
        'a.evtx@0x0: error evtx.not-evtx: The file does not begin with the signature of an event log\n  help: Check that it is a Windows event log; older logs (.evt) are another format.',
      ],
    ],
    ['a header alone', file().subarray(0, CHUNK), [], []],
    [
      'empty space after the last chunk',
      Buffer.concat([file(), Buffer.alloc(200_000)]),
      ['one', 'two', 'three', 'four'],
      [],
    ],
    [
      'a log that was open',
      file(1),
      ['one', 'two', 'three', 'four'],
      [
        'a.evtx@0x78: info evtx.dirty: The log was not closed: its header may be older than its chunks\n  help: It was copied while Windows had it open: export it with wevtutil epl to have all records.',
      ],
    ],
    [
      'another first byte',
      damaged((b) => b.fill(0, 0, 0 + 1)),
      ['one', 'two', 'three', 'four'],
      [
        'a.evtx@0x0: error evtx.not-evtx: The file does not begin with the signature of an event log\n  help: Check that it is a Windows event log; older logs (.evt) are another format.',
      ],
    ],
    [
      'a changed file header',
      damaged((b) => void b.writeUInt16LE(9, 42)),
      ['one', 'two', 'three', 'four'],
      [
        `a.evtx@0x7c: warning evtx.bad-header: The checksum of the file's header does not hold\n  help: ${HELP.header}`,
      ],
    ],
    [
      'no file header',
      file().subarray(CHUNK),
      ['one', 'two', 'three', 'four'],
      [
        'a.evtx@0x0: error evtx.not-evtx: The file does not begin with the signature of an event log\n  help: Check that it is a Windows event log; older logs (.evt) are another format.',
      ],
    ],
    [
      'a broken chunk signature',
      damaged((b) => b.fill(0, CHUNK, CHUNK + 1)),
      ['one', 'two', 'three', 'four'],
      [
        `a.evtx@0x1000: warning evtx.bad-chunk: 65536 bytes where a chunk should begin are none\n  help: ${HELP.chunk}`,
      ],
    ],
    [
      'a changed chunk header',
      damaged((b) => b.fill(9, CHUNK + 8, CHUNK + 8 + 1)),
      ['one', 'two', 'three', 'four'],
      [
        `a.evtx@0x1000: warning evtx.bad-checksum: The checksum of a chunk header does not hold\n  help: ${HELP.sum}`,
      ],
    ],
    [
      'a record whose two sizes differ',
      damaged((b) => void b.writeUInt32LE(9, SECOND + 4)),
      ['one', 'three', 'four'],
      [
        SUM('0x1000'),
        `a.evtx@0x${SECOND.toString(16)}: warning evtx.lost-bytes: 136 bytes where a record should begin are none\n  help: ${HELP.lost}`,
      ],
    ],
    [
      'a record of zeros',
      damaged((b) => void b.fill(0, SECOND, SECOND + 8)),
      ['one', 'three', 'four'],
      [
        SUM('0x1000'),
        `a.evtx@0x${SECOND.toString(16)}: warning evtx.lost-bytes: 136 bytes where a record should begin are none\n  help: ${HELP.lost}`,
      ],
    ],
    [
      'zeros to the end of a chunk',
      damaged((b) => void b.fill(0, SECOND, CHUNK + 65_536)),
      ['one', 'four'],
      [SUM('0x1000')],
    ],
    [
      'an unknown token',
      damaged((b) => b.fill(0x1f, SECOND + 24, SECOND + 24 + 1)),
      ['one', 'three', 'four'],
      [
        SUM('0x1000'),
        `a.evtx@0x${SECOND.toString(16)}: error evtx.unreadable-record: Record 2 cannot be decoded: an unexpected token 0x1f\n  help: The record is left out; look at it with another tool if it matters.`,
      ],
    ],
    [
      'a file that is cut within a chunk',
      file().subarray(0, SECOND + 10),
      ['one'],
      [
        'a.evtx@0x12ca: warning evtx.truncated: A chunk ends after 714 of its bytes\n  help: Copy the whole file; the records before its end were read.',
      ],
    ],
    [
      'bytes that are missing before a chunk',
      damaged((b) => Buffer.concat([b.subarray(0, CHUNK + 40_000), b.subarray(CHUNK + 65_536)])),
      ['one', 'two', 'three', 'four'],
      [],
    ],
    [
      'bytes too many before a chunk',
      damaged((b) =>
        Buffer.concat([b.subarray(0, CHUNK + 65_536), Buffer.alloc(100), b.subarray(CHUNK + 65_536)]),
      ),
      ['one', 'two', 'three', 'four'],
      [],
    ],
  ])('%s', (_, bytes, values, said) => {
    const { lines, fields, diagnostics, counts } = readAll(bytes);
    const read = lines.flatMap((line) => (line === null ? [] : [JSON.parse(line).a]));
    expect(read).toEqual(values);
    expect(diagnostics.filter((text, index) => diagnostics.indexOf(text) === index)).toEqual(said);
    expect(counts.records).toBe(fields.length);
  });

  it('tells where a record was found', () => {
    const origins = readAll(damaged((b) => void b.fill(0, SECOND, SECOND + 8))).records.map(
      ({ origin }) => origin,
    );
    expect(origins).toEqual(['log', 'carved', 'log']);
  });

  it('gives what is left over in the unused rest of a chunk when asked', () => {
    const bytes = sealChunk(chunk('one', 'two'), SECOND - CHUNK);
    const whole = buildFile([bytes]);
    expect(readAll(whole).records.map(({ id }) => id)).toEqual([1]);
    const reading = readAll(whole, { slack: true });
    expect(reading.records.map(({ id, origin }) => [id, origin])).toEqual([
      [1, 'log'],
      [2, 'slack'],
    ]);
    expect(reading.counts).toEqual({ chunks: 1, records: 2, carved: 0, slack: 1, unreadable: 0 });
  });

  it('counts problems past the first hundred', () => {
    const many = buildChunk(Array.from({ length: 150 }, () => ({ root: { name: 'E' }, isPlain: true })));
    for (let at = 512; at < 65_000 && many.readUInt16LE(at) === 0x2a2a; at += many.readUInt32LE(at + 4))
      many[at + 24] = 0x1f;
    const { diagnostics } = readAll(buildFile([many]));
    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)).toMatch(
      /warning evtx.more-problems: 201 more problems, the last of them here/,
    );
  });
});
