/** `not-found`: no such path; `no-rules`: a folder without rule files; `unreadable`: the system refuses it. */
export type RuleFilesErrorCode = 'not-found' | 'no-rules' | 'unreadable';

/** Why rule files could not be read. What is wrong inside of them is a diagnostic, not an error. */
export class RuleFilesError extends Error {
  readonly code: RuleFilesErrorCode;

  constructor(code: RuleFilesErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'RuleFilesError';
    this.code = code;
  }
}
