import { execFileSync } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord } from '@dejfa/seclang';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditLogOptions, AuditLogWriter } from './index.ts';

let folder: string;
let path: string;
let warnings: string[];
let log: AuditLogWriter;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dejfa-audit-'));
  path = join(folder, 'log/audit.json');
  warnings = [];
});

afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

async function opened(options: Partial<AuditLogOptions> = {}): Promise<AuditLogWriter> {
  log = new AuditLogWriter({ warn: (text) => warnings.push(text), gatherMs: 1, retryMs: 5, ...options });
  await log.open(path);
  return log;
}

function recordOf(uniqueId: string, more: Partial<AuditRecord['transaction']['request']> = {}): AuditRecord {
  return {
    transaction: {
      client_ip: '203.0.113.9',
      time_stamp: 'Mon Nov 23 14:44:26 2026',
      server_id: 'portal',
      client_port: 1,
      host_ip: '192.0.2.1',
      host_port: 80,
      unique_id: uniqueId,
      is_interrupted: false,
      request: { method: 'GET', http_version: 1.1, uri: '/', ...more },
      response: { http_code: 200 },
    },
  };
}

async function idsIn(file: string): Promise<readonly string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as AuditRecord).transaction.unique_id);
}

describe('the audit log', () => {
  it('is one line of JSON a record, in a file for its owner alone, in a folder that is made', async () => {
    await opened();
    for (const id of ['a', 'b', 'c']) log.append(recordOf(id));
    await expect.poll(() => idsIn(path)).toEqual(['a', 'b', 'c']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(log.status()).toEqual({ path, state: 'writing', queuedRecords: 0, lostRecords: 0, detail: null });
    expect(warnings).toEqual([]);
  });

  it('goes on where it ended, after a line that a crash cut off, and leaves the mode that somebody gave it', async () => {
    await mkdir(join(folder, 'log'));
    await writeFile(path, `${JSON.stringify(recordOf('old'))}\n{"transac`);
    await chmod(path, 0o640);
    await opened();
    log.append(recordOf('new'));
    await log.close();
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect(lines.slice(1)).toEqual(['{"transac', JSON.stringify(recordOf('new')), '']);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  it('begins a new file after a rename, also without being told', async () => {
    await opened();
    log.append(recordOf('before'));
    await expect.poll(() => idsIn(path)).toEqual(['before']);
    await rename(path, `${path}.1`);
    log.append(recordOf('after'));
    await expect.poll(() => idsIn(path).catch(() => [])).toEqual(['after']);
    await rename(path, `${path}.2`);
    await log.open(path);
    expect(await idsIn(path)).toEqual([]);
    expect(await idsIn(`${path}.1`)).toEqual(['before']);
  });

  it('writes what waits when it ends', async () => {
    await opened({ gatherMs: 60_000 });
    log.append(recordOf('last'));
    await log.close();
    expect(await idsIn(path)).toEqual(['last']);
    expect(log.status()).toBeNull();
    log.append(recordOf('too late'));
  });

  it('holds back no line and mixes none, whatever bytes a request has', async () => {
    await opened();
    const sent: AuditRecord[] = [];
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\n',
        '\r\n{"transaction":{}}\n',
        '\0',
        '\u2028',
        '\ud800',
        '\u001b[2J',
        '"\\',
        '__proto__',
      ),
    );
    fc.assert(
      fc.property(text, text, text, (uri, body, name) => {
        const record = recordOf(String(sent.length), {
          uri,
          body,
          headers: Object.fromEntries([[name, body]]),
        });
        sent.push(record);
        log.append(record);
      }),
      { numRuns: 300 },
    );
    await log.close();
    const bytes = await readFile(path);
    const lines = bytes.toString('latin1').split('\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(sent.length);
    expect(lines.every((line) => !/[\x00-\x1f]/.test(line))).toBe(true);
    const read = bytes.toString('utf8').trimEnd().split('\n');
    expect(read.map((line) => JSON.parse(line))).toEqual(sent.map((one) => JSON.parse(JSON.stringify(one))));
  });

  it.each<[what: string, make: () => Promise<unknown>, said: RegExp]>([
    ['a symbolic link', () => symlink(join(folder, 'elsewhere'), path), /ELOOP/],
    ['a folder', () => mkdir(path), /EISDIR/],
    ['a pipe', async () => execFileSync('mkfifo', [path]), /it is no file/],
  ])('is not written through %s; that is said, and it is tried again', async (_, make, said) => {
    await mkdir(join(folder, 'log'));
    await make();
    await opened();
    expect(log.status()).toMatchObject({ state: 'retrying', detail: expect.stringMatching(said) });
    expect(warnings).toEqual([
      expect.stringMatching(/cannot be written: .*Requests go on; it is tried again$/),
    ]);
    log.append(recordOf('a'));
    await rm(path, { recursive: true });
    await expect.poll(() => idsIn(path).catch(() => [])).toEqual(['a']);
    await expect(stat(join(folder, 'elsewhere'))).rejects.toThrow('ENOENT');
    expect(warnings.slice(1)).toEqual([`the audit log ${path} is written again; nothing is missing`]);
  });

  it('gives up and counts what cannot be written before the end, and says so', async () => {
    await mkdir(path, { recursive: true });
    await opened({ queueBytes: 3 * Buffer.byteLength(`${JSON.stringify(recordOf('0'))}\n`) });
    for (let id = 0; id < 5; id += 1) log.append(recordOf(String(id)));
    expect(log.status()).toMatchObject({ queuedRecords: 3, lostRecords: 2 });
    await log.close();
    expect(warnings).toEqual([
      expect.stringContaining('cannot be written'),
      expect.stringMatching(/^records of the audit log \S+ are given up: EISDIR/),
      `3 records of the audit log ${path} could not be written and are lost`,
    ]);
  });
});

describe.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
  'a full disk (needs root to mount a small one)',
  () => {
    it('loses nothing that has room to wait, counts the rest, and leaves no half line', async () => {
      const disk = join(folder, 'log');
      await mkdir(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
      try {
        const body = 'x'.repeat(3_000);
        const lineBytes = Buffer.byteLength(`${JSON.stringify(recordOf('00', { body }))}\n`);
        await opened({ queueBytes: 30 * lineBytes });
        for (let id = 10; id < 15; id += 1) log.append(recordOf(String(id), { body }));
        await expect.poll(() => idsIn(path)).toHaveLength(5);
        const { bavail, bsize } = await statfs(disk);
        // Room for a line and a half, so that one is cut in the middle.
        await writeFile(join(disk, 'filler'), Buffer.alloc(Math.max(0, (bavail - 1) * bsize)));
        for (let id = 15; id < 50; id += 1) log.append(recordOf(String(id), { body }));
        await expect.poll(() => log.status()?.detail).toMatch(/ENOSPC/);
        expect(log.status()).toMatchObject({ state: 'retrying', queuedRecords: 30, lostRecords: 5 });
        expect((await readFile(path)).at(-1)).toBe(0x0a);
        await rm(join(disk, 'filler'));
        execFileSync('mount', ['-o', 'remount,size=1m', disk]);
        await expect.poll(() => log.status()?.state).toBe('writing');
        const kept = Array.from({ length: 35 }, (_, at) => String(at + 10));
        expect(await idsIn(path)).toEqual(kept);
        expect(warnings).toEqual([
          expect.stringContaining('are given up'),
          expect.stringContaining('ENOSPC'),
          `the audit log ${path} is written again; 5 records are missing`,
        ]);
        await log.close();
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    });
  },
);
