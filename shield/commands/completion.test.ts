import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { COMMAND_LINE } from './command-table.ts';
import { completionScript } from './completion-script.ts';

const hasBash = spawnSync('bash', ['-c', 'exit 0']).status === 0;

const COMPLETE = `
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _dejfa; echo "\${COMPREPLY[*]}"`;

function complete(...words: readonly string[]): readonly string[] {
  const script = completionScript('bash', COMMAND_LINE) + COMPLETE;
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', 'dejfa', ...words], { encoding: 'utf8' });
  return stdout.trim().split(' ');
}

it.skipIf(!hasBash).each([
  [['con'], ['content', 'config']],
  [
    ['content', ''],
    ['list', 'add', 'pull', 'verify', 'remove'],
  ],
  [['content', 'add', 'folder', '--sh'], ['--sha256']],
  [['waf', 'check', '--json', '--para'], ['--paranoia']],
  [['nonsense', 'x'], ['']],
])('bash completes %j to %j', (words, completions) => {
  expect(complete(...words)).toEqual(completions);
});
