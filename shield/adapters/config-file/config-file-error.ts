/** What stood in the way of the file. */
export type ConfigFileErrorCode = 'missing' | 'unreadable' | 'exists' | 'unwritable' | 'invalid';

/** A configuration file that could not be read or written. */
export class ConfigFileError extends Error {
  readonly code: ConfigFileErrorCode;
  /** What the user can do about it. */
  readonly remedy: string;

  constructor(
    code: ConfigFileErrorCode,
    message: string,
    { remedy, ...options }: { readonly remedy: string; readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'ConfigFileError';
    this.code = code;
    this.remedy = remedy;
  }
}
