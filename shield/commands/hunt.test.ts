import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeTarGz } from '../adapters/content/testing/tar-fixture.ts';
import { createSandbox } from './testing/capture.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.remove());

const RULE = `title: Marker in a request
id: 11111111-2222-4333-8444-555555555555
status: test
description: A harmless marker
logsource: { category: webserver }
detection:
  selection: { cs-uri-query|contains: dejfa-marker }
  condition: selection
tags: [attack.t1190]
level: high
`;

const access = (target: string) =>
  `203.0.113.7 - - [23/Nov/2026:10:00:00 +0000] "GET ${target} HTTP/1.1" 200 5 "-" "x"\n`;

beforeAll(() => {
  const content = join(import.meta.dirname, '..', '..', 'content', 'mappings');
  cpSync(content, join(sandbox.cwd, 'content', 'mappings'), { recursive: true });
  mkdirSync(join(sandbox.cwd, 'logs'));
  mkdirSync(join(sandbox.cwd, 'rules'));
  writeFileSync(join(sandbox.cwd, 'rules', 'marker.yml'), RULE);
  writeFileSync(join(sandbox.cwd, 'rules', 'broken.yml'), 'title: broken\ndetection: 1\n');
  writeFileSync(join(sandbox.cwd, 'logs', 'a.log'), `${access('/')}${access('/?q=dejfa-marker')}damaged\n`);
  writeFileSync(join(sandbox.cwd, 'logs', 'b.log.gz'), gzipSync(access('/?dejfa-marker')).subarray(0, -4));
  const alert = {
    timestamp: '2026-11-23T10:00:00.000000+0000',
    event_type: 'alert',
    src_ip: '203.0.113.1',
    alert: { signature_id: 2_000_001, signature: 'Marker', severity: 1 },
  };
  writeFileSync(join(sandbox.cwd, 'logs', 'eve.json'), `${JSON.stringify(alert)}\n`);
});

