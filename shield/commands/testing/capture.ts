import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../command-line.ts';
import { COMMAND_LINE } from '../command-table.ts';
import type { CommandContext, Output } from '../context.ts';

export interface CommandRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Sandbox {
  /** Working directory of the commands; empty at first. */
  readonly cwd: string;
  /** Runs `dejfa` with these arguments in this process. */
  run(argv: readonly string[], options?: RunOptions): Promise<CommandRun>;
  remove(): void;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly colour?: boolean;
  readonly columns?: number;
  readonly nowMs?: number;
}

/** A folder of its own, with a fixed clock and no terminal, to run commands in. */
export function createSandbox(): Sandbox {
  const cwd = mkdtempSync(join(tmpdir(), 'dejfa-command-'));
  return {
    cwd,
    run: async (argv, options = {}) => {
      const [stdout, stderr] = [captureOutput(options), captureOutput(options)];
      const context: CommandContext = {
        stdout: stdout.output,
        stderr: stderr.output,
        stdin: chunksOf(options.stdin ?? ''),
        cwd,
        folders: { projectContent: join(cwd, 'content'), addedContent: join(cwd, '.dejfa/content') },
        clock: { nowMs: () => options.nowMs ?? 1_795_000_000_000 },
        user: 'tester',
        signal: new AbortController().signal,
      };
      const code = await runCommandLine(COMMAND_LINE, argv, context);
      return { code, out: stdout.text(), err: stderr.text() };
    },
    remove: () => rmSync(cwd, { recursive: true, force: true }),
  };
}

/** An output that keeps what was written to it. */
export function captureOutput(options: RunOptions): { readonly output: Output; readonly text: () => string } {
  let text = '';
  const { colour = false, columns = 100 } = options;
  const write = (more: string) => {
    text += more;
  };
  const output: Output = { write, isTerminal: colour, columns, colour };
  return { output, text: () => text };
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'latin1');
}
