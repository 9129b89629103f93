import { afterAll, describe, expect, it } from 'vitest';
import { COMMAND_LINE } from './command-table.ts';
import { type CommandDefinition, isGroup } from './definition.ts';
import { captureOutput, createSandbox } from './testing/capture.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.remove());

const commands = COMMAND_LINE.entries.flatMap((entry): readonly [string, CommandDefinition][] =>
  isGroup(entry)
    ? entry.commands.map((command) => [`${entry.name} ${command.name}`, command])
    : [[entry.name, entry]],
);

describe('help', () => {
  it('of dejfa names every command', async () => {
    const { code, out, err } = await sandbox.run(['--help']);
    expect([code, err]).toEqual([0, '']);
    for (const entry of COMMAND_LINE.entries) expect(out).toContain(`  ${entry.name} `);
  });

  it.each(commands)('of %s has an example, its exit codes and every option', async (name, command) => {
    const { code, out } = await sandbox.run([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const { command: line } of command.examples) {
      expect(line.startsWith(`dejfa ${name}`)).toBe(true);
      expect(out).toContain(`  ${line}`);
    }
    for (const { flags } of command.options ?? []) expect(out).toContain(flags);
    expect(out).toContain('Exit codes:');
  });

  it.each(commands.filter(([name]) => name !== 'guard' && name !== 'hunt'))(
    'of %s reads as it did',
    async (name) => {
      const { out } = await sandbox.run([...name.split(' '), '--help']);
      await expect(out).toMatchFileSnapshot(`goldens/help-${name.replace(' ', '-')}.golden.txt`);
    },
  );

  it.each(commands.filter(([name]) => name !== 'completion'))('%s knows --json', (_, command) => {
    expect(command.options?.some(({ flags }) => flags.includes('--json'))).toBe(true);
  });
});

describe('mistakes on the command line', () => {
  it.each([
    ['an unknown command', ['hund']],
    ['an unknown command of a group', ['config', 'chek']],
    ['an unknown option', ['config', 'check', '--jsn']],
    ['a missing argument', ['content', 'add']],
    ['a missing option', ['decisions', 'add', '203.0.113.9']],
    ['a wrong choice', ['waf', 'check', '--url', '/', '--paranoia', '9']],
    ['too many arguments', ['config', 'check', 'a', 'b']],
    ['a shell without completion', ['completion', 'tcsh']],
    ['no configuration', ['config', 'check', 'nowhere.yaml']],
    ['control characters', ['config', 'check', 'a\u001b[2Jb']],
    ['no request', ['waf', 'check']],
    ['two requests', ['waf', 'check', 'a.txt', '--url', '/']],
    ['no such pack', ['content', 'remove', 'nope']],
    ['no such folder', ['content', 'add', 'nowhere']],
    ['a hash for all packs', ['content', 'pull', '--sha256', 'aa']],
    ['a source that is none', ['decisions', 'add', 'example.org', '-r', 'x']],
    ['a range too wide', ['decisions', 'add', '10.0.0.0/8', '-r', 'x']],
    ['a duration that is none', ['decisions', 'add', '203.0.113.9', '-r', 'x', '-e', 'forever']],
    ['an unknown service', ['decisions', 'add', '203.0.113.9', '-r', 'x', '-s', 'portal']],
    ['no reason', ['decisions', 'add', '203.0.113.9', '-r', ' ']],
    ['no such decision', ['decisions', 'remove', '203.0.113.9']],
  ])('%s', async (title, argv) => {
    const { code, out, err } = await sandbox.run(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toMatch(/\u001b|\n\s+at /);
    const text = err.replaceAll(sandbox.cwd, 'CWD');
    await expect(text).toMatchFileSnapshot(`goldens/mistake-${title.replaceAll(' ', '-')}.golden.txt`);
  });
});

it('tells an error of the program from a mistake of the user', async () => {
  const { runCommandLine } = await import('./command-line.ts');
  const broken: CommandDefinition = {
    name: 'broken',
    summary: 'fails',
    examples: [],
    exitCodes: {},
    run: () => Promise.reject(new TypeError('nobody expected this')),
  };
  const { output, text } = captureOutput({});
  const code = await runCommandLine({ ...COMMAND_LINE, entries: [broken] }, ['broken'], {
    stdout: output,
    stderr: output,
    stdin: (async function* () {})(),
    cwd: sandbox.cwd,
    folders: { projectContent: sandbox.cwd, addedContent: sandbox.cwd },
    clock: { nowMs: () => 0 },
    user: 'tester',
    signal: new AbortController().signal,
  });
  expect(code).toBe(70);
  expect(text()).toContain('please report it');
  expect(text()).toContain('TypeError: nobody expected this');
});

it('completes in every shell what the command table holds', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await sandbox.run(['completion', shell]);
    expect(code).toBe(0);
    for (const [name] of commands) expect(out).toContain(name.split(' ').at(-1));
    expect(out).toMatch(shell === 'fish' ? /-l paranoia/ : /--paranoia/);
  }
});