describe('dejfa hunt', () => {
  it('writes a JSON line for each hit and each problem, and a summary', async () => {
    const { code, out } = await sandbox.run(['hunt', 'logs', '--rules', 'rules', '--json']);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const id = '11111111-2222-4333-8444-555555555555';
    const time = '2026-11-23T10:00:00.000Z';
    const marker = { ruleId: id, title: 'Marker in a request', level: 'high', techniques: ['T1190'], time };
    const matched = [{ field: 'cs-uri-query', value: 'q=dejfa-marker' }];
    expect(code).toBe(1);
    expect(lines).toEqual([
      { ...marker, file: 'logs/a.log', member: null, record: 2, host: null, matched },
      {
        problem: expect.objectContaining({
          file: 'logs/a.log',
          format: 'combined',
          unparsed: 1,
          error: null,
        }),
      },
      {
        ...marker,
        file: 'logs/b.log.gz',
        member: null,
        record: 1,
        host: null,
        matched: [{ field: 'cs-uri-query', value: 'dejfa-marker' }],
      },
      { problem: expect.objectContaining({ file: 'logs/b.log.gz', error: 'unexpected end of file' }) },
      expect.objectContaining({ ruleId: '2000001', title: 'Marker', file: 'logs/eve.json', record: 1 }),
      {
        summary: {
          events: 5,
          unparsed: 1,
          text: 0,
          hits: 3,
          rules: 1,
          rulesRejected: 1,
          files: 3,
          failedFiles: 1,
          seconds: 0,
        },
      },
    ]);
  });

  it('prints a table for people', async () => {
    const { code, out, err } = await sandbox.run(['hunt', 'logs', '--rules', 'rules']);
    expect(code).toBe(1);
    expect(err).toMatch(/rules\/broken\.yml:\d+:\d+: error sigma\./);
    expect(out).toMatch(/^LEVEL +HITS +FILES +RULE +ATT&CK/);
    expect(out).toMatch(/high +2 +2 +Marker in a request +T1190/);
    expect(out).toContain('logs/b.log.gz: unexpected end of file');
    expect(out).toContain('logs/a.log: 1 line not parsed (combined)');
  });

  it('finds nothing above the level asked for', async () => {
    const { code, out } = await sandbox.run([
      'hunt',
      'logs/a.log',
      '--rules',
      'rules',
      '--level',
      'critical',
    ]);
    expect([code, out.split('\n')[0]]).toEqual([0, 'No rule matched.']);
  });

  it.each([
    ['no rules', ['hunt', 'logs'], /there are no Sigma rules to hunt with/],
    ['rules that are not there', ['hunt', 'logs', '--rules', 'nowhere'], /the rules nowhere cannot be read/],
  ])('with %s says what to do', async (_, argv, message) => {
    const { code, err } = await sandbox.run(argv);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('with no rule that can be run says so, and does not look like a clean result', async () => {
    const { code, out, err } = await sandbox.run(['hunt', 'logs', '--rules', 'rules/broken.yml']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('dejfa: no rule is left to hunt with');
  });

  it('goes on when one of the named paths is not there, and ends with 2 when nothing else was found', async () => {
    writeFileSync(join(sandbox.cwd, 'clean.log'), access('/'));
    const argv = ['hunt', 'clean.log', 'nowhere', '--rules', 'rules'];
    const { code, out } = await sandbox.run(argv);
    expect(code).toBe(2);
    expect(out).toContain('nowhere: no such file or folder');
    expect((await sandbox.run(['hunt', 'logs', 'nowhere', '--rules', 'rules'])).code).toBe(1);
  });

  it('says that a folder is empty', async () => {
    mkdirSync(join(sandbox.cwd, 'empty'));
    const { code, out } = await sandbox.run(['hunt', 'empty', '--rules', 'rules/marker.yml']);
    expect(code).toBe(2);
    expect(out).toContain('  empty: there are no files in it\n');
    const both = await sandbox.run(['hunt', 'logs', 'empty', '--rules', 'rules/marker.yml', '--json']);
    expect(both.code).toBe(1);
    expect(both.out).toContain('"file":"empty"');
  });

  it('takes rules out of an archive, and names them within it', async () => {
    const packed = makeTarGz([
      { path: 'pack/marker.yml', text: RULE },
      { path: 'pack/broken.yml', text: 'title: broken\ndetection: 1\n' },
    ]);
    writeFileSync(join(sandbox.cwd, 'rules.tar.gz'), packed);
    const { code, out, err } = await sandbox.run(['hunt', 'logs/a.log', '--rules', 'rules.tar.gz']);
    expect([code, out]).toEqual([1, expect.stringContaining('Marker in a request')]);
    expect(err).toMatch(/^rules\.tar\.gz!broken\.yml:\d+:\d+: error sigma\./m);
    writeFileSync(join(sandbox.cwd, 'cut.tar.gz'), packed.subarray(0, -40));
    const cut = await sandbox.run(['hunt', 'logs/a.log', '--rules', 'cut.tar.gz']);
    expect([cut.code, cut.err]).toEqual([
      2,
      expect.stringContaining('dejfa: cut.tar.gz: the archive is damaged'),
    ]);
  });

  it('counts YAML that is no rule, instead of calling it broken', async () => {
    mkdirSync(join(sandbox.cwd, 'repository'));
    writeFileSync(join(sandbox.cwd, 'repository', 'a.yml'), RULE);
    writeFileSync(join(sandbox.cwd, 'repository', 'ci.yml'), 'on: push\n');
    const { code, err } = await sandbox.run(['hunt', 'logs/a.log', '--rules', 'repository']);
    expect([code, err]).toEqual([1, 'dejfa: repository: 1 YAML file is no rule and not read\n']);
  });

  it('says which exclusions reached no rule', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const argv = ['hunt', 'logs/a.log', '--rules', 'rules/marker.yml', '-x', 'nothing', '-x', id];
    expect((await sandbox.run(argv)).err).toContain('no rule is left to hunt with');
    const { err } = await sandbox.run(argv.slice(0, -2));
    expect(err).toBe('dejfa: --exclude: no rule that is loaded has the id nothing\n');
  });

  it('reads standard input, whatever it is, and pipes', async () => {
    const kept = join(sandbox.cwd, 'kept');
    mkdirSync(kept);
    vi.stubEnv('TMPDIR', kept);
    const argv = ['hunt', '--rules', 'rules', '--json'];
    const summaryOf = (out: string) => JSON.parse(out.trimEnd().split('\n').at(-1) ?? '').summary;
    const text = await sandbox.run([...argv, '-'], { stdin: access('/?q=dejfa-marker') });
    expect([text.code, JSON.parse(text.out.split('\n')[0] ?? '').file]).toEqual([1, '-']);
    const packed = gzipSync(access('/?q=dejfa-marker').repeat(3)).toString('latin1');
    const both = await sandbox.run([...argv, 'logs/a.log', '-'], { stdin: packed });
    expect(summaryOf(both.out)).toMatchObject({ hits: 4, files: 2 });
    const pipe = join(sandbox.cwd, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [piped] = await Promise.all([
      sandbox.run([...argv, 'pipe']),
      writeFile(pipe, access('/?q=dejfa-marker')),
    ]);
    expect([piped.code, summaryOf(piped.out).hits]).toEqual([1, 1]);
    expect(readdirSync(kept)).toEqual([]);
    vi.unstubAllEnvs();
    expect((await sandbox.run([...argv, '-'])).code).toBe(0);
  });

  it('with nothing to read fails', async () => {
    const { code, out } = await sandbox.run(['hunt', 'nowhere', '--rules', 'rules']);
    expect(code).toBe(2);
    expect(out).toContain('nowhere: no such file or folder');
  });
});
