import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from './testing/capture.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.remove());

/** Escape sequences, markup, marks that turn the writing, and a formula. */
const HOSTILE = '\u001b[2J</td><script>alert(1)</script>\u202e"\'`&';

const rule = (id: string, title: string, level: string, marker: string) => `title: ${JSON.stringify(title)}
id: ${id}
status: test
description: ${JSON.stringify(`About ${HOSTILE}`)}
logsource: { product: windows, category: process_creation }
detection:
  selection: { CommandLine|contains: ${marker} }
  condition: selection
falsepositives: [${JSON.stringify(HOSTILE)}]
tags: [attack.execution, attack.t1059.001, attack.t1204]
level: ${level}
`;

const FIRST = '11111111-2222-4333-8444-555555555555';
const SECOND = '21111111-2222-4333-8444-555555555555';

const event = (minute: number, change: object) =>
  `${JSON.stringify({
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 1,
    Computer: `pc${HOSTILE}`,
    UtcTime: `2026-11-23 10:${String(minute).padStart(2, '0')}:00.000`,
    '@timestamp': `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`,
    CommandLine: '=cmd one',
    ...change,
  })}\n`;

beforeAll(() => {
  const content = join(import.meta.dirname, '..', '..', 'content');
  for (const name of ['mappings', 'attack'])
    cpSync(join(content, name), join(sandbox.cwd, 'content', name), { recursive: true });
  mkdirSync(join(sandbox.cwd, 'logs'));
  mkdirSync(join(sandbox.cwd, 'rules'));
  const write = (name: string, data: string | Buffer) => writeFileSync(join(sandbox.cwd, name), data);
  write('rules/a.yml', rule(FIRST, `=HYPERLINK("x") ${HOSTILE}`, 'high', 'one'));
  write('rules/b.yml', rule(SECOND, 'Second', 'low', 'two'));
  write('logs/=2+5.json', event(0, {}) + event(1, {}) + event(40, { CommandLine: '\t@two one' }));
  write('logs/b.json.gz', gzipSync(event(5, { Computer: null }).repeat(50)).subarray(0, -6));
  write('skip.txt', `# known\n${FIRST.toUpperCase()} # why\n`);
  write('bad.txt', 'a b\n');
});

const hunt = (...argv: readonly string[]) => sandbox.run(['hunt', 'logs', '--rules', 'rules', ...argv]);

describe('output of dejfa hunt, with hostile names', () => {
  it.each([
    ['text', []],
    ['narrow', ['--timeline', '--coverage']],
    ['json', ['--json', '--coverage']],
    ['csv', ['--csv']],
  ])('as %s', async (title, argv) => {
    const columns = title === 'narrow' ? 72 : 140;
    const { code, out, err } = await sandbox.run(['hunt', 'logs', '--rules', 'rules', ...argv], { columns });
    expect([code, err]).toEqual([1, '']);
    expect(out).not.toContain('\u001b');
    if (title !== 'json') expect(out).not.toContain('\u202e');
    await expect(out).toMatchFileSnapshot(`goldens/hunt-${title}.golden.txt`);
  });

  it('as CSV begins no cell with a formula', async () => {
    const { out } = await hunt('--csv');
    expect(out).toContain(`"'=HYPERLINK(""x"")`);
    for (const cell of out.split(/,|\r\n/)) expect(cell).not.toMatch(/^"?[=+@-]/);
  });

  it('as a page that loads nothing and holds no markup out of logs', async () => {
    const { code } = await hunt('--html', 'report.html');
    const page = readFileSync(join(sandbox.cwd, 'report.html'), 'utf8');
    expect(code).toBe(1);
    expect(page).not.toMatch(/<script|<img|<link|<iframe|javascript:|\son\w+=|url\(|@import|[\u001b\u202e]/i);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain("default-src 'none'");
    await expect(page).toMatchFileSnapshot('goldens/hunt-page.golden.html');
  });

  it('says at once that the report cannot be written', async () => {
    const { code, err } = await hunt('--html', 'no/such/folder.html');
    expect([code, err]).toEqual([
      2,
      'dejfa: the report no/such/folder.html cannot be written\n  help: check the folder and your rights to it\n',
    ]);
  });
});

describe('what is left out of a hunt', () => {
  const hits = async (...argv: readonly string[]) => {
    const { out } = await hunt('--json', ...argv);
    return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '').summary.hits;
  };

  it.each([
    [[], 54],
    [['--since', '2026-11-23T10:05'], 52],
    [['--until', '2026-11-23T10:01:00Z'], 1],
    [['--since', '2026-11-23T11:05', '--utc-offset', '+01:00'], 52],
    [['--until', '1h'], 0],
    [['--level', 'high'], 53],
    [['--exclude', SECOND], 53],
    [['--exclude', 'skip.txt'], 1],
    [['--exclude', 'skip.txt', '-x', SECOND], null],
  ])('%j leaves %s hits', async (argv, wanted) => {
    if (wanted === null) expect((await hunt(...argv)).err).toContain('no rule is left to hunt with');
    else expect(await hits(...argv)).toBe(wanted);
  });

  it.each([
    [['--since', 'yesterday'], 'yesterday is no time'],
    [['--since', '2026-13-01'], '2026-13-01 is no time'],
    [['--since', '2026-11-24', '--until', '2026-11-23'], '--since is not before --until'],
    [['--exclude', 'bad.txt'], 'bad.txt:1: "a b" is no rule id'],
    [['--exclude', 'no/file.txt'], 'the exclusions no/file.txt cannot be read'],
    [['--pipeline', 'no.yml'], 'the pipeline no.yml cannot be read'],
    [['--json', '--csv'], '--json and --csv are two outputs'],
    [['--threads', '0'], '0 is no number of threads'],
  ])('%j is refused', async (argv, message) => {
    const { code, out, err } = await hunt(...argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`dejfa: ${message}\n  help: `);
  });
});
