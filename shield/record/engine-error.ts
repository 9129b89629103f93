import { StoreError, type StoreErrorCode } from '../ports/index.ts';

/** Error codes of ClickHouse (src/Common/ErrorCodes.cpp) that mean something other than "this row or query is wrong". */
const CODES: ReadonlyMap<number, StoreErrorCode> = new Map<number, StoreErrorCode>([
  [243, 'disk-full'], // NOT_ENOUGH_SPACE
  [33, 'damaged'], // CANNOT_READ_ALL_DATA
  [40, 'damaged'], // CHECKSUM_DOESNT_MATCH
  [226, 'damaged'], // NO_FILE_IN_DATA_PART
  [227, 'damaged'], // UNEXPECTED_FILE_IN_DATA_PART
  [228, 'damaged'], // BAD_SIZE_OF_FILE_IN_DATA_PART
  [231, 'damaged'], // TOO_MANY_UNEXPECTED_DATA_PARTS
  [246, 'damaged'], // CORRUPTED_DATA
  [271, 'damaged'], // CANNOT_DECOMPRESS
  [107, 'damaged'], // FILE_DOESNT_EXIST
  [60, 'unavailable'], // UNKNOWN_TABLE
  [81, 'unavailable'], // UNKNOWN_DATABASE
  [164, 'unavailable'], // READONLY
  [202, 'unavailable'], // TOO_MANY_SIMULTANEOUS_QUERIES
  [241, 'unavailable'], // MEMORY_LIMIT_EXCEEDED
  [252, 'unavailable'], // TOO_MANY_PARTS
  [497, 'unavailable'], // ACCESS_DENIED
  [516, 'unavailable'], // AUTHENTICATION_FAILED
  [159, 'unreachable'], // TIMEOUT_EXCEEDED
  [209, 'unreachable'], // SOCKET_TIMEOUT
  [210, 'unreachable'], // NETWORK_ERROR
]);

const REMEDIES: Partial<Record<StoreErrorCode, string>> = {
  'disk-full':
    'The disk of the store is full: free space, or shorten the retention; nothing of the batch counts.',
  locked: 'Another process has the store open: stop it, or choose another store path.',
  damaged: 'A file of the store is damaged: restore the folder from a backup, or move it away to begin anew.',
};

const CODE_PATTERN = /Code: (\d{1,5})\. DB::/;
const DETAIL_LIMIT = 600;

function codeOf(text: string): StoreErrorCode {
  if (/No space left on device|ENOSPC/.test(text)) return 'disk-full';
  if (/Cannot lock file/.test(text)) return 'locked';
  if (/Suspiciously many|Checksum mismatch|Cannot parse definition from metadata/.test(text))
    return 'damaged';
  const number = Number(CODE_PATTERN.exec(text)?.[1]);
  return CODES.get(number) ?? 'rejected';
}

/** The engine's own words about a failure, as a StoreError with a code and, where we know one, a remedy. */
export function engineError(text: string, cause?: unknown): StoreError {
  const code = codeOf(text);
  const remedy = REMEDIES[code];
  const detail = text.length > DETAIL_LIMIT ? `${text.slice(0, DETAIL_LIMIT)} …` : text;
  return new StoreError(code, remedy === undefined ? detail : `${remedy} (${detail})`, { cause });
}
