import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from './testing/capture.ts';

const TESTING = join(import.meta.dirname, 'ftw/testing');
const sandbox = createSandbox();
afterAll(() => sandbox.remove());

const at = (name: string) => join(sandbox.cwd, name);
mkdirSync(at('rules'));
mkdirSync(at('tests/deeper'), { recursive: true });
cpSync(join(TESTING, 'tiny.conf'), at('rules/tiny.conf'));
for (const name of ['format-3.yaml', 'format-4.yaml']) cpSync(join(TESTING, name), at(`tests/${name}`));
cpSync(join(TESTING, 'template.yaml'), at('tests/deeper/template.yml'));

interface Line {
  readonly test: string;
  readonly outcome: string;
  readonly expected: string;
  readonly got: string;
}

async function ftw(...more: readonly string[]) {
  const run = await sandbox.run(['waf', 'ftw', '--rules', 'rules', '--tests', 'tests', ...more]);
  return { ...run, out: run.out.replaceAll(sandbox.cwd, 'CWD'), err: run.err.replaceAll(sandbox.cwd, 'CWD') };
}

async function lines(...more: readonly string[]): Promise<readonly Line[]> {
  const { out } = await ftw('--json', ...more);
  return out
    .trim()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

describe.each([
  ['over a socket', []],
  ['in the process', ['--direct']],
])('waf ftw %s', (_, how) => {
  it('runs both formats, and says of each test how it ended', async () => {
    const results = await lines(...how);
    expect(results.length).toBe(32);
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([
      { test: '1000-24', outcome: 'failed', expected: 'only 1002', got: '200 1000 1008 1002 1010' },
    ]);
  });
});

describe('waf ftw', () => {
  it('comes to the same results both ways', async () => {
    expect(await lines()).toEqual(await lines('--direct'));
  });

  it('ends with 1 where a test failed and with 0 where none did, and prints what was expected', async () => {
    const failed = await ftw('--direct');
    expect(failed.code).toBe(1);
    await expect(failed.out).toMatchFileSnapshot('goldens/ftw-failed.golden.txt');
    const passed = await ftw('--direct', '--filter', '^1000-1\\d$', '--json');
    expect(passed.code).toBe(0);
    expect(passed.out.trim().split('\n').at(-1)).toBe('{"summary":{"passed":10,"failed":0,"skipped":0}}');
  });

  it('skips what a file names, with its reason', async () => {
    const skips =
      'skips:\n  - { test: 1000-24, reason: not so }\n  - { pattern: -10, rules: OTHER/1, reason: other }\n';
    writeFileSync(at('skips.yaml'), skips);
    const { code, out } = await ftw('--direct', '--skips', 'skips.yaml', '--json');
    expect(code).toBe(0);
    expect(out).toContain('{"test":"1000-24","outcome":"skipped","expected":"","got":"not so"}');
    expect(out.trim().split('\n').at(-1)).toBe('{"summary":{"passed":31,"failed":0,"skipped":1}}');
  });

  it('counts a file that it cannot read, and a key that it does not know, as failed, with the line', async () => {
    mkdirSync(at('broken'));
    writeFileSync(at('broken/no-yaml.yaml'), 'tests: [\n');
    writeFileSync(
      at('broken/keys.yaml'),
      [
        'meta: { author: x }',
        'rule_id: 7',
        'tests:',
        '  - test_id: 1',
        '    stages:',
        '      - input: { urk: / }',
        '        output: { status: two-hundred, log: { expect_idz: [1] } }',
        '  - test_id: 2',
        '    stages:',
        '      - input: { headers: { Host: localhost } }',
        '        output: { status: 200 }',
        '  - test_id: 3',
        '',
      ].join('\n'),
    );
    const { code, out } = await ftw('--direct', '--tests', 'broken', '--json');
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot('goldens/ftw-broken.golden.txt');
  });

  it('passes over YAML that is no file of tests, and says so', async () => {
    writeFileSync(at('tests/overrides.yaml'), 'version: v1\nmeta: { engine: other }\ntest_overrides: []\n');
    writeFileSync(at('tests/.ftw.yaml'), 'logfile: x\n');
    const { out, err } = await ftw('--direct', '--json');
    expect(err).toBe('CWD/tests/overrides.yaml holds no tests\n');
    expect(out.trim().split('\n').length).toBe(33);
    rmSync(at('tests/overrides.yaml'));
  });

  it.each([
    ['no such tests', ['--tests', 'nowhere']],
    ['no such rules', ['--rules', 'nowhere']],
    ['nothing to run', ['--filter', 'nothing-like-it']],
    ['no expression', ['--filter', '(']],
    ['no such skips', ['--skips', 'nowhere.yaml']],
    ['a skip without a reason', ['--skips', 'no-reason.yaml']],
  ])('refuses %s', async (title, more) => {
    writeFileSync(at('no-reason.yaml'), 'skips:\n  - { test: 1-1 }\n  - { reason: none, urk: 1 }\n');
    const { code, out, err } = await ftw('--direct', ...more);
    expect([code, out]).toEqual([2, '']);
    await expect(err).toMatchFileSnapshot(`goldens/ftw-${title.replaceAll(' ', '-')}.golden.txt`);
  });
});
