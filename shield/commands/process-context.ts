import { userInfo } from 'node:os';
import type { WriteStream } from 'node:tty';
import { PROJECT_FOLDERS } from '../assembly/folders.ts';
import type { CommandContext, Output } from './context.ts';

/** The context of the running process. Of the environment only NO_COLOR is read (https://no-color.org). */
export function processContext(): CommandContext {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    stdin: process.stdin,
    cwd: process.cwd(),
    folders: PROJECT_FOLDERS,
    clock: { nowMs: () => Date.now() },
    user: userName(),
    signal: controller.signal,
  };
}

/** A machine may have no name for the running account, as containers often do. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

const PIPE_COLUMNS = 160;

function outputOf(stream: WriteStream): Output {
  const isTerminal = stream.isTTY === true;
  // A reader that has enough, such as `head`, closes the pipe: that ends the program, and is no error of it.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal,
    columns: isTerminal ? stream.columns : PIPE_COLUMNS,
    colour: isTerminal && (process.env.NO_COLOR ?? '') === '',
  };
}
