/** What a content pack may be at most. The whole SigmaHQ repository is a tenth of each. */
export interface ContentLimits {
  /** Of the archive as it comes over the network or from disk. */
  readonly archiveBytes: number;
  /** Of all files of a pack together, unpacked; also ends the unpacking of a bomb. */
  readonly packBytes: number;
  readonly fileBytes: number;
  readonly files: number;
  /** Folders in folders. */
  readonly depth: number;
  /** Of a download, from the first byte asked to the last received. */
  readonly downloadMs: number;
}

const MIB = 1024 * 1024;

/** Limits that hold for every pack. */
export const CONTENT_LIMITS: ContentLimits = {
  archiveBytes: 256 * MIB,
  packBytes: 512 * MIB,
  fileBytes: 16 * MIB,
  files: 50_000,
  depth: 24,
  downloadMs: 300_000,
};
