import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from './testing/capture.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.remove());

const HOSTILE = '\u001b[2J\u202e<b>';

const RULE = `title: "Marker ${'\\u001b[2J'}"
id: 11111111-2222-4333-8444-555555555555
status: test
description: A harmless marker
logsource: { product: windows, category: process_creation }
detection:
  selection:
    Image|endswith: ['\\marker.exe', '\\other.exe']
    CommandLine|contains|all: [one, two]
  filter:
    - User: SYSTEM
    - commandLine: x
  condition: selection and not filter
level: high
`;

const CORRELATION = `title: base
id: 21111111-2222-4333-8444-555555555555
name: base
logsource: { category: webserver }
detection: { selection: { cs-uri-query|contains: marker }, condition: selection }
level: low
---
title: Many markers
id: 31111111-2222-4333-8444-555555555555
correlation: { type: event_count, rules: [base], group-by: [c-ip], timespan: 5m, condition: { gte: 3 } }
level: high
`;

const FILTER = `title: Known scanner
id: 41111111-2222-4333-8444-555555555555
logsource: { category: webserver }
filter: { rules: [base], known: { c-ip: 192.0.2.9 }, condition: known }
`;

const event = (change: object) => ({
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  EventID: 1,
  Image: 'C:\\a\\marker.exe',
  CommandLine: `one two ${HOSTILE}`,
  Computer: 'pc',
  ...change,
});

const access = (second: number) =>
  `203.0.113.7 - - [23/Nov/2026:10:00:0${second} +0000] "GET /?marker HTTP/1.1" 200 5 "-" "x"\n`;

const doubtful = (id: number, logsource: string, rest: string) =>
  `title: Doubtful\nid: 51111111-2222-4333-8444-00000000000${id}\nstatus: test\nlogsource: { ${logsource} }\n${rest}`;

const DETECTION = 'detection:\n  selection: { a: [x, y] }\n  known: { a: [y, x] }\n';

/** Rules that can be run, and say something else than was meant. */
const DOUBTFUL = {
  misspelt: doubtful(
    1,
    'product: windwos, category: process_creation',
    `${DETECTION}  condition: selection or known\nfalsepositive: x\ntags: [attack.t99]\nlevel: hgih\n`,
  ),
  'never-true': doubtful(
    2,
    'product: windows, service: security',
    `${DETECTION}  condition: selection and not known\nlevel: low\n`,
  ),
  unread: doubtful(
    3,
    'product: python, category: application',
    `${DETECTION}  condition: selection or known\nlevel: low\n`,
  ),
  unknown: doubtful(
    4,
    'product: abacus-of-ours',
    `${DETECTION}  condition: selection or known\nlevel: low\nhomemade: fine\n`,
  ),
};

beforeAll(() => {
  const content = join(import.meta.dirname, '..', '..', 'content', 'mappings');
  cpSync(content, join(sandbox.cwd, 'content', 'mappings'), { recursive: true });
  mkdirSync(join(sandbox.cwd, 'rules'));
  const write = (name: string, text: string) => writeFileSync(join(sandbox.cwd, name), text);
  write('rules/marker.yml', RULE);
  write('many.yml', CORRELATION);
  write('broken.yml', `${RULE.replace('|endswith', '|endwith').replace('not filter', 'not filtr')}`);
  write('warned.yml', RULE.replace('level: high\n', ''));
  mkdirSync(join(sandbox.cwd, 'joined'));
  write('joined/many.yml', CORRELATION);
  write('joined/filter.yml', FILTER);
  mkdirSync(join(sandbox.cwd, 'doubtful'));
  for (const [name, text] of Object.entries(DOUBTFUL)) write(`doubtful/${name}.yml`, text);
  const sources = join(import.meta.dirname, '../../content/mapping-examples/named-by-rules.yaml');
  cpSync(sources, join(sandbox.cwd, 'content/mapping-examples/named-by-rules.yaml'));
  write('event.json', JSON.stringify(event({}), null, 2));
  write(
    'events.jsonl',
    [event({ CommandLine: 'one' }), event({}), event({ User: 'SYSTEM' })]
      .map((e) => `${JSON.stringify(e)}\n`)
      .join(''),
  );
  write('access.log', access(1) + access(2) + access(3));
  write('scanner.log', access(1).replace('203.0.113.7', '192.0.2.9'));
});

