import type { OpenToken, PatternOf } from '../ast/pattern.ts';
import { placeholderPattern } from '../parse/placeholder.ts';
import { parseWildcards } from '../parse/wildcard.ts';
import type { OpenTest } from './transform.ts';

/**
 * A pattern as an author would write it: wildcards as `*` and `?`, plain ones escaped, backslashes doubled only where
 * one alone would be read otherwise. `parseWritten` is its inverse. A dash of any kind becomes a hyphen.
 */
export function writtenForm(pattern: PatternOf<OpenToken>): string {
  const isOpen = pattern.tokens.some((token) => token.kind === 'placeholder');
  const written = pattern.tokens.map((token) => writtenToken(token, isOpen));
  return written.map((text, index) => closeBackslash(text, written[index + 1] ?? '')).join('');
}

/** Reads what `writtenForm` wrote; `placeholderAt`: offset for placeholders, null when there are none. */
export function parseWritten(text: string, placeholderAt: number | null): PatternOf<OpenToken> {
  return placeholderAt === null ? parseWildcards(text) : placeholderPattern(text, placeholderAt);
}

function writtenToken(token: OpenToken, isOpen: boolean): string {
  switch (token.kind) {
    case 'text':
      return escapeText(isOpen ? token.text.replaceAll('%', '\\%') : token.text);
    case 'star':
      return '*';
    case 'one':
      return '?';
    case 'dash':
      return '-';
    case 'placeholder':
      return `%${token.name}%`;
  }
}

/** A backslash is doubled before another one and before a plain wildcard, which gets one of its own. */
function escapeText(text: string): string {
  return text.replace(/\\(?=[\\*?])|[*?]/g, '\\$&');
}

function closeBackslash(text: string, next: string): string {
  return text.endsWith('\\') && /^[*?%]/.test(next) ? `${text}\\` : text;
}

/** The text of a value by which pipelines compare it; null for what is no text or number. */
export function valueText(test: OpenTest): string | null {
  if (test.kind === 'string') return writtenForm(test.pattern);
  return test.kind === 'number' ? String(test.value) : null;
}
