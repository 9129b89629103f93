import { appendFile, copyFile, mkdtemp, rename, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourcePosition } from '../../ports/index.ts';
import { CollectingSink } from '../source/collecting-sink.ts';
import { type TailOptions, TailReader } from './tail-reader.ts';

let folder = '';
let log = '';
let sink = new CollectingSink();
let positions = new Map<string, SourcePosition>();
const open: TailReader[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dejfa-tail-'));
  log = join(folder, 'access.log');
  sink = new CollectingSink();
  positions = new Map();
});

afterEach(async () => {
  for (const reader of open.splice(0)) await reader.stop();
  await rm(folder, { recursive: true });
});

async function follow(options: Partial<TailOptions> = {}): Promise<TailReader> {
  const reader = new TailReader({
    name: 'web',
    service: null,
    format: 'text',
    sink,
    paths: [join(folder, '*.log*')],
    pollMs: 10,
    goneGraceMs: 0,
    positions: {
      positions: () => [...positions.values()],
      savePositions: (saved) => {
        for (const position of saved) positions.set(position.fileId, position);
      },
    },
    ...options,
  });
  open.push(reader);
  await reader.start();
  return reader;
}

async function stop(reader: TailReader): Promise<void> {
  open.splice(open.indexOf(reader), 1);
  await reader.stop();
}

/** Lines of some length, so that files are told apart by their first bytes. */
function lines(name: string, from: number, to: number): string {
  let text = '';
  for (let at = from; at <= to; at += 1) text += `${name} line ${at} ${'.'.repeat(60)}\n`;
  return text;
}

function numbers(): readonly string[] {
  return sink.raws.map((raw) => raw.replace(/ line (\d+).*/, '$1'));
}

