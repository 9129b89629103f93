/**
 * A message about content that was read (rules, configuration, feeds): what is wrong, where, and what to do.
 * Content is either loaded or reported by one of these; nothing is dropped in silence.
 */
export interface Diagnostic {
  /** Stable identifier, `area.what` in kebab-case, for example `seclang.unknown-operator`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence in plain words, without the place. */
  readonly message: string;
  readonly place: Place;
  /** The line of the source that the place points into, as it stands there; bounded by {@link excerptOf}. */
  readonly excerpt?: string;
  /** What the author of the content can do about it. */
  readonly help?: string;
}

/** A position in a source file; line and column count from 1, columns in UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const EXCERPT_LIMIT = 160;

/** Cuts one line of `source` around `place` to at most 160 characters; control characters are made visible. */
export function excerptOf(source: string, place: Place): string {
  const line = source.split('\n')[place.line - 1] ?? '';
  const start = line.length <= EXCERPT_LIMIT ? 0 : Math.max(0, place.column - 1 - EXCERPT_LIMIT / 2);
  return visible(line.slice(start, start + EXCERPT_LIMIT));
}

/** Line and column of `offset` (UTF-16 code units) in `source`. */
export function placeOf(file: string, source: string, offset: number): Place {
  const end = Math.min(Math.max(offset, 0), source.length);
  let line = 1;
  let lineStart = 0;
  for (let at = source.indexOf('\n'); at !== -1 && at < end; at = source.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { file, line, column: end - lineStart + 1 };
}

/** The diagnostic as people read it: `file:line:column: severity code: message`, then excerpt and help. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { place, severity, code, message, excerpt, help } = diagnostic;
  const lines = [
    `${visible(place.file)}:${place.line}:${place.column}: ${severity} ${code}: ${visible(message)}`,
  ];
  if (excerpt !== undefined) lines.push(`    ${excerpt}`);
  if (help !== undefined) lines.push(`  help: ${visible(help)}`);
  return lines.join('\n');
}

/** Replaces control characters, so that hostile content cannot steer the reader's terminal. */
function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
