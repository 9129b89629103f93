import { StoreError, type StoreErrorCode } from '../../ports/index.ts';

/** Result codes of SQLite (sqlite.org/rescode.html), without their extension. */
const CODES: ReadonlyMap<number, StoreErrorCode> = new Map<number, StoreErrorCode>([
  [5, 'locked'], // SQLITE_BUSY
  [6, 'locked'], // SQLITE_LOCKED
  [11, 'damaged'], // SQLITE_CORRUPT
  [13, 'disk-full'], // SQLITE_FULL
  [26, 'damaged'], // SQLITE_NOTADB
]);

const REMEDIES: Readonly<Record<string, string>> = {
  locked: 'another process is writing to it; try again, or stop that process',
  damaged:
    'restore the file from a backup, or move it away to begin with no decisions, accounts and positions',
  'disk-full': 'the disk is full: free space',
};

/** A failure of SQLite as a StoreError that names the file and what to do. */
export function stateError(path: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const number = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
  const code = CODES.get(number) ?? 'unavailable';
  const reason = cause instanceof Error ? cause.message : String(cause);
  const remedy = REMEDIES[code] ?? 'check the path and its permissions';
  return new StoreError(code, `the state in ${path} cannot be used (${reason}): ${remedy}.`, { cause });
}
