import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ContentFolders } from './context.ts';

/**
 * A demonstration has no configuration in the working directory. While it runs, a note in the checkout says where it
 * has one, so that other commands find what is meant.
 */
interface DemoNote {
  readonly pid: number;
  readonly configFile: string;
}

function noteOf({ addedContent }: ContentFolders): string {
  return join(dirname(addedContent), 'demonstration.json');
}

/** Leaves the note; the returned function takes it away. In a checkout that cannot be written there is none. */
export function noteDemo(folders: ContentFolders, configFile: string): () => void {
  const path = noteOf(folders);
  const note: DemoNote = { pid: process.pid, configFile };
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  } catch {
    return () => undefined;
  }
  return () => {
    if (readNote(path)?.pid === process.pid) rmSync(path, { force: true });
  };
}

/** The configuration of the demonstration that runs now; null where none does. */
export function runningDemo(folders: ContentFolders): string | null {
  const note = readNote(noteOf(folders));
  return note !== null && isRunning(note.pid) && existsSync(note.configFile) ? note.configFile : null;
}

function readNote(path: string): DemoNote | null {
  try {
    const { pid, configFile } = JSON.parse(readFileSync(path, 'utf8')) as Partial<DemoNote>;
    return Number.isInteger(pid) && typeof configFile === 'string' ? ({ pid, configFile } as DemoNote) : null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
