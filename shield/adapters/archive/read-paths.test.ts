import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildChunk, buildFile, text } from '../../../engines/evtx/testing/build-evtx.ts';
import type { ArchiveLimits } from './limits.ts';
import type { NumberedEvent } from './read-member.ts';
import { type FileResult, readPaths } from './read-paths.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dejfa-archive-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Reading {
  readonly events: readonly NumberedEvent[];
  readonly results: readonly FileResult[];
}

async function read(paths: readonly string[], limits: Partial<ArchiveLimits> = {}): Promise<Reading> {
  const events: NumberedEvent[] = [];
  const results: FileResult[] = [];
  let made = 0;
  const next = () => {
    made += 1;
    return String(made);
  };
  for await (const step of readPaths(paths, { receivedMs: 1, ids: { next }, limits })) {
    if (step.kind === 'events') events.push(...step.events);
    else results.push(step.result);
  }
  return { events, results };
}

async function readBytes(
  name: string,
  bytes: string | Buffer,
  limits: Partial<ArchiveLimits> = {},
): Promise<Reading> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return read([path], limits);
}

/** A ZIP with deflated members (APPNOTE.TXT §4.3.7, §4.3.12, §4.3.16). */
function zip(
  members: Readonly<Record<string, string | Buffer>>,
  options: { readonly encrypted?: boolean } = {},
): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(members)) {
    const data = Buffer.from(content);
    const packed = deflateRawSync(data, { level: 9 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(options.encrypted === true ? 1 : 0, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, rest, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

/** A tar archive in the ustar format. */
function tar(members: Readonly<Record<string, string>>): Buffer {
  const blocks = Object.entries(members).flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${Buffer.byteLength(content).toString(8).padStart(11, '0')} `, 124);
    header.write('0', 156);
    header.write('ustar\x0000', 257, 'latin1');
    const padding = Buffer.alloc((512 - (Buffer.byteLength(content) % 512)) % 512);
    return [header, Buffer.from(content), padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const LINES = '{"a":1}\n{"a":2}\n';

describe('readPaths', () => {
  it('walks folders by name, and reports what it does not read', async () => {
    const root = join(folder, 'walk');
    await mkdir(join(root, 'b'), { recursive: true });
    await writeFile(join(root, 'b', 'x.json'), LINES);
    await writeFile(join(root, 'a.json'), LINES);
    await writeFile(join(root, 'empty.log'), '');
    await symlink(root, join(root, 'loop'));
    const { results } = await read([root, join(root, 'missing')]);
    expect(
      results.map(({ path, format, error, events }) => [path.slice(root.length), format, error, events]),
    ).toEqual([
      ['/a.json', 'json', null, 2],
      ['/b/x.json', 'json', null, 2],
      ['/empty.log', 'empty', null, 0],
      ['/loop', 'none', 'a symbolic link within a folder: not read', 0],
      ['/missing', 'none', 'no such file or folder', 0],
    ]);
  });

  it.each([
    ['gzip', gzipSync(LINES), [null]],
    ['gzip, two members on end', Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"a":2}\n')]), [null]],
    ['zip', zip({ 'x/': '', 'x/a.json': LINES }), ['x/a.json']],
    ['zip within zip', zip({ 'inner.zip': zip({ 'a.json': LINES }) }), ['inner.zip/a.json']],
    ['gzip within zip', zip({ 'a.json.gz': gzipSync(LINES) }), ['a.json.gz']],
    ['tar', tar({ 'd/a.json': LINES }), ['d/a.json']],
    ['gzipped tar', gzipSync(tar({ 'a.json': LINES })), ['a.json']],
    [
      'zip with bytes after its end',
      Buffer.concat([zip({ 'a.json': LINES }), Buffer.from('junk')]),
      ['a.json'],
    ],
  ])('reads %s', async (name, bytes, members) => {
    const { events, results } = await readBytes(name, bytes);
    expect(results.map(({ member, error }) => [member, error])).toEqual(
      members.map((member) => [member, null]),
    );
    expect(events.map(({ record, event }) => [record, event.fields])).toEqual([
      [1, { a: 1 }],
      [2, { a: 2 }],
    ]);
  });

  it('tells of the bytes of a ZIP as it reads them', async () => {
    const bytes = zip({ 'a.json': LINES, 'b.json': LINES.repeat(1000) });
    const path = join(folder, 'progress.zip');
    await writeFile(path, bytes);
    let told = 0;
    const onBytes = (count: number) => {
      told += count;
    };
    for await (const _step of readPaths([path], { receivedMs: 1, ids: { next: () => '' }, onBytes }));
    expect(told).toBeGreaterThanOrEqual(bytes.length);
  });

  it('reads a ZIP whose comment was cut off', async () => {
    const bytes = zip({ 'a.json': LINES });
    bytes.writeUInt16LE(3, bytes.length - 2);
    expect((await readBytes('cut-comment.zip', bytes)).events).toHaveLength(2);
  });

  it.each([
    ['a JSON list', JSON.stringify([{ a: 1 }, { a: 2 }])],
    ['JSON over several lines', `${JSON.stringify({ a: 1 }, null, 2)}\n${JSON.stringify({ a: 2 }, null, 2)}`],
    ['a byte order mark', `\ufeff${LINES}`],
    ['UTF-16', Buffer.from(`\ufeff${LINES}`, 'utf16le')],
  ])('reads %s', async (name, bytes) => {
    const { events } = await readBytes(name, bytes);
    expect(events.map(({ event }) => event.fields)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('reads a CloudTrail file record by record', async () => {
    const call = { eventSource: 's3', eventName: 'x', eventTime: '2026-11-23T10:00:00Z' };
    const { events, results } = await readBytes(
      'trail.json.gz',
      gzipSync(JSON.stringify({ Records: [call, call] })),
    );
    expect(events.map(({ record, event }) => [record, event.format])).toEqual([
      [1, 'cloudtrail'],
      [2, 'cloudtrail'],
    ]);
    expect(results[0]).toMatchObject({ error: null, parsed: 2, unparsed: 0 });
  });

  it('says of a file without a known format that it was read as text, and names binary files', async () => {
    const text = await readBytes('notes.yaml', 'title: a\n- b\n');
    expect([text.results[0]?.format, text.events.length]).toEqual(['text', 2]);
    const noise = await readBytes(
      'noise',
      Buffer.from(Array.from({ length: 900 }, (_, at) => (at * 7) % 256)),
    );
    expect(noise.results[0]).toMatchObject({ format: 'binary', error: 'binary, no text' });
  });
});

describe('Windows event logs', () => {
  const entry = (value: string, further: readonly { name: string; children: string[] }[] = []) => ({
    root: {
      name: 'Event',
      children: [
        {
          name: 'System',
          children: [
            { name: 'EventID', children: ['4688'] },
            { name: 'Channel', children: ['Security'] },
            ...further,
          ],
        },
        { name: 'EventData', children: [{ name: 'CommandLine', children: [{ slot: 0 }] }] },
      ],
    },
    values: [text(value)],
  });

  it('are read by their first bytes', async () => {
    const file = buildFile([buildChunk([entry('one'), entry('two')])]);
    const { events, results } = await readBytes('anything', file);
    expect(events.map(({ record, event }) => [record, event.format, event.fields.CommandLine])).toEqual([
      [1, 'windows', 'one'],
      [2, 'windows', 'two'],
    ]);
    expect(results[0]).toMatchObject({ format: 'evtx', error: null, parsed: 2, unparsed: 0 });
  });

  it('number their events as Windows does, by EventRecordID', async () => {
    const numbered = (value: string, id: string) => entry(value, [{ name: 'EventRecordID', children: [id] }]);
    const file = buildFile([buildChunk([numbered('one', '4711'), numbered('two', '12'), entry('three')])]);
    const { events } = await readBytes('export.evtx', file);
    expect(events.map(({ record }) => record)).toEqual([4711, 12, 3]);
  });

  it('that are damaged give what can be read, and the first problem', async () => {
    const file = buildFile([buildChunk([entry('one'), entry('two')])]).subarray(0, 5100);
    const { events, results } = await readBytes('Security.evtx', file);
    expect(events.map(({ event }) => event.fields.CommandLine)).toEqual(['one']);
    expect(results[0]?.error).toBe(
      'A chunk ends after 1004 of its bytes at byte 5100. Copy the whole file; the records before its end were read.',
    );
  });
});

describe('damage and malice', () => {
  it('keeps what came before damage in gzip', async () => {
    const whole = gzipSync(LINES.repeat(5_000), { level: 0 });
    const { events, results } = await readBytes('cut.gz', whole.subarray(0, 40_000));
    expect(events.length).toBeGreaterThan(4_500);
    expect(results).toHaveLength(1);
    expect(results[0]?.error).toBe('unexpected end of file');
    const flipped = Buffer.from(gzipSync(LINES.repeat(5_000)));
    flipped.fill(0xff, flipped.length - 8);
    expect((await readBytes('crc.gz', flipped)).results[0]?.error).toBe('incorrect data check');
  });

  it('stops a bomb in proportion to its size, and says so', async () => {
    const limits = { ratioLimit: 50, ratioFreeBytes: 100_000 };
    const zeros = Buffer.alloc(20_000_000, 0x20);
    for (const [name, bytes] of [
      ['bomb.gz', gzipSync(zeros)],
      ['bomb.zip', zip({ a: zeros, b: LINES })],
      ['bomb-in-zip.zip', zip({ 'a.gz': gzipSync(zeros) })],
    ] as const) {
      const { results } = await readBytes(name, bytes, limits);
      expect(results.at(-1)?.error).toMatch(/it looks like a zip bomb$/);
    }
  });

  it('bounds nesting, members and ZIPs in memory', async () => {
    const deep = gzipSync(gzipSync(gzipSync(LINES)));
    expect((await readBytes('deep.gz', deep, { nestingLimit: 1 })).results[0]?.error).toMatch(
      /more than 1 deep/,
    );
    const many = zip({ a: LINES, b: LINES, c: LINES });
    expect((await readBytes('many.zip', many, { memberLimit: 2 })).results.map(({ error }) => error)).toEqual(
      [null, null, 'stopped after 2 members'],
    );
    const nested = zip({ 'x.zip': zip({ a: LINES }), b: LINES });
    expect(
      (await readBytes('large.zip', nested, { nestedZipLimitBytes: 10 })).results.map(({ error }) => error),
    ).toEqual(['not read: a ZIP within an archive over 10 bytes', null]);
  });

  it('goes on after a damaged or encrypted member', async () => {
    const bytes = zip({ 'a.json': LINES.repeat(50), 'b.json': LINES });
    bytes.fill(0xff, 37, 44);
    const { results } = await readBytes('damaged.zip', bytes);
    expect(results.map(({ member, events }) => [member, events])).toEqual([
      ['a.json', expect.any(Number)],
      ['b.json', 2],
    ]);
    expect(results[0]?.error).not.toBeNull();
    const secret = await readBytes('secret.zip', zip({ 'a.json': LINES }, { encrypted: true }));
    expect(secret.results[0]).toMatchObject({ member: 'a.json', error: expect.stringMatching(/^encrypted/) });
    const cut = await readBytes('cut.zip', zip({ 'a.json': LINES }).subarray(0, 60));
    expect(cut.results[0]?.error).toMatch(/^damaged ZIP: its directory is missing/);
  });

  it('names a member whose bytes do not add up to their checksum, after its events', async () => {
    const bytes = zip({ 'a.json': LINES, 'b.json': LINES });
    const sumAt = bytes.indexOf('PK\x01\x02', 0, 'latin1') + 16;
    bytes.writeUInt32LE(bytes.readUInt32LE(sumAt) ^ 1, sumAt);
    const { results } = await readBytes('sum.zip', bytes);
    expect(results.map(({ member, events, error }) => [member, events, error])).toEqual([
      ['a.json', 2, 'damaged: the bytes do not add up to the checksum of the archive'],
      ['b.json', 2, null],
    ]);
  });

  it('reads tar as far as it goes', async () => {
    const bytes = tar({ 'a.json': LINES, 'b.json': LINES.repeat(100) });
    const { results } = await readBytes('cut.tar', bytes.subarray(0, 1_800));
    expect(results.map(({ member, error }) => [member, error])).toEqual([
      ['a.json', null],
      ['b.json', 'damaged tar: it ends within a member'],
    ]);
  });

  it('tells damage after the last member of a tar', async () => {
    const { results } = await readBytes('cut-end.tar.gz', gzipSync(tar({ 'a.json': LINES })).subarray(0, -3));
    expect(results.map(({ member, events, error }) => [member, events, error])).toEqual([
      ['a.json', 2, null],
      [null, 0, 'every member was read, but after them: unexpected end of file'],
    ]);
  });

  it('survives lines of 10 MB, deep JSON and bytes that are no UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"a":1}\n'),
      Buffer.alloc(10_485_760, 0x78),
      Buffer.from(`\n${'['.repeat(100_000)}\n`),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from('{"a":2}\n'),
    ]);
    const { events, results } = await readBytes('hostile.json', bytes);
    expect(events.map(({ record, event }) => [record, event.format])).toEqual([
      [1, 'json'],
      [2, 'unparsed'],
      [3, 'unparsed'],
      [4, 'unparsed'],
      [5, 'json'],
    ]);
    expect(results[0]).toMatchObject({ error: null, parsed: 2, unparsed: 3, tooLong: 1 });
  });
});

const CORPORA = resolve(import.meta.dirname, '../../../../shared/corpora');

describe.skipIf(!existsSync(CORPORA))('recorded logs of others', () => {
  it('reads every Zeek log whole', async () => {
    const { events, results } = await read([join(CORPORA, 'zeek')]);
    const logs = results.filter(({ path }) => path.endsWith('.json.gz'));
    expect(logs).toHaveLength(32);
    expect(logs.filter(({ error, unparsed }) => error !== null || unparsed > 0)).toEqual([]);
    expect(logs.every(({ format }) => format === 'json')).toBe(true);
    expect(events.filter(({ event }) => event.format.startsWith('zeek-')).length).toBe(158_439);
  });
});
