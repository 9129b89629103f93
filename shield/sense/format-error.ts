/** A format that cannot be used; `offset` points into the custom format string where there is one. */
export class FormatError extends Error {
  readonly code = 'bad-format';
  readonly offset: number | null;

  constructor(message: string, offset: number | null, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'FormatError';
    this.offset = offset;
  }
}
