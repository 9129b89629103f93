import type { Meter } from './meter.ts';

/** How a pattern is to be read; what is absent is off. */
export interface RegexOptions {
  /** ASCII letters match without regard to case (`PCRE_CASELESS` in the C locale). */
  readonly ignoreCase?: boolean;
  /** `.` matches line feeds too; ModSecurity compiles every rule so. */
  readonly dotAll?: boolean;
  /** `^` and `$` match at line feeds inside the subject too. */
  readonly multiline?: boolean;
}

/** Where a pattern matched; offsets in bytes of the latin1 subject. */
export interface RegexMatch {
  /** Offset of the match in the subject. */
  readonly index: number;
  /** Offset just behind the match. */
  readonly end: number;
  /** Captured texts by group number, the whole match first; undefined where a group took no part. */
  readonly groups: readonly (string | undefined)[];
}

/**
 * A compiled pattern. The subject is bytes as a latin1 string: a code above 255 is read by its low byte.
 * Both functions throw {@link RegexLimitError} rather than run past the limit of the meter, or of a limit of their own
 * where none is given; the caller decides what an undetermined rule means.
 */
export interface CompiledRegex {
  readonly kind: 'regex';
  /** Leftmost match by PCRE's preferences, or null. */
  exec(text: string, meter?: Meter): RegexMatch | null;
  /** Whether there is a match; cheaper than `exec`. */
  test(text: string, meter?: Meter): boolean;
  /** True when time is proportional to the length of the subject; false with lookaround, backreferences, and most atomic groups. */
  readonly linear: boolean;
  /** Steps since the last search began, by the counting of its {@link Meter}; for tests and benchmarks. */
  readonly lastSteps: number;
}

/** The pattern is not run, and why; `offset` counts UTF-16 code units from the pattern's start. */
export interface RegexRefusal {
  readonly kind: 'refused';
  readonly reason: string;
  readonly offset: number;
}

/** A search was given up: whether the subject matches is not known. */
export class RegexLimitError extends Error {
  readonly code = 'step-limit';

  constructor(stepLimit: number) {
    super(`the search was given up after ${stepLimit} steps`);
    this.name = 'RegexLimitError';
  }
}
