/** A mistake of the person at the keyboard, or of their machine: shown as one line with its remedy, never a stack. */
export class UserError extends Error {
  /** What to do about it; empty when the message says it already. */
  readonly remedy: string;

  constructor(message: string, remedy = '', options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'UserError';
    this.remedy = remedy;
  }
}

/** True for every error that carries a remedy, those of adapters included: it is the user's to mend. */
export function hasRemedy(error: unknown): error is Error & { readonly remedy: string } {
  return error instanceof Error && 'remedy' in error && typeof error.remedy === 'string';
}
