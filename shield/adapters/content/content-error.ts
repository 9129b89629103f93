/** Why a pack is refused; stable, and shown as `content.CODE` where it is a diagnostic. */
export type ContentErrorCode =
  | 'not-found'
  | 'not-a-pack'
  | 'unsafe-path'
  | 'link-refused'
  | 'too-large'
  | 'too-many-files'
  | 'damaged-archive'
  | 'unsupported-archive'
  | 'hash-differs'
  | 'download-failed'
  | 'damaged-lock'
  | 'name-taken'
  | 'unusable-name'
  | 'unwritable';

/** A content pack that could not be read, fetched or kept; nothing of it was put in place. */
export class ContentError extends Error {
  readonly code: ContentErrorCode;
  /** What the user can do about it. */
  readonly remedy: string;

  constructor(
    code: ContentErrorCode,
    message: string,
    { remedy, ...options }: { readonly remedy: string; readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'ContentError';
    this.code = code;
    this.remedy = remedy;
  }
}
