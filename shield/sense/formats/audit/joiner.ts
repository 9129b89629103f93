import type { Fields } from '../../../model/index.ts';
import type { ParsedRecord } from '../../record.ts';
import { type AuditEvent, textField } from './audit-event.ts';
import { ProcessTable } from './process-table.ts';
import { viewsOf } from './views.ts';

/** Events that are open at a time; beyond it the one that was opened first is closed with what came of it. */
export const OPEN_LIMIT = 256;

/** By the records' own time: an event is closed when another is this much younger (libauparse waits as long). */
export const OPEN_MS = 2000;

/** Records kept of one event; a long command line has some dozens. */
export const PART_LIMIT = 256;

interface OpenEvent {
  readonly timeMs: number;
  readonly host: string | null;
  syscall: Fields | null;
  readonly arguments: Fields[];
  workingFolder: string | null;
  readonly paths: Fields[];
  socketAddress: Fields | null;
  title: string | null;
  parts: number;
}

/**
 * Joins audit records of one machine, time and serial number into events, and makes the views of them when they are
 * complete: at EOE or PROCTITLE, which the kernel writes last, when a record comes that is {@link OPEN_MS} younger, or
 * when {@link OPEN_LIMIT} are open. A record that comes after that stays an event of its own and joins nothing.
 */
export class AuditJoiner {
  readonly #open = new Map<string, OpenEvent>();
  readonly #processes = new ProcessTable();

  /** Takes a record in; returns the views of events that it completed. */
  take(record: ParsedRecord): readonly ParsedRecord[] {
    const timeMs = record.timeMs ?? 0;
    const done: ParsedRecord[] = this.#closeBefore(timeMs - OPEN_MS);
    const type = textField(record.fields, 'type') ?? '';
    if (!Object.hasOwn(PARTS, type)) return done;
    const key = `${record.host ?? ''}\t${timeMs}\t${String(record.fields.serial)}`;
    const event = this.#open.get(key) ?? this.#begin(key, record, type, done);
    if (event === null) return done;
    event.parts += 1;
    if (event.parts <= PART_LIMIT) PARTS[type as keyof typeof PARTS](event, record.fields);
    if (type === 'EOE' || type === 'PROCTITLE') {
      this.#open.delete(key);
      done.push(...viewsOf(finished(event), this.#processes));
    }
    return done;
  }

  /** Closes all that is open, at the end of a file. */
  flush(): readonly ParsedRecord[] {
    return this.#closeBefore(Number.POSITIVE_INFINITY);
  }

  /** Only a SYSCALL record begins an event: the kernel writes it first, and without it there is nothing to say. */
  #begin(key: string, record: ParsedRecord, type: string, done: ParsedRecord[]): OpenEvent | null {
    if (type !== 'SYSCALL') return null;
    const oldest = this.#open.entries().next();
    if (this.#open.size >= OPEN_LIMIT && oldest.done !== true) {
      this.#open.delete(oldest.value[0]);
      done.push(...viewsOf(finished(oldest.value[1]), this.#processes));
    }
    const event: OpenEvent = {
      timeMs: record.timeMs ?? 0,
      host: record.host,
      syscall: null,
      arguments: [],
      workingFolder: null,
      paths: [],
      socketAddress: null,
      title: null,
      parts: 0,
    };
    this.#open.set(key, event);
    return event;
  }

  #closeBefore(timeMs: number): ParsedRecord[] {
    const done: ParsedRecord[] = [];
    for (const [key, event] of this.#open) {
      // Opened in the order of the log, which is nearly that of time: the first that is young enough ends the search.
      if (event.timeMs >= timeMs) break;
      this.#open.delete(key);
      done.push(...viewsOf(finished(event), this.#processes));
    }
    return done;
  }
}

/** What a record of each type adds; others belong to no view. */
const PARTS = {
  SYSCALL: (event: OpenEvent, fields: Fields) => {
    event.syscall = fields;
  },
  EXECVE: (event: OpenEvent, fields: Fields) => {
    event.arguments.push(fields);
  },
  CWD: (event: OpenEvent, fields: Fields) => {
    event.workingFolder = textField(fields, 'cwd');
  },
  PATH: (event: OpenEvent, fields: Fields) => {
    event.paths.push(fields);
  },
  SOCKADDR: (event: OpenEvent, fields: Fields) => {
    event.socketAddress = fields;
  },
  PROCTITLE: (event: OpenEvent, fields: Fields) => {
    event.title = textField(fields, 'proctitle');
  },
  EOE: () => {},
} as const;

function finished(event: OpenEvent): AuditEvent {
  return event;
}
