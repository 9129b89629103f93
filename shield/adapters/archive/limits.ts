/** Bounds for reading what strangers packed. */
export interface ArchiveLimits {
  /** Archives within archives; 0 reads only the outermost. */
  readonly nestingLimit: number;
  /** Times that a stream may grow on unpacking, once it is past `ratioFreeBytes`. */
  readonly ratioLimit: number;
  readonly ratioFreeBytes: number;
  /** Unpacked bytes of one file of the disk, whatever it holds. */
  readonly totalLimitBytes: number;
  /** Members of one archive. */
  readonly memberLimit: number;
  /** A ZIP within an archive is held in memory, because its directory stands at its end. */
  readonly nestedZipLimitBytes: number;
}

/** Limits that hold unless a caller sets others. */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  nestingLimit: 3,
  ratioLimit: 400,
  ratioFreeBytes: 64 * 1_048_576,
  totalLimitBytes: 64 * 1_073_741_824,
  memberLimit: 100_000,
  nestedZipLimitBytes: 256 * 1_048_576,
};

/** What one file of the disk may still unpack to; shared by everything within it. */
export interface Budget {
  readonly limits: ArchiveLimits;
  /** Bytes of the file on the disk: the base of the ratio. */
  readonly packedBytes: number;
  unpackedBytes: number;
}

/** Why an archive is not read further. */
export type ArchiveErrorCode = 'bomb' | 'too-deep' | 'too-many' | 'too-large' | 'damaged' | 'encrypted';

/** Why an archive, or a member, is not read (further); `message` is in plain words. */
export class ArchiveError extends Error {
  readonly code: ArchiveErrorCode;

  constructor(code: ArchiveErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ArchiveError';
    this.code = code;
  }
}

/** Adds unpacked bytes to the budget; throws `bomb` when they are out of all proportion. */
export function spend(budget: Budget, bytes: number): void {
  budget.unpackedBytes += bytes;
  const { limits, packedBytes, unpackedBytes } = budget;
  const ratioBound = Math.max(limits.ratioFreeBytes, packedBytes * limits.ratioLimit);
  if (unpackedBytes <= Math.min(ratioBound, limits.totalLimitBytes)) return;
  throw new ArchiveError(
    'bomb',
    `stopped after ${unpackedBytes} unpacked bytes out of ${packedBytes} packed ones: it looks like a zip bomb`,
  );
}
