import type { Fields } from '../../../model/index.ts';

/** The records of one system event, by the part that each plays (auditd: same time and serial number). */
export interface AuditEvent {
  readonly timeMs: number;
  readonly host: string | null;
  readonly syscall: Fields | null;
  /** Several where the arguments are long: each goes on where the one before ended. */
  readonly arguments: readonly Fields[];
  readonly workingFolder: string | null;
  readonly paths: readonly Fields[];
  readonly socketAddress: Fields | null;
  readonly title: string | null;
}

/** The text of a field; null when it is missing or not text. */
export function textField(fields: Fields | null, name: string): string | null {
  const value = fields?.[name];
  return typeof value === 'string' && value !== '' && value !== '(null)' ? value : null;
}

/** Arguments that are put together at most; a command line has seldom more than some hundreds. */
const ARGUMENT_LIMIT = 4096;

/**
 * The arguments of EXECVE records joined by blanks, as Sysmon for Linux writes them; long ones come in pieces, `a1[0]`,
 * `a1[1]` …. Without such records the process title, which the kernel cuts at 128 bytes; null without either.
 */
export function commandLineOf(event: AuditEvent): string | null {
  const all: Fields = Object.assign({}, ...event.arguments);
  const words: string[] = [];
  for (let index = 0; index < ARGUMENT_LIMIT; index += 1) {
    const word = argumentAt(all, index);
    if (word === null) break;
    words.push(word);
  }
  return words.length > 0 ? words.join(' ') : event.title;
}

function argumentAt(all: Fields, index: number): string | null {
  const whole = all[`a${index}`];
  if (typeof whole === 'string') return whole;
  let pieces: string | null = null;
  for (let piece = 0; piece < ARGUMENT_LIMIT; piece += 1) {
    const text = all[`a${index}[${piece}]`];
    if (typeof text !== 'string') break;
    pieces = (pieces ?? '') + text;
  }
  return pieces;
}

/** AT_FDCWD (linux/fcntl.h) as SYSCALL records write it, in 32 and 64 bits. */
const WORKING_FOLDER = new Set(['ffffff9c', 'ffffffffffffff9c']);

/**
 * The full name of a PATH record: relative ones start at the working folder, unless the call names another folder by
 * a descriptor, of which the record does not tell the name.
 */
export function fullPath(event: AuditEvent, name: string): string {
  const { workingFolder, syscall } = event;
  if (name.startsWith('/') || workingFolder === null) return name;
  const call = textField(syscall, 'SYSCALL') ?? '';
  const isAtFolder = call.endsWith('at') || call.endsWith('at2');
  if (isAtFolder && !WORKING_FOLDER.has(textField(syscall, 'a0') ?? '')) return name;
  return `${workingFolder.replace(/\/$/, '')}/${name.replace(/^(?:\.\/)+/, '')}`;
}