const GOLDENS: readonly (readonly [title: string, argv: readonly string[], code: number])[] = [
  ['lint-clean', ['lint', 'rules'], 0],
  ['lint-broken', ['lint', 'broken.yml', 'warned.yml'], 1],
  ['lint-broken-json', ['lint', 'broken.yml', '--json'], 1],
  ['lint-doubtful', ['lint', 'doubtful'], 0],
  ['lint-strict', ['lint', 'warned.yml', '--strict'], 1],
  ['lint-nothing', ['lint', 'content/nowhere'], 2],
  ['test-fires', ['test', 'rules/marker.yml', 'events.jsonl'], 0],
  ['test-json', ['test', 'rules', 'events.jsonl', '--json'], 0],
  ['test-none', ['test', 'rules', 'access.log'], 1],
  ['test-silent', ['test', 'rules', 'access.log', '--silent'], 0],
  ['test-correlation', ['test', 'many.yml', 'access.log'], 0],
  ['test-no-events', ['test', 'rules', 'nowhere.json'], 2],
  ['test-broken', ['test', 'broken.yml', 'event.json'], 2],
  ['explain-fires', ['explain', 'rules/marker.yml', 'event.json'], 0],
  ['explain-part', ['explain', 'rules/marker.yml', 'events.jsonl'], 1],
  ['explain-filtered', ['explain', 'rules/marker.yml', 'events.jsonl', '-n', '3'], 1],
  ['explain-other-source', ['explain', 'rules/marker.yml', 'access.log'], 1],
  ['explain-as-source', ['explain', 'rules/marker.yml', 'access.log', '--as-source'], 1],
  ['explain-correlation', ['explain', 'joined', 'access.log', '-n', '2'], 0],
  ['explain-filter', ['explain', 'joined', 'scanner.log'], 1],
  ['explain-correlation-json', ['explain', 'many.yml', 'access.log', '--json'], 0],
  ['explain-no-record', ['explain', 'rules/marker.yml', 'event.json', '-n', '9'], 2],
  ['explain-json', ['explain', 'rules/marker.yml', 'event.json', '--json'], 0],
];

describe('dejfa rules', () => {
  it.each(GOLDENS)('%s', async (title, argv, wanted) => {
    const { code, out, err } = await sandbox.run(['rules', ...argv]);
    expect(out + err).not.toMatch(title.endsWith('json') ? /\u001b/ : /[\u001b\u202e]/);
    await expect(`${out}${err === '' ? '' : `--- stderr\n${err}`}`).toMatchFileSnapshot(
      `goldens/rules-${title}.golden.txt`,
    );
    expect(code).toBe(wanted);
  });

  it('takes an event from standard input, JSON over several lines included', async () => {
    const stdin = readFileSync(join(sandbox.cwd, 'event.json'), 'latin1');
    expect((await sandbox.run(['rules', 'explain', 'rules', '-'], { stdin })).code).toBe(0);
    expect((await sandbox.run(['rules', 'test', 'rules', '-'], { stdin })).code).toBe(0);
  });

  it('writes a new rule that has no faults, whatever its title', async () => {
    const argv = ['rules', 'new', '-t', `a "title": ${HOSTILE} #x`, '--product', 'linux', '-o', 'new.yml'];
    expect((await sandbox.run(argv)).code).toBe(0);
    expect(await sandbox.run(['rules', 'lint', '--strict', 'new.yml'])).toMatchObject({ code: 0 });
    expect(await sandbox.run(argv)).toMatchObject({ code: 2, out: '' });
    const { out } = await sandbox.run(['rules', 'new']);
    const id = /^id: (.+)$/m.exec(out)?.[1] ?? '';
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(out).not.toContain('title: null');
  });
});