function range(name: string, from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${name}${from + index}`);
}

/** Waits until the reader has looked at everything there is, twice. */
async function settled(reader: TailReader, minimum: number): Promise<void> {
  await Promise.race([sink.has(minimum), new Promise((resolve) => setTimeout(resolve, 8_000))]);
  const rounds = 8;
  for (let round = 0; round < rounds; round += 1) await new Promise((resolve) => setTimeout(resolve, 15));
  expect(reader.status().error).toBeNull();
}

describe('TailReader', () => {
  it('reads what is there and what comes, and leaves a line alone until it ends', async () => {
    await writeFile(log, 'one\ntwo\nthr');
    const reader = await follow();
    await settled(reader, 2);
    expect(sink.raws).toEqual(['one', 'two']);
    expect(reader.status()).toMatchObject({ state: 'waiting', read: 2, lagBytes: 3 });
    await appendFile(log, 'ee\nfour\n');
    await sink.has(4);
    expect(sink.raws).toEqual(['one', 'two', 'three', 'four']);
  });

  it('finds files that come later', async () => {
    await follow();
    await writeFile(log, 'one\n');
    await sink.has(1);
    await writeFile(join(folder, 'other.log'), 'two\n');
    await sink.has(2);
    expect(sink.raws).toEqual(['one', 'two']);
  });

  it.each([
    ['a name that the glob has', 'access.log.1'],
    ['a name that it has not', 'access.old'],
  ])('follows rotation by renaming to %s, with lines written after it', async (_, name) => {
    await writeFile(log, lines('a', 1, 3));
    const reader = await follow({ goneGraceMs: 50 });
    await sink.has(3);
    await rename(log, join(folder, name));
    await appendFile(join(folder, name), lines('a', 4, 5));
    await writeFile(log, lines('b', 1, 2));
    await settled(reader, 7);
    expect([...numbers()].sort()).toEqual([...range('a', 1, 5), ...range('b', 1, 2)]);
  });

  it('follows rotation by copying and truncating, without reading the copy again', async () => {
    await writeFile(log, lines('a', 1, 9));
    const reader = await follow();
    await sink.has(9);
    await copyFile(log, join(folder, 'access.log.1'));
    await truncate(log, 0);
    await appendFile(log, lines('b', 1, 2));
    await settled(reader, 11);
    expect(numbers()).toEqual([...range('a', 1, 9), ...range('b', 1, 2)]);
  });

  it('reads from the copy what was not read before the truncation', async () => {
    await writeFile(log, lines('a', 1, 5));
    const reader = await follow();
    await sink.has(5);
    await stop(reader);
    await appendFile(log, lines('a', 6, 8));
    await copyFile(log, join(folder, 'access.log.1'));
    await truncate(log, 0);
    await appendFile(log, lines('b', 1, 1));
    await settled(await follow(), 9);
    expect([...numbers()].sort()).toEqual([...range('a', 1, 8), ...range('b', 1, 1)]);
  });

  it('starts over when a file is truncated and written anew, longer than before', async () => {
    await writeFile(log, 'short\n');
    const reader = await follow();
    await sink.has(1);
    await writeFile(log, lines('b', 1, 4));
    await settled(reader, 5);
    expect(numbers()).toEqual(['short', ...range('b', 1, 4)]);
  });

  it('reads a deleted file to its end, its last line without an end included', async () => {
    await writeFile(log, 'one\ntw');
    const reader = await follow();
    await sink.has(1);
    await unlink(log);
    await settled(reader, 2);
    expect(sink.raws).toEqual(['one', 'tw']);
  });

  it('goes on after a restart where it was, through a rotation meanwhile', async () => {
    await writeFile(log, lines('a', 1, 3));
    const reader = await follow();
    await sink.has(3);
    await stop(reader);
    await appendFile(log, lines('a', 4, 5));
    await rename(log, join(folder, 'access.log.1'));
    await writeFile(log, lines('b', 1, 2));
    await settled(await follow(), 7);
    expect([...numbers()].sort()).toEqual([...range('a', 1, 5), ...range('b', 1, 2)]);
  });

  it('goes on in the packed file when rotation packed what it was reading', async () => {
    await writeFile(log, lines('a', 1, 3));
    const reader = await follow();
    await sink.has(3);
    await stop(reader);
    await writeFile(join(folder, 'access.log.1.gz'), gzipSync(lines('a', 1, 5)));
    await writeFile(join(folder, 'new'), lines('b', 1, 1));
    await rename(join(folder, 'new'), log);
    await settled(await follow(), 6);
    expect([...numbers()].sort()).toEqual([...range('a', 1, 5), 'b1']);
  });

  it('reads a gzip file once', async () => {
    await writeFile(join(folder, 'old.log.gz'), gzipSync('one\ntwo'));
    const reader = await follow();
    await settled(reader, 2);
    await stop(reader);
    await settled(await follow(), 2);
    expect(sink.raws).toEqual(['one', 'two']);
  });

  it('reads broken gzip as far as it goes and says so', async () => {
    const packed = gzipSync(lines('a', 1, 2_000), { level: 0 });
    await writeFile(join(folder, 'old.log.gz'), packed.subarray(0, packed.length - 9));
    const reader = await follow();
    await sink.has(1_999);
    await expect.poll(() => reader.status().error).toMatch(/old\.log\.gz: unexpected end of file/);
  });

  it('remembers its place only after the events are kept', async () => {
    await writeFile(log, 'one\n');
    let fails = 2;
    sink.before = async () => {
      expect(positions.size).toBe(0);
      fails -= 1;
      if (fails >= 0) throw new Error('disk full');
    };
    const reader = await follow();
    await expect
      .poll(() => reader.status().error)
      .toBe('1 events wait because they cannot be kept: disk full');
    await sink.has(1);
    await expect.poll(() => [...positions.values()].map(({ offsetBytes }) => offsetBytes)).toEqual([4]);
    expect(reader.status().error).toBeNull();
  });

  it('reads again after a restart what could not be kept before', async () => {
    await writeFile(log, 'one\n');
    sink.before = async () => {
      throw new Error('no');
    };
    const reader = await follow();
    await expect.poll(() => reader.status().error).not.toBeNull();
    await stop(reader);
    expect(positions.size).toBe(0);
    sink.before = async () => undefined;
    await follow();
    await sink.has(1);
    expect(sink.raws).toEqual(['one']);
  });

  it('waits for a slow receiver: one delivery at a time', async () => {
    await writeFile(log, lines('a', 1, 20_000));
    let atOnce = 0;
    sink.before = async () => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      atOnce -= 1;
    };
    await follow();
    await sink.has(20_000);
    expect(sink.events).toHaveLength(20_000);
  });

  it('survives a line of 10 MB and bytes that are no UTF-8', async () => {
    await writeFile(
      log,
      Buffer.concat([Buffer.alloc(10_485_760, 0x78), Buffer.from([10, 0xff, 0xfe, 0, 10])]),
    );
    const reader = await follow();
    await sink.has(2);
    expect(sink.events.map(({ format }) => format)).toEqual(['unparsed', 'text']);
    expect(sink.raws.map((raw) => raw.length)).toEqual([8_192, 3]);
    expect(reader.status()).toMatchObject({ tooLong: 1, unparsed: 1 });
  });

  it('reads headers again when it goes on in the middle of a file', async () => {
    const header =
      '#Software: Microsoft Internet Information Services 10.0\n#Fields: date time cs-uri-stem\n';
    await writeFile(log, `${header}2026-11-23 10:00:00 /a\n`);
    const reader = await follow({ format: 'auto' });
    await sink.has(1);
    await stop(reader);
    await appendFile(log, '2026-11-23 10:00:01 /b\n');
    await follow({ format: 'auto' });
    await sink.has(2);
    expect(sink.events.map(({ fields }) => fields['cs-uri-stem'])).toEqual(['/a', '/b']);
  });

  it('loses nothing and doubles nothing while files are rotated under a writer', async () => {
    const reader = await follow({ goneGraceMs: 200 });
    let written = 0;
    for (let turn = 0; turn < 12; turn += 1) {
      for (let burst = 0; burst < 5; burst += 1) {
        await appendFile(log, lines('r', written + 1, written + 20));
        written += 20;
      }
      await rename(log, join(folder, `access.log.${turn}`));
    }
    await settled(reader, written);
    expect(new Set(numbers()).size).toBe(written);
    expect(sink.events).toHaveLength(written);
  });
});

it('says that no file has its name, until one has; a folder is none', async () => {
  const reader = await follow({ paths: [folder, log] });
  await expect
    .poll(() => reader.status().error)
    .toBe(`no file matches ${folder}, ${log} (the files in a folder are FOLDER/*)`);
  await writeFile(log, '');
  await expect.poll(() => reader.status().error).toBeNull();
});

describe('TailReader, of records that are joined into one event', () => {
  const audit = (serial: number, ...records: readonly string[]) =>
    records.map((one) => `type=${one.replace(' ', ` msg=audit(1604996384.965:${serial}): `)}\n`).join('');
  const begun = (serial: number) =>
    audit(
      serial,
      'SYSCALL arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=2 uid=0 comm="id" exe="/usr/bin/id"',
      `EXECVE argc=2 a0="id" a1="${serial}"`,
    );
  const commands = () => sink.events.flatMap(({ fields }) => fields.CommandLine ?? []);

  it('tells the last one of a quiet log, once', async () => {
    await writeFile(log, begun(7));
    const reader = await follow({ format: 'auditd', quietMs: 0 });
    await settled(reader, 3);
    await settled(reader, 3);
    expect(commands()).toEqual(['id 7']);
    await appendFile(log, begun(8));
    await settled(reader, 6);
    await settled(reader, 6);
    expect(commands()).toEqual(['id 7', 'id 8']);
  });

  it('tells what is open when it stops, and does not tell it again', async () => {
    await writeFile(log, begun(7));
    const first = await follow({ format: 'auditd' });
    await settled(first, 2);
    expect(commands()).toEqual([]);
    await stop(first);
    expect(commands()).toEqual(['id 7']);
    await appendFile(log, `${audit(7, 'CWD cwd="/"', 'PROCTITLE proctitle="id"')}${begun(8)}`);
    const second = await follow({ format: 'auditd', quietMs: 0 });
    await settled(second, 8);
    await settled(second, 8);
    expect(commands()).toEqual(['id 7', 'id 8']);
  });

  it('tells what was open when the file was truncated, or is gone', async () => {
    await writeFile(log, begun(7));
    const reader = await follow({ format: 'auditd' });
    await settled(reader, 2);
    await writeFile(log, '');
    await settled(reader, 3);
    expect(commands()).toEqual(['id 7']);
    await appendFile(log, begun(8));
    await settled(reader, 5);
    await unlink(log);
    await settled(reader, 6);
    expect(commands()).toEqual(['id 7', 'id 8']);
  });
});
